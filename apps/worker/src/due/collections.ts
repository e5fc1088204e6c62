import { nextCollectionAt } from '@seatkeeper/db'
import { collectAllDue } from '../collections/collect-due.ts'
import type { PaymentParts } from '../payments/payments-loop.ts'
import type { DueWork } from './due-work.ts'

/** BILL-07, PAY-03: issued invoices are charged, and tried again once a day until the grace deadline. */
export function collectionsDue(parts: PaymentParts): DueWork {
  return {
    name: 'collections',
    hasLoop: true,
    nextAt: (after) => nextCollectionAt(parts.em(), after),
    async run(upTo) {
      await collectAllDue(parts, upTo)
    },
  }
}
