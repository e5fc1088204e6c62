import { graceDeadline, type Instant, nextTryAt, reissuedDeadline } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'
import { lockMoney } from '../use-cases/billing/facts.ts'
import { refreshStanding } from '../use-cases/billing/refresh-standing.ts'
import { queueBillingNotice } from './queue-billing-notice.ts'

const ENDED = `('delivered', 'failed', 'unknown', 'skipped')`

const pending = statement<
  { readonly invoiceId: string; readonly accountId: string },
  [noticeIds: readonly string[] | null]
>(/* sql */ `
select n.invoice_id as "invoiceId", n.account_id as "accountId"
from invoice_collection n join outbox o on o.id = n.notice_id
where n.notice_delivered_at is null and n.state not in ('paid', 'void') and o.state in ${ENDED}
  and ($1::uuid[] is null or n.notice_id = any($1::uuid[]))
order by n.invoice_id
`)

const note = statement<
  { readonly committedAt: Instant; readonly nextTryAt: Instant | null },
  [invoiceId: string, at: string]
>(/* sql */ `
update invoice_collection set notice_delivered_at = $2::timestamptz
where invoice_id = $1::uuid and notice_delivered_at is null and state not in ('paid', 'void')
returning notice_committed_at as "committedAt", next_try_at as "nextTryAt"
`)

const tryOn = statement<never, [invoiceId: string, at: string]>(/* sql */ `
update invoice_collection set next_try_at = $2::timestamptz where invoice_id = $1::uuid and next_try_at is null
`)

/**
 * D-06: a declined notice has reached the mail server, or was refused for good: from now on its deadline counts. One that was
 * more than twelve hours late is issued anew with the later deadline, and the daily tries go on until then. `noticeIds`: those
 * that were just sent; left out, all of which it is not known yet (a worker that died in between). Business clock.
 */
export async function noteNoticesDelivered(
  em: Em,
  now: Instant,
  noticeIds: readonly string[] | null = null,
): Promise<number> {
  const rows = await pending(em.getKysely() as Db, noticeIds)
  for (const { invoiceId, accountId } of rows) {
    await inTransaction(em, async (db) => {
      await lockMoney(db, accountId)
      const [noted] = await note(db, invoiceId, iso(now))
      if (!noted) return
      const { committedAt, nextTryAt: planned } = noted
      const notice = { committedAt, deliveredAt: now }
      if (reissuedDeadline(notice) !== null) {
        await queueBillingNotice(db, { accountId, kind: 'card-declined-reissued', at: now, invoiceId })
        const next = nextTryAt(now, notice)
        if (planned === null && next !== null && next < graceDeadline(now))
          await tryOn(db, invoiceId, iso(next))
      }
      await refreshStanding(db, accountId, now)
    })
  }
  return rows.length
}
