import { cancelContract, type Day, type Instant, type RefusalOf, undoCancellation } from '@seatkeeper/rules'
import type { UseCaseContext } from '../../context.ts'
import { queueBillingNotice } from '../../collections/queue-billing-notice.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { contractFacts } from '../billing/facts.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { type BillingAnswer, changeBilling } from './change-billing.ts'
import { endChanges, selectOpen } from './scheduled-changes.ts'

const setCancelled = statement<never, [contractId: string, at: string, by: string]>(/* sql */ `
update contract set cancelled_at = $2::timestamptz, cancelled_by = $3::text, renews = false where id = $1::uuid
`)

// A contract that was agreed not to renew is no cancelled one: there is nothing of the customer's to undo.
const undo = statement<{ readonly id: string }, [contractId: string]>(/* sql */ `
update contract set cancelled_at = null, cancelled_by = null, renews = true
where id = $1::uuid and cancelled_at is not null returning id
`)

/** MAIL-05: whoever pays hears of it, whoever of the account has done it. */
async function tell(
  db: Db,
  kind: 'subscription-cancelled' | 'cancellation-undone',
  of: { readonly accountId: string; readonly contractId: string; readonly now: Instant },
): Promise<void> {
  await queueBillingNotice(db, { accountId: of.accountId, kind, at: of.now, about: [of.contractId] })
}

/**
 * BILL-08, D-21: access ends with the paid or the contracted period, whichever is later; what was scheduled or asked for lapses.
 * Nothing is deleted. Needs `billing.buy`. Refused: a contract that is over, or cancelled already.
 */
export function cancelSubscription(
  context: UseCaseContext,
): Promise<
  BillingAnswer<
    { readonly endsOn: Day; readonly endsAt: Instant },
    RefusalOf<'contract-ended' | 'already-cancelled'>
  >
> {
  return changeBilling(context, ['cancel-subscription'], async ({ db, actor, now, contract }) => {
    const decision = cancelContract(contractFacts(contract), now)
    if (decision.kind === 'refuse') return decision
    const { endsOn, endsAt } = decision
    const by = signatureOf(actor).id
    const lapsing = (await selectOpen(db, actor.accountId)).map(({ id }) => id)
    if (lapsing.length > 0) await endChanges(db, lapsing, 'lapsed', iso(now), by)
    await setCancelled(db, contract.id, iso(now), by)
    await refreshStanding(db, actor.accountId, now)
    await tell(db, 'subscription-cancelled', { accountId: actor.accountId, contractId: contract.id, now })
    return {
      kind: 'done',
      action: 'billing.cancelled',
      subjectId: contract.id,
      before: null,
      after: { endsOn, lapsed: lapsing.length },
      result: { endsOn, endsAt },
    }
  })
}

/** BILL-08: before the end one click undoes it. What had lapsed stays lapsed. Refused: what is not cancelled, or over. */
export function undoCancelling(
  context: UseCaseContext,
): Promise<BillingAnswer<object, RefusalOf<'contract-ended' | 'not-cancelled'>>> {
  return changeBilling(context, ['undo-cancelling'], async ({ db, actor, now, contract }) => {
    const decision = undoCancellation(contractFacts(contract), now)
    if (decision.kind === 'refuse') return decision
    const [undone] = await undo(db, contract.id)
    if (!undone) return { kind: 'refuse', reason: 'not-cancelled' }
    await refreshStanding(db, actor.accountId, now)
    await tell(db, 'cancellation-undone', { accountId: actor.accountId, contractId: contract.id, now })
    return {
      kind: 'done',
      action: 'billing.cancellation-undone',
      subjectId: contract.id,
      before: { endsOn: contract.endsOn },
      after: null,
      result: {},
    }
  })
}
