import { mayManage, decideNewcomer, decideRoleChange } from '../access/role-change.ts'
import { type Role, ROLES } from '../access/roles.ts'
import type { Refusal } from '../refusal.ts'
import { normalizeEmail } from '../member/email.ts'
import { seasonPhase } from '../season/window.ts'
import { decideSeatChange, type SeatOutcome, type SeatWish } from '../seat/change.ts'
import type { ClaimablePool, SeatFacts, SeatHolder, UserType } from '../seat/facts.ts'
import type { Instant } from '../time/instant.ts'

/** One row of a file, as text. What is left out was empty, or the file has no such column: it stays as it is. */
export interface ImportRow {
  /** Where it stands in the file, counted as people count. */
  readonly line: number
  readonly email: string
  readonly name?: string
  readonly type?: string
  /** By name. */
  readonly seasons?: readonly string[]
  /** By name; `none` takes it away. */
  readonly permissionSet?: string
  readonly role?: string
  /** What reading found wrong with the row already. */
  readonly fault?: 'too-many-cells' | 'bad-name'
}

/** What is wrong with the text of a row, before any rule is asked. */
export type ImportFault =
  | { readonly fault: 'too-many-cells' | 'bad-name' | 'name-missing' | 'type-missing' }
  | {
      readonly fault:
        'type-unknown' | 'season-unknown' | 'season-ambiguous' | 'permission-set-unknown' | 'role-unknown'
      readonly text: string
    }
  /** The same e-mail stands in an earlier line. */
  | { readonly fault: 'repeated'; readonly line: number }

export type RowRefusal = Refusal | ImportFault

/** Somebody who is here already, or was. */
export interface ImportMember {
  readonly memberId: string
  readonly name: string
  readonly type: UserType
  readonly role: Role
  readonly permissionSetId: string | null
  /** Those in which they hold a seat, closed ones included. */
  readonly seasonIds: readonly string[]
  readonly removed: boolean
  readonly holder: SeatHolder
}

export interface ImportFacts {
  readonly seats: SeatFacts<ClaimablePool>
  readonly actorRole: Role
  /** By the key of their e-mail. */
  readonly members: ReadonlyMap<string, ImportMember>
  readonly permissionSets: readonly { readonly id: string; readonly name: string }[]
}

interface Wanted {
  readonly name: string
  readonly type: UserType
  readonly seasonIds: readonly string[]
  readonly permissionSetId: string | null
  readonly role: Role
}

/** What a row would do if it were done now, after all rows before it. */
export type RowPlan =
  | {
      readonly kind: 'add'
      readonly email: string
      readonly wanted: Wanted
      readonly outcome: SeatOutcome
    }
  | {
      readonly kind: 'change'
      readonly memberId: string
      readonly wanted: Wanted
      readonly outcome: SeatOutcome
    }
  /** Everything is so already. */
  | { readonly kind: 'same'; readonly memberId: string }
  | { readonly kind: 'refuse'; readonly why: RowRefusal }

/**
 * USER-09: what a file would do, row by row, each on what the rows before it leave. An e-mail that is here is changed, any other
 * added; removed people come back (D-31). It grants no more than the use cases would: they decide anew when it is done.
 */
export function planImport(facts: ImportFacts, rows: readonly ImportRow[], now: Instant): readonly RowPlan[] {
  const pools = new Map(facts.seats.pools.map((pool) => [pool.id, pool]))
  const lines = new Map<string, number>()
  const count = (poolId: string, by: number) => {
    const pool = pools.get(poolId)
    if (pool && pool.claimable !== null) pools.set(poolId, { ...pool, claimable: pool.claimable + by })
  }
  return rows.map((row) => {
    const plan = planRow({ ...facts, seats: { ...facts.seats, pools: [...pools.values()] } }, row, lines, now)
    if (plan.kind === 'add' || plan.kind === 'change') {
      for (const { poolId } of plan.outcome.free) count(poolId, 1)
      for (const { poolId } of plan.outcome.take) count(poolId, -1)
    }
    return plan
  })
}

function planRow(facts: ImportFacts, row: ImportRow, lines: Map<string, number>, now: Instant): RowPlan {
  const refuse = (why: RowRefusal): RowPlan => ({ kind: 'refuse', why })
  if (row.fault) return refuse({ fault: row.fault })
  const address = normalizeEmail(row.email)
  if (address.kind === 'refuse') return refuse(address)
  const earlier = lines.get(address.key)
  if (earlier !== undefined) return refuse({ fault: 'repeated', line: earlier })
  lines.set(address.key, row.line)

  const found = facts.members.get(address.key)
  const member = found && !found.removed ? found : undefined
  const wanted = wantedOf(facts, row, member, now)
  if ('fault' in wanted) return refuse(wanted)
  return member === undefined
    ? planAdd(facts, address.email, wanted, now)
    : planChange(facts, member, wanted, now)
}

function planAdd(facts: ImportFacts, email: string, wanted: Wanted, now: Instant): RowPlan {
  const role = decideNewcomer(facts.actorRole, wanted)
  if (role.kind === 'refuse') return { kind: 'refuse', why: role }
  const outcome = decideSeatChange(facts.seats, { kind: 'add', ...wishOf(facts, wanted) }, now)
  return outcome.kind === 'refuse'
    ? { kind: 'refuse', why: outcome }
    : { kind: 'add', email, wanted, outcome }
}

function planChange(facts: ImportFacts, member: ImportMember, wanted: Wanted, now: Instant): RowPlan {
  const { memberId, holder } = member
  if (isSame(member, wanted)) return { kind: 'same', memberId }
  if (!mayManage(facts.actorRole, member.role)) {
    return { kind: 'refuse', why: { kind: 'refuse', reason: 'not-permitted' } }
  }
  const role = decideRoleChange(facts.actorRole, member.role, wanted.role)
  if (role.kind === 'refuse') return { kind: 'refuse', why: role }
  const change = { kind: 'edit', member: holder, ...wishOf(facts, wanted) } as const
  const outcome = decideSeatChange(facts.seats, change, now)
  return outcome.kind === 'refuse'
    ? { kind: 'refuse', why: outcome }
    : { kind: 'change', memberId, wanted, outcome }
}

function isSame(member: ImportMember, wanted: Wanted): boolean {
  const had = new Set(member.seasonIds)
  return (
    member.name === wanted.name &&
    member.type === wanted.type &&
    member.role === wanted.role &&
    member.permissionSetId === wanted.permissionSetId &&
    had.size === wanted.seasonIds.length &&
    wanted.seasonIds.every((id) => had.has(id))
  )
}

function wishOf({ seats }: ImportFacts, { type, seasonIds }: Wanted): SeatWish {
  const pools = seats.pools.filter(({ season }) => season && seasonIds.includes(season.id))
  return { type, seasons: pools.map(({ id }) => id) }
}

/** Reads the words of a row; what it leaves out stays as it is, or for somebody new has its usual value. */
function wantedOf(
  facts: ImportFacts,
  row: ImportRow,
  member: ImportMember | undefined,
  now: Instant,
): Wanted | ImportFault {
  const name = row.name ?? member?.name
  if (name === undefined) return { fault: 'name-missing' }
  const type = row.type === undefined ? member?.type : typeNamed(row.type)
  if (type === undefined) {
    return row.type === undefined ? { fault: 'type-missing' } : { fault: 'type-unknown', text: row.type }
  }
  const role = row.role === undefined ? (member?.role ?? 'member') : roleNamed(row.role)
  if (role === undefined) return { fault: 'role-unknown', text: row.role! }
  const permissionSetId =
    row.permissionSet === undefined
      ? (member?.permissionSetId ?? null)
      : setNamed(facts.permissionSets, row.permissionSet)
  if (permissionSetId === undefined) return { fault: 'permission-set-unknown', text: row.permissionSet! }
  // Who changes from seasonal to another type gives their seasons up without saying so.
  let seasonIds = type === 'seasonal' ? (member?.seasonIds ?? []) : []
  if (row.seasons !== undefined) {
    const found = seasonsNamed(facts.seats.pools, row.seasons, member?.seasonIds ?? [], now)
    if ('fault' in found) return found
    seasonIds = found.seasonIds
  }
  return { name, type, seasonIds, permissionSetId, role }
}

const TYPES: readonly UserType[] = ['full-time', 'collaborator', 'seasonal', 'staff']

/** Letters and digits alone: `Full time`, `full-time` and `FULLTIME` are one. */
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
const typeNamed = (text: string) => TYPES.find((type) => plain(type) === plain(text))
const roleNamed = (text: string) => ROLES.find((role) => plain(role) === plain(text))

const folded = (text: string): string => text.trim().normalize('NFC').toLowerCase()

function setNamed(sets: ImportFacts['permissionSets'], text: string): string | null | undefined {
  const [exact, ...others] = sets.filter(({ name }) => folded(name) === folded(text))
  if (exact && others.length > 0) return sets.find(({ name }) => name === text)?.id
  return exact ? exact.id : folded(text) === 'none' ? null : undefined
}

/**
 * Seasons by their names. Names come again year after year: one that the member holds is meant before any other, then the only
 * one that has not closed.
 */
function seasonsNamed(
  pools: readonly ClaimablePool[],
  names: readonly string[],
  held: readonly string[],
  now: Instant,
): { readonly seasonIds: readonly string[] } | ImportFault {
  const seasonIds = new Set<string>()
  for (const text of names) {
    const called = pools.flatMap(({ season }) =>
      season && folded(season.name) === folded(text) ? [season] : [],
    )
    if (called.length === 0) return { fault: 'season-unknown', text }
    const own = called.filter(({ id }) => held.includes(id))
    const living = called.filter((season) => seasonPhase(season, now) !== 'closed')
    const meant = [own, living, called].find((some) => some.length > 0)!
    if (meant.length > 1) return { fault: 'season-ambiguous', text }
    seasonIds.add(meant[0]!.id)
  }
  return { seasonIds: [...seasonIds] }
}
