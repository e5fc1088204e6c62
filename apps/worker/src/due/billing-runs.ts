import { nextBillingAt, runBilling } from '@seatkeeper/db'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/** BILL-04, BILL-06, BILL-08, BILL-11: invoices of periods, changes on their day, next terms, ends. Collecting comes after it. */
export function billingRunsDue({ database, log }: DueParts): DueWork {
  return {
    name: 'billing runs',
    nextAt: (after) => nextBillingAt(database.worker(), after),
    async run(upTo) {
      const done = await runBilling(database.worker(), { upTo })
      if (Object.values(done).some((count) => count > 0)) log.info(done, 'contracts were billed')
    },
  }
}
