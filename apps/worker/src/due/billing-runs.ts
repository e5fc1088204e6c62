import { type AskTaxes, nextBillingAt, noteBillingFaults, runBilling } from '@seatkeeper/db'
import { taxesFor, type TaxService } from '@seatkeeper/payments'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/** BILL-04, BILL-06, BILL-08, BILL-11: invoices of periods, changes on their day, next terms, ends. Collecting comes after it. */
export function billingRunsDue({ database, log, taxService = null }: DueParts): DueWork {
  let quietUntil = 0
  const ask: AskTaxes = async (question) => {
    // Ten thousand accounts do not wait ten thousand times for a service that is away.
    const away = performance.now() < quietUntil
    const answer = await taxesFor(away ? AWAY : taxService, question)
    if (answer.error !== undefined && !away) {
      quietUntil = performance.now() + TAX_PAUSE_MS
      log.warn(
        { error: answer.error },
        'the tax service does not answer: invoices wait for it, a day at most',
      )
    }
    return answer
  }
  const pauses = new AccountPauses()
  return {
    name: 'billing runs',
    nextAt: (after) => nextBillingAt(database.worker(), after),
    async run(upTo) {
      const mayBill = (accountId: string) => pauses.over(accountId)
      const { faults, ...done } = await runBilling(database.worker(), {
        upTo,
        mayBill,
        ...(taxService && { ask }),
      })
      for (const { accountId, cause } of faults) {
        const pause = pauses.begin(accountId)
        log.error({ err: cause, account: accountId, pause }, 'an account could not be billed')
      }
      await noteBillingFaults(database.worker(), faults, upTo)
      if (Object.values(done).some((count) => count > 0)) log.info(done, 'contracts were billed')
    },
  }
}

const TAX_PAUSE_MS = 30_000
const AWAY: TaxService = {
  estimateTax: async () => ({ kind: 'unknown', ours: false, error: 'It did not answer just now' }),
}

const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 15 * 60_000

/** An account that could not be billed is tried again ever less often, and keeps no other waiting. */
class AccountPauses {
  readonly #pauses = new Map<string, { readonly ms: number; readonly until: number }>()

  over(accountId: string): boolean {
    return performance.now() >= (this.#pauses.get(accountId)?.until ?? 0)
  }

  /** Gives how long it lasts. */
  begin(accountId: string): number {
    const before = this.#pauses.get(accountId)?.ms
    const ms = before === undefined ? FIRST_PAUSE_MS : Math.min(before * 2, LONGEST_PAUSE_MS)
    this.#pauses.set(accountId, { ms, until: performance.now() + ms })
    return ms
  }
}
