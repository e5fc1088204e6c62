import type { Decision } from '@seatkeeper/rules'
import type { QueryContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import { actingRole, whyNot } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { billingOf } from '../use-cases/billing/facts.ts'

const look = statement<{ readonly id: string }, [invoiceId: string]>(/* sql */ `
with told as (
  update invoice_collection set look = gen_random_uuid()
  where invoice_id = $1::uuid and state = 'requires-action'
)
select id from invoice where id = $1::uuid
`)

/** PAY-08: somebody has answered their bank: the invoice is looked at at once. Needs `billing.buy`. */
export async function recheckInvoice(
  { em, actor, now }: QueryContext,
  invoiceId: string,
): Promise<Decision<object, 'not-permitted' | 'account-locked' | 'not-found'>> {
  if (!isUuid(invoiceId)) return { kind: 'refuse', reason: 'not-found' }
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const [found] = await look(db, invoiceId)
    return found ? { kind: 'grant' } : { kind: 'refuse', reason: 'not-found' }
  })
}
