import { type Day, lastNight } from '@seatkeeper/rules'
import { reconcileAll } from '../reconciliation/reconcile-all.ts'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/**
 * PAY-09: each night our books, the roster and the processor are compared, and what is safe to repair is repaired. It looks at how things
 * stand when it runs, so nights that have passed meanwhile are not made up for, and a clock that is moved does not stop for them.
 */
export function reconciliationDue({ database, wallNow, log, payments }: DueParts): DueWork {
  let done: Day | null = null
  const parts = {
    em: () => database.worker(),
    gateway: payments?.gateway ?? null,
    wallNow,
    log,
    repair: true,
  }
  return {
    name: 'reconciliation',
    nextAt: async () => null,
    async run(upTo) {
      const night = lastNight(upTo)
      if (done === night) return
      const counts = await reconcileAll(parts, { night, now: upTo })
      if (counts === 'busy') return
      if (counts !== 'done') log.info({ night, ...counts }, 'our books and the processor’s were compared')
      done = night
    },
  }
}
