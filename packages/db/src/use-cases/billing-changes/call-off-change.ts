import type { RefusalOf } from '@seatkeeper/rules'
import type { UseCaseContext } from '../../context.ts'
import { isUuid, iso } from '../../parameters.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { type BillingAnswer, changeBilling } from './change-billing.ts'
import { endChanges, noted, selectOpen } from './scheduled-changes.ts'

/**
 * BILL-04: takes back a request, or calls off what is scheduled, until it is made. Needs `billing.buy`. Refused: what is not the
 * account's, or waits no longer (`not-found`).
 */
export function callOffChange(
  context: UseCaseContext,
  changeId: string,
): Promise<BillingAnswer<object, RefusalOf<'not-found'>>> {
  return changeBilling<object, RefusalOf<'not-found'>>(
    context,
    ['call-off-change', changeId],
    async ({ db, actor, now }) => {
      const open = isUuid(changeId)
        ? (await selectOpen(db, actor.accountId)).find(({ id }) => id === changeId)
        : undefined
      if (!open) return { kind: 'refuse', reason: 'not-found' }
      await endChanges(db, [open.id], 'cancelled', iso(now), signatureOf(actor).id)
      return {
        kind: 'done',
        action: 'billing.change-called-off',
        subjectId: open.id,
        before: noted([open]).after,
        after: noted([open]).before,
        result: {},
      }
    },
  )
}
