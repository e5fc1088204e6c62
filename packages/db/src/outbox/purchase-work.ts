import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** A purchase to be collected, claimed. */
export interface PurchaseWork {
  readonly outboxId: string
  readonly purchaseId: string
  /** 1 at the first try. */
  readonly attempt: number
  readonly lease: string
}

/**
 * Unlike a mail, a purchase is never given up and never unknown for good: it can always be looked up. So a claim whose
 * worker died is simply due again when its lease has run out.
 */
const claim = statement<PurchaseWork, [wallNow: string, limit: number, leasedUntil: string]>(/* sql */ `
with due as (
  select id from outbox
  where type = 'purchase' and ((state in ('pending', 'retry') and due_at <= $1::timestamptz)
    or (state = 'sending' and leased_until <= $1::timestamptz))
  order by due_at, id limit $2::integer for update skip locked
)
update outbox o set state = 'sending', attempts = o.attempts + 1, lease = gen_random_uuid(),
  leased_until = $3::timestamptz
from due where o.id = due.id
returning o.id as "outboxId", o.payload ->> 'purchaseId' as "purchaseId", o.attempts as attempt, o.lease
`)

const end = statement<
  { readonly id: string },
  [
    id: string,
    lease: string,
    state: 'delivered' | 'retry',
    wallNow: string,
    dueAt: string | null,
    note: string | null,
  ]
>(/* sql */ `
update outbox set state = $3::text, lease = null, leased_until = null, note = $6::text,
  due_at = coalesce($5::timestamptz, due_at),
  done_at = case when $3::text = 'delivered' then $4::timestamptz end
where id = $1::uuid and lease = $2::uuid
returning id
`)

/** Purchases that are due, oldest first; other workers skip them for `leaseMs`. Wall clock. */
export function claimPurchases(
  em: Em,
  {
    wallNow,
    limit,
    leaseMs,
  }: { readonly wallNow: Instant; readonly limit: number; readonly leaseMs: number },
): Promise<readonly PurchaseWork[]> {
  return claim(em.getKysely() as Db, iso(wallNow), limit, iso((wallNow + leaseMs) as Instant))
}

/** It is settled. */
export async function finishPurchase(em: Em, work: PurchaseWork, wallNow: Instant): Promise<void> {
  await end(em.getKysely() as Db, work.outboxId, work.lease, 'delivered', iso(wallNow), null, null)
}

/** Look again then; or earlier, when something is heard of it. */
export async function postponePurchase(
  em: Em,
  work: PurchaseWork,
  { wallNow, at, why }: { readonly wallNow: Instant; readonly at: Instant; readonly why: string },
): Promise<void> {
  await end(em.getKysely() as Db, work.outboxId, work.lease, 'retry', iso(wallNow), iso(at), why)
}
