import { nextBillingNoticeAt, queueDueBillingNotices } from '@seatkeeper/db'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/** MAIL-05: what invoicing addresses are told of locks, wires, and of charges and renewals to come. Delivery sends it. */
export function billingNoticesDue({ database, log }: Pick<DueParts, 'database' | 'log'>): DueWork {
  return {
    name: 'billing notices',
    nextAt: (after) => nextBillingNoticeAt(database.worker(), after),
    async run(upTo) {
      const queued = await queueDueBillingNotices(database.worker(), upTo, (error, { accountId, kind }) =>
        log.error({ err: error, account: accountId, kind }, 'a billing notice could not be put out'),
      )
      if (queued > 0) log.info({ queued }, 'billing notices fell due')
    },
  }
}
