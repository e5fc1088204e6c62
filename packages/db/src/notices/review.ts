import {
  accountStanding,
  dueNotices,
  type Instant,
  isOpenAt,
  mergeWindows,
  type Notice,
  type NoticeKind,
  seasonWindow,
  type SentNotice,
  type SkipReason,
  standingLocks,
} from '@seatkeeper/rules'
import { statement } from '../statement.ts'
import { epochMs } from '../tenant-facts.ts'
import { NOTICE_MEMBER, type NoticeMemberRow, noticeFactsOf } from './member-facts.ts'

/** A member with all that they were told so far. */
export interface ReviewedRow extends NoticeMemberRow {
  readonly invitedBy: { readonly at: Instant; readonly waiting: boolean } | null
  readonly sent: readonly {
    readonly kind: NoticeKind
    readonly at: Instant
    readonly opensAt: Instant
    readonly closesAt: Instant
    readonly skip: SkipReason | null
  }[]
}

export const readFacts = statement<ReviewedRow, [memberIds: readonly string[]]>(/* sql */ `
select ${NOTICE_MEMBER},
  (select jsonb_build_object('at', ${epochMs('v.sent_at')}, 'waiting', exists (
     select from outbox w where w.type = 'invitation' and w.state in ('pending', 'retry')
       and w.payload ->> 'memberId' = m.id::text))
   from invitation v where v.member_id = m.id) as "invitedBy",
  coalesce((
    select jsonb_agg(jsonb_build_object('kind', n.kind, 'at', ${epochMs('n.due_at')},
      'opensAt', ${epochMs('n.opens_at')}, 'closesAt', ${epochMs('n.closes_at')},
      'skip', case when o.state = 'skipped' then o.note end))
    from notice n left join outbox o on o.id = n.id
    where n.member_id = m.id
  ), '[]') as sent
from member m join account a on a.id = m.account_id
where m.id = any($1::uuid[])
`)

/** Facts to rules: what is due, and whether something more is as soon as the account's lock lifts. */
export function noticesFor(
  row: ReviewedRow,
  upTo: Instant,
): { readonly notices: readonly Notice[]; readonly withheld: boolean } {
  const { member, account } = noticeFactsOf(row)
  const sent: SentNotice[] = [
    invitationOf(row, upTo),
    ...row.sent.map(({ kind, at, skip, ...window }) => ({ memberId: member.id, kind, at, skip, window })),
  ]
  const notices = dueNotices({ members: [member], account }, sent, upTo)
  const locked = standingLocks(accountStanding(account, upTo))
  const withheld = locked && dueNotices({ members: [member] }, sent, upTo).length > notices.length
  return { notices, withheld }
}

/**
 * The invitation was queued by whoever added the member. One that still waits is made after this moment, so it will have the
 * link of a stay that is open now (D-17); one that a worker has in hand counts as of when it was asked for.
 */
export function invitationOf(row: ReviewedRow, upTo: Instant): SentNotice {
  const at = Math.max(row.invitedBy?.at ?? row.invitedAt, row.invitedAt) as Instant
  const made = row.invitedBy?.waiting ? upTo : at
  const stays = mergeWindows(row.seasons.filter(({ assignedAt }) => assignedAt <= made).map(seasonWindow))
  const window = row.invitedBy === null ? null : (stays.find((stay) => isOpenAt(stay, made)) ?? null)
  return { memberId: row.memberId, kind: 'invitation', at, window }
}
