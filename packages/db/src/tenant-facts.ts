import {
  type AccountFacts,
  type AccountStanding,
  type Area,
  type Instant,
  type PoolFacts,
  type PoolKind,
  type PoolMode,
  type RefusalOf,
  type Right,
  type Role,
  type Season,
  accountStanding,
  may,
  standingAllows,
} from '@seatkeeper/rules'
import type { Actor } from './context.ts'

/** How an account's facts come out of `ACCOUNT_FACTS`. */
export interface AccountRow {
  readonly overdueSince: Instant | null
  readonly graceDeadline: Instant | null
  readonly staff: { readonly used: number; readonly seats: number } | null
}

/** SQL: milliseconds of a moment, inside JSON, where the driver's parsers don't reach. */
export const epochMs = (moment: string): string => `(extract(epoch from ${moment}) * 1000)::bigint`

/**
 * SQL: the facts from which the standing of account `a` follows, as JSON. Enabled staff (classic policy) are counted in
 * the organizations in reach; a classic account has one.
 */
export const ACCOUNT_FACTS = /* sql */ `
jsonb_build_object(
  'overdueSince', ${epochMs('a.overdue_since')},
  'graceDeadline', ${epochMs('a.grace_deadline')},
  'staff', (
    select jsonb_build_object('seats', max(sp.staff_seats), 'used', (
      select count(*) from member sm
      where sm.account_id = a.id and sm.type = 'staff' and sm.removed_at is null and sm.deactivated_at is null
    ))
    from pool sp where sp.account_id = a.id and sp.kind = 'staff' having count(*) > 0
  )
)`

export function accountFactsOf(row: AccountRow): AccountFacts {
  const { overdueSince, graceDeadline, staff } = row
  return { overdue: overdueSince === null ? null : { since: overdueSince, graceDeadline }, staff }
}

/** How a pool comes out of the facts queries. */
export interface PoolRow {
  readonly id: string
  readonly kind: PoolKind
  readonly mode: PoolMode
  readonly season: Season | null
  readonly total: number
  readonly assigned: number
  readonly held: number
}

export function poolFactsOf({ season, ...pool }: PoolRow): PoolFacts {
  return season === null ? pool : { ...pool, season }
}

/** SQL: the season `s` as JSON, null where there is none. */
export const SEASON = /* sql */ `
case when s.id is not null then
  jsonb_build_object('id', s.id, 'name', s.name, 'firstDay', s.first_day, 'lastDay', s.last_day)
end`

/**
 * The role that counts: of a member the one that the database holds now, not the one that the session remembers; null
 * when they may not act any more. Vendor admins and jobs act with all rights of an owner.
 */
export function actingRole(actor: Actor, storedRole: Role | null): Role | null {
  switch (actor.kind) {
    case 'member':
      return storedRole
    case 'staff':
      return actor.staffRole === 'admin' ? 'owner' : null
    case 'job':
      return 'owner'
  }
}

/** SQL parameter for the stored role: the acting member, or null for staff and jobs. */
export function actingMember(actor: Actor): string | null {
  return actor.kind === 'member' ? actor.memberId : null
}

/** The two questions that every change asks first: has the actor the right, and does the account's standing allow it? */
export function whyNot(
  role: Role | null,
  right: Right,
  account: AccountRow,
  area: Area,
  now: Instant,
): RefusalOf<'not-permitted' | 'account-locked'> | null {
  if (role === null || !may(role, right)) return { kind: 'refuse', reason: 'not-permitted' }
  const standings: AccountStanding = accountStanding(accountFactsOf(account), now)
  return standingAllows(standings, area) ? null : { kind: 'refuse', reason: 'account-locked', standings }
}

/** Who is written into audit entries and assignments. */
export function signatureOf(actor: Actor): {
  readonly kind: Actor['kind']
  readonly id: string
  readonly channel: Actor['channel']
} {
  const id = actor.kind === 'member' ? actor.memberId : actor.kind === 'staff' ? actor.staffId : actor.job
  return { kind: actor.kind, id, channel: actor.channel }
}
