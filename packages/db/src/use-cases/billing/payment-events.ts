import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../../orm.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { inTransaction } from '../../transaction.ts'
import { hurryPurchase } from './purchase-steps.ts'

export interface NewPaymentEvent {
  readonly id: string
  readonly type: string
  readonly objectType: string
  readonly objectId: string
}

const insert = statement<
  never,
  [id: string, type: string, objectType: string, objectId: string, wallNow: string]
>(/* sql */ `
insert into payment_event (id, type, object_type, object_id, received_at, due_at, attempts)
values ($1::text, $2::text, $3::text, $4::text, $5::timestamptz, $5::timestamptz, 0)
on conflict do nothing
`)

/** PAY-04: stored once, however often it comes. `em` comes from `database.identity()`. Wall clock. */
export async function storePaymentEvent(em: Em, event: NewPaymentEvent, wallNow: Instant): Promise<void> {
  await insert(em.getKysely() as Db, event.id, event.type, event.objectType, event.objectId, iso(wallNow))
}

const claim = statement<NewPaymentEvent, [wallNow: string, limit: number]>(/* sql */ `
with due as (
  select id from payment_event where done_at is null and due_at <= $1::timestamptz
  order by due_at, id limit $2::integer for update skip locked
)
update payment_event e set attempts = e.attempts + 1,
  due_at = $1::timestamptz + least(interval '1 hour', interval '30 seconds' * 2 ^ least(e.attempts, 10))
from due where e.id = due.id
returning e.id, e.type, e.object_type as "objectType", e.object_id as "objectId"
`)

/** Events that wait, for half a minute and then ever longer: whoever dies over one leaves it for another try. */
export function claimPaymentEvents(
  em: Em,
  wallNow: Instant,
  limit: number,
): Promise<readonly NewPaymentEvent[]> {
  return claim(em.getKysely() as Db, iso(wallNow), limit)
}

const done = statement<never, [id: string, wallNow: string, note: string]>(/* sql */ `
update payment_event set done_at = $2::timestamptz, note = $3::text where id = $1::text
`)

export async function markPaymentEvent(em: Em, id: string, wallNow: Instant, note: string): Promise<void> {
  await done(em.getKysely() as Db, id, iso(wallNow), note)
}

const purchaseOf = statement<
  { readonly id: string; readonly accountId: string; readonly state: string },
  [invoiceId: string]
>(/* sql */ `
select id, account_id as "accountId", state from purchase where processor_invoice_id = $1::text
`)

/**
 * Something happened to one of the processor's invoices: its purchase is looked at now. Gives the purchase if it is
 * settled already, so that money that came afterwards can be found; undefined where the invoice is none of ours.
 */
export async function noticeInvoiceEvent(
  em: Em,
  processorInvoiceId: string,
  wallNow: Instant,
): Promise<
  { readonly purchaseId: string; readonly accountId: string; readonly settled: boolean } | undefined
> {
  return inTransaction(em, async (db) => {
    const [purchase] = await purchaseOf(db, processorInvoiceId)
    if (!purchase) return undefined
    await hurryPurchase(db, purchase.id, wallNow)
    const settled = purchase.state === 'paid' || purchase.state === 'failed'
    return { purchaseId: purchase.id, accountId: purchase.accountId, settled }
  })
}
