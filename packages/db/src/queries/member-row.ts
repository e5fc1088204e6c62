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
  readonly joinedAt: Instant | null
  readonly lastSignInAt: Instant | null
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  /** Seasons in which they hold a seat, by first day. */
  readonly seasons: readonly Season[]
}

/** SQL: the seasons in which member `m` holds a seat. */
export const HELD_SEASONS = /* sql */ `
coalesce((
  select jsonb_agg(
    jsonb_build_object('id', s.id, 'name', s.name, 'firstDay', s.first_day, 'lastDay', s.last_day)
    order by s.first_day, s.id)
  from seat held join pool p on p.id = held.pool_id join season s on s.id = p.season_id
  where held.holder_id = m.id
), '[]')`

/** SQL: the columns of `MemberRow` for member `m`. */
export const MEMBER_COLUMNS = /* sql */ `
m.id as "memberId", m.name, m.email, m.type, m.role, m.invited_at as "invitedAt", m.joined_at as "joinedAt",
m.last_signed_in_at as "lastSignInAt", m.deactivated_at as "deactivatedAt", m.removed_at as "removedAt",
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
