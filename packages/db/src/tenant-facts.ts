import {
  type AccountFacts,
  type AccountStanding,
  type Area,
  type ClaimablePool,
  type Instant,
  type Pool,
  type PoolFacts,
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
  readonly cardMissingFrom: Instant | null
  readonly endsAt: Instant | null
  readonly staff: { readonly used: number; readonly seats: number } | null
}

/** SQL: milliseconds of a moment, inside JSON, where the driver's parsers don't reach. */
export const epochMs = (moment: string): string => `(extract(epoch from ${moment}) * 1000)::bigint`

/** SQL: how many staff (classic policy) are enabled in the organizations in reach of an account; a classic one has one. */
export const enabledStaff = (account: string, except: string = 'null'): string => `(
  select count(*) from member sm
  where sm.account_id = ${account} and sm.type = 'staff' and sm.removed_at is null and sm.deactivated_at is null
    and sm.id is distinct from ${except}
)`

/** SQL: the facts from which the standing of account `a` follows, as JSON. */
export const ACCOUNT_FACTS = /* sql */ `
jsonb_build_object(
  'overdueSince', ${epochMs('a.overdue_since')},
  'graceDeadline', ${epochMs('a.grace_deadline')},
  'cardMissingFrom', ${epochMs('a.card_missing_from')},
  'endsAt', ${epochMs('a.access_ends_at')},
  'staff', (
    select jsonb_build_object('seats', max(sp.staff_seats), 'used', ${enabledStaff('a.id')})
    from pool sp where sp.account_id = a.id and sp.kind = 'staff' having count(*) > 0
  )
)`

export function accountFactsOf(row: AccountRow): AccountFacts {
  const { overdueSince, graceDeadline, cardMissingFrom, endsAt, staff } = row
  const overdue = overdueSince === null ? null : { since: overdueSince, graceDeadline }
  return { overdue, cardMissingFrom, endsAt, staff }
}

/**
 * SQL: does contract `c` run on a day? One that renews goes on until its next term is written, so that a billing run that is late
 * takes nobody's seats away; its pools are then the next term's (`use-cases/billing-runs`).
 */
export const runsOn = (contract: string, day: string): string => `(
  ${contract}.starts_on <= ${day}::date and (${contract}.ends_on > ${day}::date
    or ${contract}.renews and ${contract}.cancelled_at is null and ${contract}.ended_at is null))`

/** How a pool comes out of a facts query: with no season where it has none. */
type Row<P extends Pool> = Omit<P, 'season'> & { readonly season: Season | null }
export type PoolRow = Row<PoolFacts>
export type ClaimableRow = Row<ClaimablePool>

/** Without a season the rules want none, not null. */
function withSeason<P extends Pool>({ season, ...pool }: Row<P>): P {
  return (season === null ? pool : { ...pool, season }) as P
}

export const poolFactsOf = (row: PoolRow): PoolFacts => withSeason<PoolFacts>(row)
export const claimablePoolOf = (row: ClaimableRow): ClaimablePool => withSeason<ClaimablePool>(row)

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

/** SQL: the role that the database holds of the acting member of organization `o`; null when they may not act. */
export const storedRole = (member: string): string => `(
  select am.role from member am
  where am.id = ${member}::uuid and am.organization_id = o.id and am.removed_at is null and am.deactivated_at is null
)`

/** SQL: the result that the same idempotency key gave before in organization `o`, with what was asked then. */
export const earlierResult = (key: string): string => `(
  select jsonb_build_object('requestHash', encode(i.request_hash, 'hex'), 'result', i.result)
  from idempotency i where i.organization_id = o.id and i.key = ${key}::text
)`

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
