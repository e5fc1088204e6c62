import type { Decision, Instant } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { isUuid, iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf } from './facts.ts'
import { hurryPurchase } from './purchase-steps.ts'

const giveUp = statement<{ readonly id: string }, [id: string, now: string]>(/* sql */ `
update purchase set given_up_at = coalesce(given_up_at, $2::timestamptz)
where id = $1::uuid and state in ('pending', 'requires-action') returning id
`)
const exists = statement<{ readonly id: string }, [id: string]>(/* sql */ `
select id from purchase where id = $1::uuid
`)

/**
 * The buyer does not want it any more. The worker makes it impossible to pay and then fails it; if it was paid already, it
 * is granted. Needs `billing.buy`. Nothing happens to one that is settled.
 */
export function giveUpPurchase(
  context: QueryContext & { readonly wallNow: Instant },
  purchaseId: string,
): Promise<Decision<object, 'not-permitted' | 'account-locked' | 'not-found'>> {
  return touch(context, purchaseId, true)
}

/** The buyer has come back from their bank: look at once. Needs `billing.buy`. */
export function recheckPurchase(
  context: QueryContext & { readonly wallNow: Instant },
  purchaseId: string,
): Promise<Decision<object, 'not-permitted' | 'account-locked' | 'not-found'>> {
  return touch(context, purchaseId, false)
}

async function touch(
  { em, actor, now, wallNow }: QueryContext & { readonly wallNow: Instant },
  purchaseId: string,
  givesUp: boolean,
): Promise<Decision<object, 'not-permitted' | 'account-locked' | 'not-found'>> {
  if (!isUuid(purchaseId)) return { kind: 'refuse', reason: 'not-found' }
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const [found] = await exists(db, purchaseId)
    if (!found) return { kind: 'refuse', reason: 'not-found' }
    if (givesUp) await giveUp(db, purchaseId, iso(now))
    await hurryPurchase(db, purchaseId, wallNow)
    return { kind: 'grant' }
  })
}
