import {
  expiryOf,
  type Instant,
  noticeAtDelivery,
  type NoticeText,
  type SkipReason,
  type Window,
} from '@seatkeeper/rules'
import { NOTICE_MEMBER, type NoticeMemberRow, noticeFactsOf } from '../notices/member-facts.ts'
import type { Em } from '../orm.ts'
import { type Db, statement } from '../statement.ts'
import type { OutboxPayload } from './events.ts'

export type NoticeMail =
  | {
      readonly kind: 'send'
      readonly text: NoticeText
      readonly to: { readonly email: string; readonly name: string }
      readonly organization: { readonly name: string }
      /** What a sign-up link is made of, where the text wants one. */
      readonly invitation: { readonly id: string; readonly issue: number; readonly expiresAt: Instant } | null
      /** The reader's zone when known. */
      readonly timeZone: string | null
    }
  | { readonly kind: 'skip'; readonly reason: SkipReason }
  | { readonly kind: 'wait' }

interface MailRow extends NoticeMemberRow {
  readonly noticeId: string
  readonly opensAt: Instant
  readonly closesAt: Instant
  readonly email: string
  readonly name: string
  readonly organization: string
  readonly invitationId: string | null
  readonly issue: number | null
  readonly timeZone: string | null
}

const selectMails = statement<MailRow, [noticeIds: readonly string[]]>(/* sql */ `
select ${NOTICE_MEMBER}, n.id as "noticeId", n.opens_at as "opensAt", n.closes_at as "closesAt", m.email, m.name,
  o.name as organization, v.id as "invitationId", v.issue,
  (select p.time_zone from person p where p.email_key = m.email_key) as "timeZone"
from notice n
join member m on m.id = n.member_id
join organization o on o.id = m.organization_id
join account a on a.id = m.account_id
left join invitation v on v.member_id = m.id and v.withdrawn_at is null
where n.id = any($1::uuid[])
`)

/** The facts of these notices' mails as they stand at `now` (MAIL-02 – MAIL-04), in the order asked. One statement. */
export async function noticeMails(
  em: Em,
  payloads: readonly OutboxPayload<'notice'>[],
  now: Instant,
): Promise<readonly NoticeMail[]> {
  const rows = await selectMails(
    em.getKysely() as Db,
    payloads.map(({ noticeId }) => noticeId),
  )
  const byId = new Map(rows.map((row) => [row.noticeId, row]))
  return payloads.map(({ noticeId, kind }) => {
    const row = byId.get(noticeId)
    return row === undefined ? { kind: 'skip', reason: 'member-gone' } : mailOf(row, kind, now)
  })
}

function mailOf(row: MailRow, kind: OutboxPayload<'notice'>['kind'], now: Instant): NoticeMail {
  const window: Window = { opensAt: row.opensAt, closesAt: row.closesAt }
  const decision = noticeAtDelivery(noticeFactsOf(row), { kind, window }, now)
  if (decision.kind !== 'send') return decision
  const { email, name, organization, invitationId, issue, timeZone } = row
  return {
    kind: 'send',
    text: decision.text,
    to: { email, name },
    organization: { name: organization },
    invitation:
      invitationId === null || issue === null ? null : { id: invitationId, issue, expiresAt: expiryOf(row) },
    timeZone,
  }
}
