import {
  type AccessDecision,
  type Instant,
  type MemberFacts,
  type MemberStatus,
  type Phase,
  type Role,
  type Season,
  type UserType,
  decideAccess,
  memberStatus,
  seasonPhase,
} from '@seatkeeper/rules'
import { type AccountRow, accountFactsOf } from '../tenant-facts.ts'

/** A member as queries select it with `MEMBER_COLUMNS`. */
export interface MemberRow {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: UserType
  readonly role: Role
  readonly invitedAt: Instant
  readonly signedUpAt: Instant | null
  readonly joinedAt: Instant | null
  readonly lastSignInAt: Instant | null
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  /** Their seasons by first day: those in which they hold a seat, in a sandbox those chosen. */
  readonly seasons: readonly Season[]
}

/**
 * SQL: the pools of member `m` as rows: those in which they hold a seat, lapsed or not, and in a sandbox, where nobody takes
 * one (SEAT-01), those of the seasons chosen.
 */
export const POOLS_OF_MEMBER = /* sql */ `(
  select seat.pool_id from seat where seat.holder_id = m.id
  union all
  select choice.pool_id from season_choice choice where choice.member_id = m.id
)`

/** SQL: the same as JSON, without the seats whose invitation has lapsed by the moment that the parameter names. */
export const LIVE_POOLS = (now: string): string => /* sql */ `
coalesce((
  select jsonb_agg(live.pool_id) from (
    select seat.pool_id from seat
    where seat.holder_id = m.id and (seat.held_until is null or seat.held_until > ${now}::timestamptz)
    union all
    select choice.pool_id from season_choice choice where choice.member_id = m.id
  ) live
), '[]')`

/** SQL: the seasons of member `m`. */
export const HELD_SEASONS = /* sql */ `
coalesce((
  select jsonb_agg(
    jsonb_build_object('id', s.id, 'name', s.name, 'firstDay', s.first_day, 'lastDay', s.last_day)
    order by s.first_day, s.id)
  from ${POOLS_OF_MEMBER} held join pool p on p.id = held.pool_id join season s on s.id = p.season_id
), '[]')`

/** SQL: the columns of `MemberRow` for member `m`. */
export const MEMBER_COLUMNS = /* sql */ `
m.id as "memberId", m.name, m.email, m.type, m.role, m.invited_at as "invitedAt", m.signed_up_at as "signedUpAt",
m.joined_at as "joinedAt", m.last_signed_in_at as "lastSignInAt", m.deactivated_at as "deactivatedAt", m.removed_at as "removedAt",
case when m.type = 'seasonal' then ${HELD_SEASONS} else '[]' end as seasons`

export type SeasonWithPhase = Season & { readonly phase: Phase }

export interface Standing {
  readonly status: MemberStatus
  readonly access: AccessDecision
  readonly seasons: readonly SeasonWithPhase[]
  /** D-14: seasonal, and no open or coming season left. */
  readonly noSeason: boolean
}

/** What follows from a member's facts at an instant: computed here, never stored (CAL-03). */
export function standingOf(row: MemberRow, account: AccountRow, now: Instant): Standing {
  const member: MemberFacts = row
  const seasons = row.seasons.map((season) => ({ ...season, phase: seasonPhase(season, now) }))
  return {
    status: memberStatus(member, now),
    access: decideAccess({ member, account: accountFactsOf(account) }, now),
    seasons,
    noSeason: row.type === 'seasonal' && seasons.every(({ phase }) => phase === 'closed'),
  }
}
