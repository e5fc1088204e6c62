import { nextNoticesAt, queueDueNotices } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/** MAIL-02 – MAIL-04: what people are told when their seasons open, continue and close. Delivery sends it. */
export function noticesDue({ database, log, wallNow }: DueParts): DueWork {
  return {
    name: 'notices',
    nextAt: (after) => nextNoticesAt(database.worker(), after),
    async run(upTo: Instant) {
      const done = await queueDueNotices(database.worker(), { upTo, wallNow: wallNow() })
      if (done.queued + done.skipped > 0) log.info(done, 'notices fell due')
    },
  }
}
