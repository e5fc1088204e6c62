import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
} from '@seatkeeper/testkit'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { IdempotencyConflict } from '../faults.ts'
import { checkInvariants } from '../invariants/index.ts'
import { seasonalLimits } from '../queries/seasonal-limits.ts'
import { seatCounts } from '../queries/seat-counts.ts'
import { addUser } from './add-user.ts'
import { addUsers } from './add-users.ts'
import { deactivateUser } from './deactivate-user.ts'
import { removeUser } from './remove-user.ts'
import { withdrawInvitation } from './withdraw-invitation.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 20 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const days = (n: number): Instant => (TEST_NOW + n * MS_PER_DAY) as Instant

async function scene(options: Parameters<typeof buildAccount>[1] = {}) {
  const account = await buildAccount(world.url, options)
  const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
  const fullTime = async (now = TEST_NOW) => (await seatCounts({ ...context, now }))[0]!.availability
  return { account, context, fullTime, season: account.seasons[0]?.id ?? '' }
}

async function rowsOf(organizationId: string): Promise<Record<string, number>> {
  const [counts] = await world.query<Record<string, number>>(
    `select
      (select count(*)::int from member where organization_id = $1) as members,
      (select count(*)::int from seat_assignment where organization_id = $1) as assignments,
      (select count(*)::int from invitation where organization_id = $1) as invitations,
      (select count(*)::int from outbox where organization_id = $1) as outbox,
      (select count(*)::int from audit where organization_id = $1) as audit,
      (select count(*)::int from idempotency where organization_id = $1) as keys`,
    [organizationId],
  )
  return counts!
}

describe('adding a user', () => {
  test('SEAT-01 SEAT-09 USER-02 a seat is taken from the moment of saving, with all that belongs to it', async () => {
    const { account, context, fullTime } = await scene({ fullTimeSeats: 3 })
    const before = await rowsOf(account.organizationId)
    const decision = await addUser(
      { ...context, idempotencyKey: 'a' },
      newUser({ email: ' Ada@Example.com ' }),
    )
    expect(decision).toMatchObject({ kind: 'grant', returned: false, warnings: [], lapsesAt: days(14) })
    expect(await fullTime()).toMatchObject({ total: 3, assigned: 1, remaining: 2 })
    const after = await rowsOf(account.organizationId)
    for (const table of ['members', 'assignments', 'invitations', 'outbox', 'audit', 'keys']) {
      expect([table, after[table]! - before[table]!]).toEqual([table, 1])
    }
    const [mail] = await world.query('select type, payload from outbox where organization_id = $1', [
      account.organizationId,
    ])
    expect(mail).toMatchObject({ type: 'invitation', payload: { issue: 1, why: 'added' } })
  })

  test('SEAT-03 SEAT-08 D-37 a full season is refused by name and writes nothing', async () => {
    const { account, context, season } = await scene({
      seasons: [{ name: 'June', from: -5, to: 10, seats: 1 }],
    })
    await added(world.database, account, { seasonIds: [season] })
    const before = await rowsOf(account.organizationId)
    expect(await addUser(context, newUser({ seasonIds: [season] }))).toEqual({
      kind: 'refuse',
      reason: 'season-full',
      seasonId: season,
      season: 'June',
    })
    expect(await rowsOf(account.organizationId)).toEqual(before)
  })

  test('SEAT-06 all seasons or none: with one of two full nothing is written', async () => {
    const { account, context } = await scene({
      seasons: [
        { name: 'June', from: -5, to: 10, seats: 2 },
        { name: 'July', from: 20, to: 40, seats: 1 },
      ],
    })
    const [june, july] = account.seasons.map(({ id }) => id) as [string, string]
    await added(world.database, account, { seasonIds: [july] })
    const refused = await addUser(context, newUser({ seasonIds: [june, july] }))
    expect(refused).toMatchObject({ reason: 'season-full', season: 'July' })
    const limits = await seasonalLimits(context)
    expect(limits.map(({ availability }) => availability.assigned)).toEqual([0, 1])
  })

  test.each([
    ['a season that is over', { from: -20, to: -1 }, 'season-closed'],
    ['no season', null, 'season-required'],
  ])('SEAT-03 D-14 %s is refused', async (_, dates, reason) => {
    const { context, season } = await scene({ seasons: dates ? [{ name: 'Past', ...dates, seats: 1 }] : [] })
    const decision = await addUser(context, newUser({ type: 'seasonal', seasonIds: dates ? [season] : [] }))
    expect(decision).toMatchObject({ kind: 'refuse', reason })
  })

  test('SEAT-04 a type without a free seat is refused with its own reason', async () => {
    const { context } = await scene({ fullTimeSeats: 0, collaborators: 0 })
    expect(await addUser(context, newUser())).toEqual({ kind: 'refuse', reason: 'no-full-time-seat' })
    expect(await addUser(context, newUser({ type: 'collaborator' }))).toEqual({
      kind: 'refuse',
      reason: 'no-collaborator-seat',
    })
  })

  test('a season with another type, forged and foreign identities are refused', async () => {
    const { context, season } = await scene({ seasons: [{ name: 'June', from: -5, to: 10, seats: 1 }] })
    const foreign = await scene({ seasons: [{ name: 'Theirs', from: -5, to: 10, seats: 1 }] })
    expect(await addUser(context, newUser({ type: 'full-time', seasonIds: [season] }))).toMatchObject({
      reason: 'wrong-type-for-season',
    })
    for (const id of [foreign.season, 'no-identity', "'; drop table member"]) {
      expect(await addUser(context, newUser({ seasonIds: [id] }))).toEqual({
        kind: 'refuse',
        reason: 'not-found',
      })
      expect(await addUser(context, newUser({ permissionSetId: id }))).toEqual({
        kind: 'refuse',
        reason: 'not-found',
      })
    }
  })

  test('an e-mail that is senseless or in use is refused, whatever its spelling', async () => {
    const { account, context } = await scene()
    await added(world.database, account, { email: 'eve@example.com' })
    expect(await addUser(context, newUser({ email: ' EVE@Example.COM' }))).toEqual({
      kind: 'refuse',
      reason: 'duplicate-email',
    })
    expect(await addUser(context, newUser({ email: 'eve' }))).toEqual({
      kind: 'refuse',
      reason: 'invalid-email',
    })
  })

  test('D-31 who was removed is the same member again, with history', async () => {
    const { account, context, fullTime } = await scene({ fullTimeSeats: 1 })
    const { memberId, email } = await added(world.database, account)
    await removeUser(context, { memberId })
    expect(await fullTime()).toMatchObject({ assigned: 0 })
    const again = await addUser(context, newUser({ email: email.toUpperCase() }))
    expect(again).toMatchObject({ kind: 'grant', memberId, returned: true })
    const assignments = await world.query(
      'select ended_by from seat_assignment where member_id = $1 order by id',
      [memberId],
    )
    expect(assignments.map(({ ended_by }) => ended_by === null)).toEqual([false, true])
    const [invitation] = await world.query(
      'select issue, withdrawn_at from invitation where member_id = $1',
      [memberId],
    )
    expect(invitation).toEqual({ issue: 2, withdrawn_at: null })
  })

  test('D-15 overlapping seasons take a seat in each and warn', async () => {
    const { account, context } = await scene({
      seasons: [
        { name: 'June', from: -5, to: 10, seats: 2 },
        { name: 'Launch', from: 3, to: 8, seats: 2 },
      ],
    })
    const decision = await addUser(context, newUser({ seasonIds: account.seasons.map(({ id }) => id) }))
    expect(decision).toMatchObject({ kind: 'grant', warnings: ['overlapping-seasons'] })
    expect((await seasonalLimits(context)).map(({ availability }) => availability.assigned)).toEqual([1, 1])
  })

  test('D-19 SEAT-10 collaborators: counted, tied to the full-time number, without limit', async () => {
    const tied = await scene({ fullTimeSeats: 11, collaborators: { oneFor: 5 } })
    for (let n = 0; n < 2; n++) await added(world.database, tied.account, { type: 'collaborator' })
    expect(await addUser(tied.context, newUser({ type: 'collaborator' }))).toEqual({
      kind: 'refuse',
      reason: 'no-collaborator-seat',
    })
    const free = await scene({ collaborators: 'unlimited' })
    for (let n = 0; n < 3; n++) await added(world.database, free.account, { type: 'collaborator' })
    const { memberId } = await added(world.database, free.account, { type: 'collaborator' })
    expect((await seatCounts(free.context))[1]?.availability).toEqual({
      mode: 'unlimited',
      assigned: 4,
      held: 0,
    })
    await deactivateUser(free.context, { memberId })
    expect((await seatCounts(free.context))[1]?.availability).toEqual({
      mode: 'unlimited',
      assigned: 3,
      held: 0,
    })
  })

  test('SEAT-01 members of a sandbox take no seat', async () => {
    const { account, context, fullTime } = await scene({
      fullTimeSeats: 1,
      organizations: [{ name: 'Real' }, { name: 'Sand', kind: 'sandbox' }],
    })
    const sandbox = { ...account.owner, organizationId: account.organizationIds[1]! }
    const job = {
      kind: 'job',
      job: 'test',
      channel: 'job',
      organizationId: sandbox.organizationId,
      accountId: account.accountId,
    } as const
    await addUser({ ...context, actor: job }, newUser({ role: 'member' }))
    const decision = await addUser({ ...context, actor: job }, newUser())
    expect(decision.kind).toBe('grant')
    expect(await fullTime()).toMatchObject({ assigned: 0 })
    // A sandbox of members alone has no owner; that is this test's doing.
    await world.query(
      `update member set role = 'owner' where id = (select min(id::text)::uuid from member where organization_id = $1)`,
      [sandbox.organizationId],
    )
  })

  test('D-13 CAL-03 an expired invitation counts as free at once; the next claim takes it over and records the release', async () => {
    const { account, context, fullTime } = await scene({ fullTimeSeats: 1 })
    const { memberId } = await added(world.database, account)
    const justBefore = (days(14) - 1) as Instant
    expect(await addUser({ ...context, now: justBefore }, newUser())).toEqual({
      kind: 'refuse',
      reason: 'no-full-time-seat',
    })
    expect(await fullTime(justBefore)).toMatchObject({ remaining: 0 })
    expect(await fullTime(days(14))).toMatchObject({ remaining: 1, assigned: 0 })
    const taken = await addUser({ ...context, now: days(14) }, newUser())
    expect(taken.kind).toBe('grant')
    const [released] = await world.query(
      'select ended_by, ended_at from seat_assignment where member_id = $1',
      [memberId],
    )
    expect(released).toEqual({ ended_by: 'expiry', ended_at: new Date(days(14)) })
    expect(await fullTime(days(14))).toMatchObject({ remaining: 0, assigned: 1 })
  })

  test('D-40 the lapsed seat of another organization of the account is taken over as well', async () => {
    const { account, context } = await scene({
      fullTimeSeats: 1,
      organizations: [{ name: 'One' }, { name: 'Two' }],
    })
    await added(world.database, account)
    const other = {
      kind: 'job',
      job: 'test',
      channel: 'job',
      organizationId: account.organizationIds[1]!,
      accountId: account.accountId,
    } as const
    expect((await addUser({ ...context, actor: other, now: days(15) }, newUser())).kind).toBe('grant')
    await world.query(`update member set role = 'owner' where organization_id = $1`, [other.organizationId])
  })

  test('SEAT-09 a withdrawn invitation frees its seat', async () => {
    const { account, context, fullTime } = await scene({ fullTimeSeats: 1 })
    const { memberId } = await added(world.database, account)
    expect(await withdrawInvitation(context, { memberId })).toMatchObject({
      kind: 'grant',
      freed: [{ kind: 'full-time' }],
    })
    expect(await fullTime()).toMatchObject({ remaining: 1 })
  })

  test('USER-07 without the right nothing is added, and nobody gives more than they have', async () => {
    const { account, context } = await scene()
    const { memberId } = await added(world.database, account, { role: 'user-manager' })
    const manager = { ...context, actor: { ...account.owner, memberId, role: 'owner' as const } }
    expect((await addUser(manager, newUser())).kind).toBe('grant')
    expect(await addUser(manager, newUser({ role: 'admin' }))).toEqual({
      kind: 'refuse',
      reason: 'not-permitted',
    })
    const plain = await added(world.database, account)
    const member = { ...context, actor: { ...account.owner, memberId: plain.memberId } }
    expect(await addUser(member, newUser())).toEqual({ kind: 'refuse', reason: 'not-permitted' })
    expect(await addUser(context, newUser({ role: 'owner' }))).toEqual({
      kind: 'refuse',
      reason: 'not-permitted',
    })
  })

  test('USER-07 a session that remembers a role does not outlive the role', async () => {
    const { account, context } = await scene()
    const { memberId } = await added(world.database, account, { role: 'admin' })
    await deactivateUser(context, { memberId })
    const ghost = { ...context, actor: { ...account.owner, memberId } }
    expect(await addUser(ghost, newUser())).toEqual({ kind: 'refuse', reason: 'not-permitted' })
  })

  test('ACC-04 a locked account adds nobody', async () => {
    const { context } = await scene({ overdue: { since: days(-9), graceDeadline: days(-5) } })
    expect(await addUser(context, newUser())).toMatchObject({ kind: 'refuse', reason: 'account-locked' })
  })

  test('D-22 classic: staff seats are a number, and one more than there are is refused', async () => {
    const { context } = await scene({ staffSeats: 2 })
    const answers = await Promise.all(
      [1, 2, 3].map(() => addUser({ ...context, em: world.database.tenant() }, newUser({ type: 'staff' }))),
    )
    expect(answers.filter(({ kind }) => kind === 'grant')).toHaveLength(1)
    expect(answers.find(({ kind }) => kind === 'refuse')).toEqual({ kind: 'refuse', reason: 'no-staff-seat' })
  })
})

describe('the same request again', () => {
  test('SEAT-07 the same key with the same input gives the first result, also at the same moment', async () => {
    const { account, context, fullTime } = await scene({ fullTimeSeats: 5 })
    const user = newUser()
    const once = () => addUser({ ...context, em: world.database.tenant(), idempotencyKey: 'same' }, user)
    const [first, ...others] = await Promise.all(Array.from({ length: 12 }, once))
    expect(first?.kind).toBe('grant')
    for (const other of others) expect(other).toEqual(first)
    expect(await fullTime()).toMatchObject({ assigned: 1 })
    expect(await rowsOf(account.organizationId)).toMatchObject({ keys: 1, outbox: 1 })
  })

  test('the same key with other input is a bug, not a result', async () => {
    const { context } = await scene()
    await addUser({ ...context, idempotencyKey: 'k' }, newUser())
    await expect(addUser({ ...context, idempotencyKey: 'k' }, newUser())).rejects.toThrow(IdempotencyConflict)
  })

  test('SEAT-07 one person added 200 times at once is there once', async () => {
    const { context, fullTime } = await scene({ fullTimeSeats: 50 })
    const user = newUser()
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => addUser({ ...context, em: world.database.tenant() }, user)),
    )
    const reasons = answers.map((answer) => (answer.kind === 'grant' ? 'grant' : answer.reason))
    expect(reasons.filter((reason) => reason === 'grant')).toHaveLength(1)
    expect(reasons.filter((reason) => reason === 'duplicate-email')).toHaveLength(199)
    expect(await fullTime()).toMatchObject({ assigned: 1 })
  })
})

describe('many at once', () => {
  test('addUsers adds all in one transaction, seats and all', async () => {
    const { account, context, season } = await scene({
      fullTimeSeats: 20,
      seasons: [{ name: 'June', from: -5, to: 10, seats: 40 }],
    })
    const users = [
      ...Array.from({ length: 20 }, () => newUser()),
      ...Array.from({ length: 30 }, () => newUser({ seasonIds: [season] })),
    ]
    const decision = await addUsers({ ...context, idempotencyKey: 'bulk' }, users)
    expect(decision.kind === 'grant' && decision.users).toHaveLength(50)
    expect(await addUsers({ ...context, idempotencyKey: 'bulk' }, users)).toEqual(decision)
    expect((await seatCounts(context))[0]?.availability).toMatchObject({ assigned: 20 })
    expect((await seasonalLimits(context))[0]?.availability).toMatchObject({ assigned: 30 })
    expect(await rowsOf(account.organizationId)).toMatchObject({ outbox: 50, keys: 1 })
  })

  test('all or nothing: each faulty row says why, also when it is the rows before that leave no seat', async () => {
    const { account, context } = await scene({ fullTimeSeats: 2 })
    const before = await rowsOf(account.organizationId)
    const twice = newUser()
    const decision = await addUsers(context, [twice, newUser({ email: 'x' }), twice, newUser(), newUser()])
    expect(decision).toEqual({
      kind: 'refuse-rows',
      rows: [
        { row: 1, refusal: { kind: 'refuse', reason: 'invalid-email' } },
        { row: 2, refusal: { kind: 'refuse', reason: 'duplicate-email' } },
        { row: 4, refusal: { kind: 'refuse', reason: 'no-full-time-seat' } },
      ],
    })
    expect(await rowsOf(account.organizationId)).toEqual(before)
  })
})

test('SEAT-07 SEAT-08 a seat that others keep locked is busy: nobody came too often', async () => {
  const account = await buildAccount(world.url, { fullTimeSeats: 1 })
  const other = new Client({ connectionString: world.url })
  await other.connect()
  try {
    await other.query('begin')
    await other.query('select 1 from seat where account_id = $1 for update', [account.accountId])
    const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
    expect(await addUser(context, newUser())).toEqual({ kind: 'refuse', reason: 'busy' })
  } finally {
    await other.end()
  }
})
