import type { Instant, NoticeMember, SeasonDates, UserType } from '@seatkeeper/rules'
import { type AccountRow, ACCOUNT_FACTS, accountFactsOf, epochMs } from '../tenant-facts.ts'

/** A member as the rules of notices want them, with what `NOTICE_MEMBER` selects. */
export interface NoticeMemberRow {
  readonly memberId: string
  readonly organizationId: string
  readonly accountId: string
  readonly type: UserType
  readonly invitedAt: Instant
  readonly signedUpAt: Instant | null
  readonly joinedAt: Instant | null
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  readonly seasons: readonly ({
    readonly id: string
    readonly name: string
    readonly assignedAt: Instant
  } & SeasonDates)[]
  readonly account: AccountRow
}

/**
 * SQL: the columns of `NoticeMemberRow` for member `m` of account `a`. Of somebody who has gone, the seasons that they had until
 * then: what was due to them before is recorded as skipped.
 */
export const NOTICE_MEMBER = /* sql */ `
m.id as "memberId", m.organization_id as "organizationId", m.account_id as "accountId", m.type,
m.invited_at as "invitedAt", m.signed_up_at as "signedUpAt", m.joined_at as "joinedAt", m.deactivated_at as "deactivatedAt", m.removed_at as "removedAt",
case when m.type = 'seasonal' then coalesce((
  select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'firstDay', s.first_day, 'lastDay', s.last_day,
    'assignedAt', ${epochMs('h.assigned_at')}) order by s.first_day, s.id)
  from (
    select sa.pool_id, sa.started_at as assigned_at from seat_assignment sa
    where sa.member_id = m.id and (sa.ended_at is null or sa.ended_at in (m.removed_at, m.deactivated_at))
    union all
    select sc.pool_id, sc.chosen_at from season_choice sc where sc.member_id = m.id
  ) h
  join pool p on p.id = h.pool_id join season s on s.id = p.season_id
), '[]') else '[]' end as seasons,
${ACCOUNT_FACTS} as account`

export function noticeFactsOf(row: NoticeMemberRow) {
  const { memberId: id, type, seasons, invitedAt, signedUpAt, joinedAt, deactivatedAt, removedAt } = row
  const member: NoticeMember = {
    id,
    type,
    seasons,
    invitedAt,
    signedUpAt,
    joinedAt,
    deactivatedAt,
    removedAt,
  }
  return { member, account: accountFactsOf(row.account) }
}
