import type { Instant } from '@seatkeeper/rules'
import { type Db, statement } from '../statement.ts'
import { lockMoney } from '../use-cases/billing/facts.ts'
import { findAccount, type FoundAccount } from '../use-cases/billing-changes/vendor-account.ts'
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
  /** The processor has not said yet that it can't be paid there any more. */
  readonly payableThere: boolean
}

export type NotFound = Exclude<FoundAccount, { kind: 'found' }> | { readonly kind: 'no-such-invoice' }

const invoices = statement<NamedInvoice, [accountId: string, number: number]>(/* sql */ `
select n.invoice_id as "invoiceId", n.account_id as "accountId", n.organization_id as "organizationId", a.name as account,
  n.method, n.state, n.staff_deadline as "staffDeadline", n.next_try_at as "nextTryAt", n.leased_until as "leasedUntil",
  n.unclear or n.look is not null as open, n.void_there as "payableThere"
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
  const found = await findAccount(db, account)
  if (found.kind !== 'found') return found
  const { accountId } = found.actor
  await lockMoney(db, accountId)
  const [invoice] = await invoices(db, accountId, number)
  return invoice ? { kind: 'found', ...invoice } : { kind: 'no-such-invoice' }
}
