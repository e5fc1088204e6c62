import { type AskTaxes, nextBillingAt, runBilling } from '@seatkeeper/db'
import { taxesFor } from '@seatkeeper/payments'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/** BILL-04, BILL-06, BILL-08, BILL-11: invoices of periods, changes on their day, next terms, ends. Collecting comes after it. */
export function billingRunsDue({ database, log, taxService = null }: DueParts): DueWork {
  const ask: AskTaxes = async (question) => {
    const answer = await taxesFor(taxService, question)
    if (answer.error !== undefined) log.warn({ error: answer.error }, 'the tax service does not answer')
    return answer
  }
  return {
    name: 'billing runs',
    nextAt: (after) => nextBillingAt(database.worker(), after),
    async run(upTo) {
      const done = await runBilling(database.worker(), { upTo, ...(taxService && { ask }) })
      if (Object.values(done).some((count) => count > 0)) log.info(done, 'contracts were billed')
    },
  }
}
