import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** The processor's invoice for something that was paid elsewhere, or taken back. */
export interface ToVoid {
  readonly invoiceId: string
  readonly accountId: string
  readonly processorInvoiceId: string
}

const claim = statement<ToVoid, [wallNow: string, leasedUntil: string, limit: number]>(/* sql */ `
with ready as (
  select invoice_id from invoice_collection
  where void_there and (leased_until is null or leased_until <= $1::timestamptz)
  order by invoice_id limit $3::integer for update skip locked
)
update invoice_collection n set leased_until = $2::timestamptz from ready where n.invoice_id = ready.invoice_id
returning n.invoice_id as "invoiceId", n.account_id as "accountId", n.processor_invoice_id as "processorInvoiceId"
`)

/** Takes up to `limit` that are to be made unpayable at the processor, for `leaseMs` (wall clock); who fails lets the lease run out. */
export function claimToVoid(
  em: Em,
  {
    wallNow,
    limit,
    leaseMs,
  }: { readonly wallNow: Instant; readonly limit: number; readonly leaseMs: number },
): Promise<readonly ToVoid[]> {
  return claim(em.getKysely() as Db, iso(wallNow), iso((wallNow + leaseMs) as Instant), limit)
}

const done = statement<never, [invoiceId: string]>(/* sql */ `
update invoice_collection set void_there = false, leased_until = null where invoice_id = $1::uuid and void_there
`)

/** Nobody can pay it there any more; or somebody has, and the nightly comparison shows it. */
export async function voidedThere(em: Em, { invoiceId }: ToVoid): Promise<void> {
  await done(em.getKysely() as Db, invoiceId)
}
