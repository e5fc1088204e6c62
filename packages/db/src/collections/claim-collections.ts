import type { Currency, DeclineReason, Instant, InvoiceLine } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

export type CollectionState = 'due' | 'requires-action' | 'no-card' | 'declined' | 'sent' | 'paid' | 'void'

/** An issued invoice that is to be collected, claimed. */
export interface Collection {
  readonly invoiceId: string
  readonly accountId: string
  readonly method: 'card' | 'wire'
  readonly state: CollectionState
  readonly number: number
  readonly due: number
  readonly currency: Currency
  readonly issuedAt: Instant
  readonly processorInvoiceId: string | null
  readonly round: number
  /** How many tries came to a verdict. */
  readonly attempts: number
  /** What the last try came to is not known. */
  readonly unclear: boolean
  readonly triedMethod: string | null
  readonly declineCause: DeclineReason | null
  readonly customerId: string | null
  readonly paymentMethodId: string | null
  readonly lines: readonly InvoiceLine[]
  readonly lease: string
  /** It is time for a try; else it is only looked at. */
  readonly planned: boolean
  /** Somebody has told that something happened to it there; written down again when it was looked at. */
  readonly look: string | null
}

/** SQL: invoice `n` is to be tried, or looked at. */
const wanted = (n: string): string =>
  `(${n}.next_try_at <= $1::timestamptz or ${n}.look is not null) and ${n}.state not in ('paid', 'void')`

/** Of several open invoices of an account only the oldest that is due: they are paid in order, one at a time. */
const claim = statement<
  Collection,
  [upTo: string, wallNow: string, limit: number, leasedUntil: string]
>(/* sql */ `
with ready as (
  select n.invoice_id from invoice_collection n
  where ${wanted('n')}
    and (n.leased_until is null or n.leased_until <= $2::timestamptz)
    and not exists (
      select from invoice_collection o
      join invoice older on older.id = o.invoice_id
      join invoice i on i.id = n.invoice_id and i.number > older.number
      where o.account_id = n.account_id and ${wanted('o')})
  order by n.next_try_at, n.invoice_id limit $3::integer for update of n skip locked
), leased as (
  update invoice_collection n set lease = gen_random_uuid(), leased_until = $4::timestamptz
  from ready where n.invoice_id = ready.invoice_id returning n.*
)
select n.invoice_id as "invoiceId", n.account_id as "accountId", n.method, n.state, i.number, i.due, i.currency,
  i.issued_at as "issuedAt", n.processor_invoice_id as "processorInvoiceId", n.round, n.attempts,
  n.unclear, n.tried_method as "triedMethod", n.decline_cause as "declineCause", k.customer_id as "customerId",
  k.payment_method_id as "paymentMethodId", n.lease,
  n.look, coalesce(n.next_try_at <= $1::timestamptz, false) as planned,
  (select jsonb_agg(l.line order by l.position) from invoice_line l where l.invoice_id = i.id) as lines
from leased n join invoice i on i.id = n.invoice_id left join payment_account k on k.account_id = n.account_id
order by n.next_try_at, n.invoice_id
`)

/** Takes up to `limit` invoices that are to be tried by `upTo` (business clock) or looked at, for `leaseMs` (wall clock). */
export function claimCollections(
  em: Em,
  {
    upTo,
    wallNow,
    limit,
    leaseMs,
  }: { readonly upTo: Instant; readonly wallNow: Instant; readonly limit: number; readonly leaseMs: number },
): Promise<readonly Collection[]> {
  return claim(em.getKysely() as Db, iso(upTo), iso(wallNow), limit, iso((wallNow + leaseMs) as Instant))
}

const underWay = statement<{ readonly underWay: boolean }, [upTo: string, wallNow: string]>(/* sql */ `
select exists (select from invoice_collection n
  where ${wanted('n')} and n.leased_until > $2::timestamptz) as "underWay"
`)

/** Is somebody else at an invoice that is to be tried by `upTo`? */
export async function collectionsUnderWay(
  em: Em,
  { upTo, wallNow }: { readonly upTo: Instant; readonly wallNow: Instant },
): Promise<boolean> {
  return (await underWay(em.getKysely() as Db, iso(upTo), iso(wallNow)))[0]!.underWay
}

const next = statement<{ readonly at: Instant | null }, [after: string]>(/* sql */ `
select min(next_try_at) as at from invoice_collection
where next_try_at > $1::timestamptz and state not in ('paid', 'void')
`)

/** The first instant after `after` at which an invoice is to be tried; null: none is in sight. */
export async function nextCollectionAt(em: Em, after: Instant): Promise<Instant | null> {
  return (await next(em.getKysely() as Db, iso(after)))[0]!.at
}

const hurry = statement<never, [accountId: string, now: string]>(/* sql */ `
update invoice_collection set next_try_at = least(next_try_at, $2::timestamptz)
where account_id = $1::uuid and method = 'card' and state not in ('paid', 'void')
`)

/** PAY-03: something has changed that may pay the account's open invoices (a card was entered): all are tried at once. */
export async function hurryCollections(db: Db, accountId: string, now: Instant): Promise<void> {
  await hurry(db, accountId, iso(now))
}

const lookAt = statement<{ readonly state: CollectionState }, [processorInvoiceId: string]>(/* sql */ `
with found as (
  select invoice_id, state from invoice_collection where processor_invoice_id = $1::text
), told as (
  update invoice_collection n set look = gen_random_uuid()
  from found where n.invoice_id = found.invoice_id and n.state not in ('paid', 'void')
)
select state from found
`)

/**
 * PAY-04: something happened to one of the processor's invoices: it is looked at now, and nobody is charged for that. Undefined: it is
 * none of these.
 */
export async function lookAtCollectionOf(
  em: Em,
  processorInvoiceId: string,
): Promise<CollectionState | undefined> {
  const [row] = await lookAt(em.getKysely() as Db, processorInvoiceId)
  return row?.state
}
