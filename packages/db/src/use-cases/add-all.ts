import { randomUUIDv7 } from 'node:crypto'
import {
  type ClaimablePool,
  type Instant,
  type RefusalOf,
  type Role,
  type SeasonInPool,
  type SeatClaim,
  dayAt,
  decideNewcomer,
  decideSeatChange,
  normalizeEmail,
} from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { IdempotencyConflict } from '../faults.ts'
import { digestOf, iso, isUuid, randomPick } from '../parameters.ts'
import { contractEndedOn } from '../queries/ended-contract.ts'
import type { Db } from '../statement.ts'
import { actingMember, actingRole, claimablePoolOf, signatureOf, whyNot } from '../tenant-facts.ts'
import { AGAIN, changeInTenant, rollBackWith, untilDecided } from '../transaction.ts'
import { endTaken } from '../waiting-list/line.ts'
import { type AddFacts, lockStaffPool, readAddFacts, selectEarlier } from './add-facts.ts'
import type { AddUserRefusal, AddedUser, NewUser } from './add-user.ts'
import type { AddUsersDecision } from './add-users.ts'
import { type Choices, chooseSeasons } from './choose-seasons.ts'
import { type InsertedMembers, type MemberToInsert, insertMembers } from './insert-members.ts'
import { seasonsOf } from './seat-summary.ts'

type Refused = RefusalOf<AddUserRefusal>

/** A row that may be added, with what the rules decided. */
interface Addition {
  readonly input: NewUser
  readonly email: string
  readonly key: string
  readonly role: Role
  readonly take: readonly SeatClaim[]
  readonly seasons: readonly SeasonInPool[]
  readonly warnings: readonly 'overlapping-seasons'[]
  readonly lapsesAt: Instant | null
}

/** Adds one or many: facts, decide, claim and write; again when somebody else was quicker. */
export async function addAll(context: UseCaseContext, inputs: readonly NewUser[]): Promise<AddUsersDecision> {
  const requestHash = digestOf(['add-users', inputs])
  let tries = 0
  const answer = await untilDecided(() =>
    changeInTenant(context.em, context.actor, async (db) => {
      // A key that was used before breaks its own uniqueness when it is written; so it is looked up only then, or when
      // what it asked for has meanwhile become a reason to refuse.
      const earlier = tries++ > 0 ? await earlierResult(context, requestHash, db) : null
      if (earlier) return earlier
      const decision = await attempt(context, inputs, requestHash, db)
      if (decision === AGAIN || decision.kind === 'grant') return decision
      return (await earlierResult(context, requestHash, db)) ?? decision
    }),
  )
  return answer ?? refuseAll(inputs, { kind: 'refuse', reason: 'busy' })
}

async function attempt(
  context: UseCaseContext,
  inputs: readonly NewUser[],
  requestHash: Buffer,
  db: Db,
): Promise<AddUsersDecision | typeof AGAIN> {
  const { actor, now } = context
  if (inputs.some(({ type }) => type === 'staff')) await lockStaffPool(db, actor.accountId)
  const facts = await readFacts(context, inputs, db)
  if (!facts) return refuseAll(inputs, { kind: 'refuse', reason: 'not-found' })

  const role = actingRole(actor, facts.actorRole)
  // The least that adding anybody needs; what this very user needs is decided row by row.
  const refusal = whyNot(role, 'seasons.assign', facts.account, 'everything-else', now)
  if (refusal || role === null)
    return refuseAll(inputs, refusal ?? { kind: 'refuse', reason: 'not-permitted' })

  const additions = decide(inputs, facts, role, now)
  if ('rows' in additions) {
    const endedOn = facts.pools.length === 0 ? await contractEndedOn(db, actor.accountId, now) : null
    return endedOn === null
      ? { kind: 'refuse-rows', rows: additions.rows }
      : refuseAll(inputs, { kind: 'refuse', reason: 'contract-ended', endedOn })
  }

  const written = await write(context, additions.additions, facts, requestHash, db)
  const complete = written.claimed && written.members.length === inputs.length
  if (!complete) rollBackWith(AGAIN)
  if (facts.holdsSeats && actor.kind === 'member') await endTaken(db, actor.memberId, iso(now))
  if (facts.organizationKind === 'sandbox') {
    await chooseSeasons(db, context.actor, choicesOf(additions.additions, written.members), now)
  }
  return { kind: 'grant', users: usersOf(additions.additions.map(resultOf), written.members) }
}

async function readFacts(
  { actor, now }: UseCaseContext,
  inputs: readonly NewUser[],
  db: Db,
): Promise<AddFacts | undefined> {
  const emails = inputs.map(({ email }) => normalizeEmail(email))
  return readAddFacts(
    db,
    actor.accountId,
    actor.organizationId,
    actingMember(actor),
    emails.flatMap((email) => (email.kind === 'grant' ? [email.key] : [])),
    inputs.flatMap(({ permissionSetId }) =>
      permissionSetId && isUuid(permissionSetId) ? [permissionSetId] : [],
    ),
    [...new Set(inputs.map(({ type }) => type))],
    [...new Set(inputs.flatMap(({ seasonIds }) => seasonIds.filter(isUuid)))],
    inputs.length,
    iso(now),
    dayAt(now),
  )
}

/** Decides row by row, each on what the rows before it leave. */
function decide(
  inputs: readonly NewUser[],
  facts: AddFacts,
  role: Role,
  now: Instant,
):
  | { readonly additions: readonly Addition[] }
  | { readonly rows: readonly { row: number; refusal: Refused }[] } {
  const pools = new Map<string, ClaimablePool>(facts.pools.map((pool) => [pool.id, claimablePoolOf(pool)]))
  const inUse = new Set(facts.members.flatMap(({ emailKey, removed }) => (removed ? [] : [emailKey])))
  const additions: Addition[] = []
  const rows: { row: number; refusal: Refused }[] = []
  for (const [row, input] of inputs.entries()) {
    const addition = decideOne(input, facts, [...pools.values()], inUse, role, now)
    if ('reason' in addition) {
      rows.push({ row, refusal: addition })
      continue
    }
    additions.push(addition)
    inUse.add(addition.key)
    for (const { poolId } of addition.take) {
      const pool = pools.get(poolId)!
      if (pool.claimable !== null) pools.set(poolId, { ...pool, claimable: pool.claimable - 1 })
    }
  }
  return rows.length > 0 ? { rows } : { additions }
}

function decideOne(
  input: NewUser,
  facts: AddFacts,
  pools: readonly ClaimablePool[],
  inUse: ReadonlySet<string>,
  actorRole: Role,
  now: Instant,
): Addition | Refused {
  const address = normalizeEmail(input.email)
  if (address.kind === 'refuse') return address
  if (inUse.has(address.key)) return { kind: 'refuse', reason: 'duplicate-email' }
  if (
    input.permissionSetId !== null &&
    !facts.permissionSetIds.includes(input.permissionSetId.toLowerCase())
  ) {
    return { kind: 'refuse', reason: 'not-found' }
  }
  const role = decideNewcomer(actorRole, { type: input.type, role: input.role ?? 'member' })
  if (role.kind === 'refuse') return role

  const seasons = input.seasonIds.map((id) => pools.find(({ season }) => season?.id === id.toLowerCase())?.id)
  const known = seasons.filter((id) => id !== undefined)
  if (input.type === 'seasonal' && known.length < seasons.length)
    return { kind: 'refuse', reason: 'not-found' }
  const seats = decideSeatChange(
    { organization: facts.organizationKind, pools },
    // With another type any season is one too many, known or not.
    { kind: 'add', type: input.type, seasons: input.type === 'seasonal' ? known : input.seasonIds },
    now,
  )
  if (seats.kind === 'refuse') return seats
  const { take, seasons: chosen, warnings } = seats
  const signedUp = facts.members.some(({ emailKey, signedUp }) => signedUp && emailKey === address.key)
  const lapsesAt = signedUp ? null : seats.lapsesAt
  return {
    input,
    email: address.email,
    key: address.key,
    role: role.role,
    take,
    seasons: chosen,
    warnings,
    lapsesAt,
  }
}

async function write(
  { actor, now, idempotencyKey }: UseCaseContext,
  additions: readonly Addition[],
  { pools, holdsSeats }: AddFacts,
  requestHash: Buffer,
  db: Db,
): Promise<InsertedMembers> {
  const demand = new Map<string, { pool_id: string; need: number; start: number }>()
  const wishes: { pool_id: string; nth: number; email_key: string }[] = []
  const unlimited: { pool_id: string; email_key: string }[] = []
  const withoutLimit = new Set(pools.flatMap(({ id, mode }) => (mode === 'unlimited' ? [id] : [])))
  for (const { key, take } of additions) {
    for (const { poolId, kind } of take) {
      if (withoutLimit.has(poolId)) unlimited.push({ pool_id: poolId, email_key: key })
      // A staff seat is a number: the lock on its pool has arbitrated already.
      else if (kind !== 'staff') {
        const pool = demand.get(poolId) ?? { pool_id: poolId, need: 0, start: randomPick() }
        demand.set(poolId, pool)
        wishes.push({ pool_id: poolId, nth: ++pool.need, email_key: key })
      }
    }
  }
  const by = signatureOf(actor)
  const size = {
    // Too few free seats: the rest are those of lapsed invitations.
    takeOver: pools.some(({ id, free }) => free < (demand.get(id)?.need ?? 0)),
    unlimited: unlimited.length > 0,
  }
  const params: Parameters<ReturnType<typeof insertMembers>> = [
    db,
    JSON.stringify(additions.map((addition) => memberToInsert(addition))),
    // In the order of their identities, as everybody takes them.
    JSON.stringify([...demand.values()].sort((a, b) => (a.pool_id < b.pool_id ? -1 : 1))),
    JSON.stringify(wishes),
    wishes.length,
    JSON.stringify(unlimited),
    actor.organizationId,
    actor.accountId,
    by.kind,
    by.id,
    by.channel,
    idempotencyKey ?? null,
    requestHash,
    JSON.stringify({ results: additions.map(resultOf) }),
    iso(now),
    dayAt(now),
    holdsSeats ? actingMember(actor) : null,
  ]
  if (additions.length === 1 && wishes.length === 1 && !holdsSeats && !size.takeOver && !size.unlimited) {
    const [written] = await insertMembers({ ...size, one: true })(...params)
    if (written!.claimed) return written!
  }
  const [written] = await insertMembers({ ...size, one: false })(...params)
  return written!
}

function memberToInsert({ input, email, key, role, seasons, lapsesAt }: Addition): MemberToInsert {
  const { name, type, permissionSetId } = input
  return {
    id: randomUUIDv7(),
    invitation_id: randomUUIDv7(),
    email,
    email_key: key,
    name,
    type,
    role,
    permission_set_id: permissionSetId,
    lapses_at: lapsesAt === null ? null : iso(lapsesAt),
    why: 'added',
    after: {
      email,
      name,
      type,
      role,
      permissionSetId,
      seasons: seasonsOf({ seasons }),
    },
  }
}

/** SEAT-01: who is added to a sandbox takes no seat, so their seasons are noted beside. */
function choicesOf(additions: readonly Addition[], members: InsertedMembers['members']): Choices {
  const idByKey = new Map(members.map(({ id, emailKey }) => [emailKey, id]))
  return additions.map(({ key, seasons }) => ({ memberId: idByKey.get(key)!, seasons }))
}

/** What the idempotency record keeps of a row, beside what the database answers. */
interface KeptResult {
  readonly key: string
  readonly warnings: readonly 'overlapping-seasons'[]
  readonly lapsesAt: Instant | null
}

const resultOf = ({ key, warnings, lapsesAt }: Addition): KeptResult => ({ key, warnings, lapsesAt })

function usersOf(results: readonly KeptResult[], members: InsertedMembers['members']): readonly AddedUser[] {
  const byKey = new Map(members.map((member) => [member.emailKey, member]))
  return results.map(({ key, warnings, lapsesAt }) => {
    const { id, returned, signedUp } = byKey.get(key)!
    return { memberId: id, returned, warnings, lapsesAt: signedUp ? null : lapsesAt }
  })
}

async function earlierResult(
  { actor, idempotencyKey }: UseCaseContext,
  requestHash: Buffer,
  db: Db,
): Promise<AddUsersDecision | null> {
  if (idempotencyKey === undefined) return null
  const [row] = await selectEarlier(db, actor.organizationId, idempotencyKey)
  if (!row?.earlier) return null
  if (row.earlier.requestHash !== requestHash.toString('hex'))
    throw new IdempotencyConflict('The key belongs to another request')
  const { results, members } = row.earlier.result as {
    readonly results: readonly KeptResult[]
    readonly members: InsertedMembers['members']
  }
  return { kind: 'grant', users: usersOf(results, members) }
}

function refuseAll(inputs: readonly NewUser[], refusal: Refused): AddUsersDecision {
  return { kind: 'refuse-rows', rows: inputs.map((_, row) => ({ row, refusal })) }
}
