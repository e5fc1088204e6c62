import { randomUUIDv7 } from 'node:crypto'
import { dueNotices, type Instant, nextNoticeAt, type Notice } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { noticeFactsOf } from './member-facts.ts'
import { reachBoundaries } from './queue-due-notices.ts'
import { invitationOf, readFacts, type ReviewedRow } from './review.ts'

const reviewed = statement<{ readonly memberId: string }, []>(/* sql */ `
delete from notice_review returning member_id as "memberId"
`)

const invitations = statement<
  {
    readonly memberId: string
    readonly invitationId: string
    readonly sentAt: Instant
    readonly bounced: boolean
  } & { readonly organizationId: string; readonly accountId: string },
  []
>(/* sql */ `
select v.member_id as "memberId", v.id as "invitationId", v.sent_at as "sentAt", v.bounced_at is not null as bounced,
  v.organization_id as "organizationId", v.account_id as "accountId"
from invitation v
where v.issue = 1 and not exists (
  select from outbox o where o.type = 'invitation' and o.payload ->> 'invitationId' = v.id::text)
`)

const insertPast = statement<never, [mails: string]>(/* sql */ `
with past as materialized (
  select * from jsonb_to_recordset($1::jsonb) as d(
    id uuid, organization_id uuid, account_id uuid, member_id uuid, type text, kind text,
    due_at timestamptz, opens_at timestamptz, closes_at timestamptz, payload jsonb, state text, note text)
), noted as (
  insert into notice (id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at)
  select id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at from past where type = 'notice'
)
insert into outbox (id, organization_id, account_id, type, payload, state, attempts, due_at, done_at, note, created_at)
select id, organization_id, account_id, type, payload, state, 1, due_at, due_at, note, due_at from past
`)

interface PastMail {
  readonly due_at: string
  readonly state: 'delivered' | 'failed'
  readonly [column: string]: unknown
}

/**
 * For data with a past, as a demo has: what was due before it was loaded counts as told at its time, so that the first
 * worker to start floods nobody with old news.
 */
export async function recordPastNotices(db: Db, now: Instant): Promise<void> {
  await reachBoundaries(db, iso(now))
  const members = await reviewed(db)
  const rows = await readFacts(db, [...new Set(members.map(({ memberId }) => memberId))])
  const mails: PastMail[] = rows.flatMap((row) => pastOf(row, now).map((notice) => noticeMail(row, notice)))
  for (const { memberId, invitationId, sentAt, bounced, organizationId, accountId } of await invitations(
    db,
  )) {
    mails.push({
      organization_id: organizationId,
      account_id: accountId,
      type: 'invitation',
      due_at: iso(sentAt),
      payload: { invitationId, issue: 1, memberId, why: 'added' },
      state: bounced ? 'failed' : 'delivered',
      note: bounced ? '550 No such user here' : null,
    })
  }
  mails.sort((a, b) => (a.due_at < b.due_at ? -1 : 1))
  // Lists show mails in the order of their identities.
  const ids = mails.map(() => randomUUIDv7()).toSorted()
  const identified = mails.map((mail, index) => {
    const id = ids[index]!
    const payload = mail.type === 'notice' ? { ...(mail.payload as object), noticeId: id } : mail.payload
    return { ...mail, id, payload }
  })
  await insertPast(db, JSON.stringify(identified))
}

/** Told at each instant as a worker would have done that was never late. */
function pastOf(row: ReviewedRow, now: Instant): readonly Notice[] {
  const facts = { members: [noticeFactsOf(row).member] }
  const told: Notice[] = []
  const sent = [invitationOf(row, row.invitedAt)]
  for (let at = nextNoticeAt(facts, row.invitedAt); at !== null && at <= now; at = nextNoticeAt(facts, at)) {
    told.push(...dueNotices(facts, [...sent, ...told], at).filter(({ skip }) => skip === null))
  }
  return told
}

function noticeMail(row: ReviewedRow, { kind, at, window }: Notice): PastMail {
  return {
    organization_id: row.organizationId,
    account_id: row.accountId,
    member_id: row.memberId,
    type: 'notice',
    kind,
    due_at: iso(at),
    opens_at: iso(window!.opensAt),
    closes_at: iso(window!.closesAt),
    payload: { memberId: row.memberId, kind },
    state: 'delivered',
    note: null,
  }
}
