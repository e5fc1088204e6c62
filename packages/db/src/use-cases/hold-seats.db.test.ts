import { randomUUID } from 'node:crypto'
import type { Instant } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../context.ts'
import { checkInvariants } from '../invariants/index.ts'
import { seasonalLimits } from '../queries/seasonal-limits.ts'
import { addUser } from './add-user.ts'
import { addUsers } from './add-users.ts'
import { holdSeats, releaseHold } from './hold-seats.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 20 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const minutes = (n: number) => (TEST_NOW + n * 60_000) as Instant

/** A season of so many seats, its owner, and an admin beside. */
async function scene(seats: number, options: Parameters<typeof buildAccount>[1] = {}) {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 5,
    seasons: [{ name: 'Rush', from: -1, to: 30, seats }],
    ...options,
  })
  const seasonId = account.seasons[0]!.id
  const { memberId } = await added(world.database, account, { type: 'full-time', role: 'admin' })
  const other: Actor = { ...account.owner, memberId, role: 'admin' }
  const as = (actor: Actor, now = TEST_NOW) => ({ em: world.database.tenant(), actor, now })
  const owner = (now = TEST_NOW) => as(account.owner, now)
  const admin = (now = TEST_NOW) => as(other, now)
  const hold = { type: 'seasonal', seasonIds: [seasonId], people: 1 } as const
  const someone = () => newUser({ type: 'seasonal', seasonIds: [seasonId] })
  const rush = async (now = TEST_NOW) => (await seasonalLimits(owner(now)))[0]!.availability
  return { account, owner, admin, seasonId, hold, someone, rush }
}

test('SEAT-11 a held seat counts as taken for everybody else, and comes free by itself after two minutes', async () => {
  const { owner, admin, hold, someone, rush } = await scene(1)
  expect(await holdSeats(owner(), { ...hold, holdId: randomUUID() })).toMatchObject({
    kind: 'grant',
    heldUntil: minutes(2),
    seats: [{ kind: 'seasonal', season: { name: 'Rush' } }],
  })
  expect(await rush()).toMatchObject({ assigned: 0, held: 1, remaining: 0 })
  expect(await addUser(admin(), someone())).toMatchObject({ reason: 'season-full' })
  expect(await holdSeats(admin(), { ...hold, holdId: randomUUID() })).toMatchObject({ reason: 'season-full' })
  expect(await rush(minutes(2))).toMatchObject({ held: 0, remaining: 1 })
  expect(await addUser(admin(minutes(2)), someone())).toMatchObject({ kind: 'grant' })
})

test('SEAT-11 whoever held it takes it over', async () => {
  const { owner, hold, someone, rush } = await scene(1)
  await holdSeats(owner(), { ...hold, holdId: randomUUID() })
  expect(await addUser(owner(minutes(1)), someone())).toMatchObject({ kind: 'grant' })
  expect(await rush(minutes(1))).toMatchObject({ assigned: 1, held: 0, remaining: 0 })
  expect(await addUser(owner(minutes(1)), someone())).toMatchObject({ reason: 'season-full' })
})

test('SEAT-11 the same hold again keeps its end; another one lets go of it', async () => {
  const { owner, admin, hold, someone, rush } = await scene(2)
  const holdId = randomUUID()
  const first = await holdSeats(owner(), { ...hold, holdId })
  expect(await holdSeats(owner(minutes(1)), { ...hold, holdId })).toEqual(first)
  expect(await holdSeats(owner(minutes(1)), { ...hold, holdId: randomUUID(), people: 2 })).toMatchObject({
    heldUntil: minutes(3),
  })
  expect(await rush(minutes(1))).toMatchObject({ held: 2, remaining: 0 })
  expect(await addUser(admin(minutes(1)), someone())).toMatchObject({ reason: 'season-full' })
})

test('SEAT-11 let go before its time, only by whoever holds it', async () => {
  const { owner, admin, hold, rush } = await scene(1)
  const holdId = randomUUID()
  await holdSeats(owner(), { ...hold, holdId })
  await releaseHold(admin(), { holdId })
  expect(await rush()).toMatchObject({ held: 1 })
  await releaseHold(owner(), { holdId })
  await releaseHold(owner(), { holdId })
  expect(await rush()).toMatchObject({ held: 0, remaining: 1 })
})

test('SEAT-11 for several people: all seats or none', async () => {
  const { owner, hold, someone, rush } = await scene(3)
  const holdId = randomUUID()
  expect(await holdSeats(owner(), { ...hold, holdId, people: 4 })).toMatchObject({ reason: 'season-full' })
  expect(await rush()).toMatchObject({ held: 0 })
  expect(await holdSeats(owner(), { ...hold, holdId, people: 3 })).toMatchObject({ kind: 'grant' })
  expect(await addUsers(owner(), [someone(), someone(), someone()])).toMatchObject({ kind: 'grant' })
  expect(await rush()).toMatchObject({ assigned: 3, held: 0 })
})

test('SEAT-11 the seat of a lapsed invitation can be held, and its history ends with the invitation', async () => {
  const { account, owner, hold } = await scene(0, { fullTimeSeats: 1 })
  const later = (TEST_NOW + 15 * 86_400_000) as Instant
  const wish = { ...hold, type: 'full-time', seasonIds: [], holdId: randomUUID() } as const
  expect(await holdSeats(owner(), wish)).toMatchObject({ reason: 'no-full-time-seat' })
  expect(await holdSeats(owner(later), wish)).toMatchObject({ kind: 'grant' })
  const rows = await world.query<{ ended_by: string }>(
    'select ended_by from seat_assignment where organization_id = $1 and ended_at is not null',
    [account.organizationId],
  )
  expect(rows).toEqual([{ ended_by: 'expiry' }])
})

test.each([
  ['an unknown season', { seasonIds: [randomUUID()] }, 'not-found'],
  ['no season', { seasonIds: [] }, 'season-required'],
  ['nobody', { people: 0 }, 'not-found'],
  ['too many people', { people: 1e6 }, 'not-found'],
  ['no number', { people: NaN }, 'not-found'],
  ['a forged identity', { holdId: 'x' }, 'not-found'],
])('SEAT-11 a hold for %s is refused', async (_, wrong, reason) => {
  const { owner, hold, rush } = await scene(1)
  expect(await holdSeats(owner(), { ...hold, holdId: randomUUID(), ...wrong })).toMatchObject({ reason })
  expect(await rush()).toMatchObject({ held: 0 })
})

test('SEAT-07 SEAT-11 twenty hold and add at once: never more than there are seats', async () => {
  const { account, owner, admin, hold, someone, rush } = await scene(4)
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, n) =>
      n % 2 === 0
        ? (await holdSeats(owner(), { ...hold, holdId: randomUUID(), people: 2 })).kind
        : (await addUser(admin(), someone())).kind,
    ),
  )
  const { assigned, held } = (await rush()) as { assigned: number; held: number }
  expect(assigned + held).toBeLessThanOrEqual(4)
  expect(assigned).toBe(answers.filter((kind, n) => n % 2 === 1 && kind === 'grant').length)
  const [row] = await world.query<{ seats: number }>(
    'select count(*)::int as seats from seat where pool_id = $1 and (holder_id is not null or hold_id is not null)',
    [account.seasons[0]!.poolId],
  )
  expect(row!.seats).toBe(assigned + held)
})
