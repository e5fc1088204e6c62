import type { Instant } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { lockMoney } from '../use-cases/billing/facts.ts'
import type { CollectionState } from './claim-collections.ts'

/** An unpaid invoice as the vendor's own commands name it. */
export interface NamedInvoice {
  readonly invoiceId: string
  readonly accountId: string
  readonly organizationId: string
  readonly account: string
  readonly method: 'card' | 'wire'
  readonly state: CollectionState
  readonly staffDeadline: Instant | null
  /** How collecting stands: when it is tried next, until when somebody is at it (wall clock), whether a look or an answer is due. */
  readonly nextTryAt: Instant | null
  readonly leasedUntil: Instant | null
  readonly open: boolean
}

export type NotFound =
  | { readonly kind: 'no-such-account' }
  /** Several accounts have the name: the vendor has to say which by its identity. */
  | { readonly kind: 'which'; readonly accounts: readonly string[] }
  | { readonly kind: 'no-such-invoice' }

const accounts = statement<{ readonly id: string }, [account: string]>(/* sql */ `
select id from account where lower(name) = lower($1::text) or id::text = lower($1::text) order by id
`)

const invoices = statement<NamedInvoice, [accountId: string, number: number]>(/* sql */ `
select n.invoice_id as "invoiceId", n.account_id as "accountId", n.organization_id as "organizationId", a.name as account,
  n.method, n.state, n.staff_deadline as "staffDeadline", n.next_try_at as "nextTryAt", n.leased_until as "leasedUntil",
  n.unclear or n.look is not null as open
from invoice i join invoice_collection n on n.invoice_id = i.id join account a on a.id = i.account_id
where i.account_id = $1::uuid and i.number = $2::integer for update of n
`)

/**
 * The invoice as it stays until the transaction is over: nobody changes the account's money or begins to collect this.
 * @param account Its name or identity.
 */
export async function findInvoice(
  db: Db,
  account: string,
  number: number,
): Promise<({ readonly kind: 'found' } & NamedInvoice) | NotFound> {
  const found = await accounts(db, account)
  if (found.length === 0) return { kind: 'no-such-account' }
  if (found.length > 1) return { kind: 'which', accounts: found.map(({ id }) => id) }
  await lockMoney(db, found[0]!.id)
  const [invoice] = await invoices(db, found[0]!.id, number)
  return invoice ? { kind: 'found', ...invoice } : { kind: 'no-such-invoice' }
}

const clock = statement<{ readonly at: Instant | null }, [wallNow: string]>(/* sql */ `
select max(coalesce(stands_at, $1::timestamptz + make_interval(secs => ahead_ms / 1000.0))) as at from business_clock
`)

/** The business clock of a command: the demo's, where it can be moved (OPS-04), else the wall's. */
export async function commandNow(db: Db, wallNow: Instant): Promise<Instant> {
  return (await clock(db, iso(wallNow)))[0]?.at ?? wallNow
}
