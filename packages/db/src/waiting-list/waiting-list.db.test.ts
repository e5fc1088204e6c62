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
import { waitingList } from '../queries/waiting-list.ts'
import { addUser } from '../use-cases/add-user.ts'
import { editUser } from '../use-cases/edit-user.ts'
import { joinWaitingList } from '../use-cases/join-waiting-list.ts'
import { leaveWaitingList } from '../use-cases/leave-waiting-list.ts'
import { removeUser } from '../use-cases/remove-user.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 20 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const hours = (n: number) => (TEST_NOW + n * 3_600_000) as Instant

/** A full season of so many seats, and admins who may wait for one. */
async function scene(seats = 2) {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 10,
    seasons: [{ name: 'Rush', from: -1, to: 30, seats }],
  })
  const { owner } = account
  const seasonId = account.seasons[0]!.id
  const wish = () => newUser({ type: 'seasonal', seasonIds: [seasonId] })
  const holders: string[] = []
  for (let n = 0; n < seats; n++) {
    holders.push((await added(world.database, account, { type: 'seasonal', seasonIds: [seasonId] })).memberId)
  }
  const context = (actor: Actor, now = TEST_NOW) => ({ em: world.database.tenant(), actor, now })
  const admin = async (): Promise<Actor> => {
    const { memberId } = await added(world.database, account, { type: 'full-time', role: 'admin' })
    return { ...owner, memberId, role: 'admin' }
  }
  return {
    account,
    owner,
    seasonId,
    holders,
    admin,
    join: (actor: Actor, now = TEST_NOW, wants: 'seat' | 'news' = 'seat') =>
      joinWaitingList(context(actor, now), { seasonId, wants }),
    add: (actor: Actor, now = TEST_NOW) => addUser(context(actor, now), wish()),
    free: (n: number, now = TEST_NOW) => removeUser(context(owner, now), { memberId: holders[n]! }),
    leave: (actor: Actor, entryId: string, now = TEST_NOW) =>
      leaveWaitingList(context(actor, now), { entryId }),
    places: (actor: Actor, now = TEST_NOW) => waitingList(context(actor, now)),
    context,
    rush: async (now = TEST_NOW) => (await seasonalLimits(context(owner, now)))[0]!.availability,
  }
}

const mails = (organizationId: string) =>
  world.query<{ member: string }>(
    `select payload ->> 'memberId' as member from outbox where organization_id = $1 and type = 'waiting' order by id`,
    [organizationId],
  )

test('SEAT-12 the next seat that frees is held for whoever is first, with a deadline; they alone take it', async () => {
  const { account, owner, admin, join, add, free, places, rush } = await scene()
  const [first, second] = [await admin(), await admin()]
  expect(await join(first)).toMatchObject({ kind: 'grant', position: 1, offeredUntil: null })
  expect(await join(second, hours(1))).toMatchObject({ position: 2 })
  await free(0, hours(2))
  expect(await rush(hours(2))).toMatchObject({ assigned: 1, held: 1, remaining: 0 })
  expect(await mails(account.organizationId)).toEqual([{ member: (first as { memberId: string }).memberId }])
  expect(await places(first, hours(2))).toMatchObject([
    { own: true, position: null, offeredUntil: hours(26) },
    { own: false, position: 1, offeredUntil: null },
  ])
  for (const other of [owner, second])
    expect(await add(other, hours(3))).toMatchObject({ reason: 'season-full' })
  expect(await add(first, hours(3))).toMatchObject({ kind: 'grant' })
  expect(await places(first, hours(3))).toMatchObject([{ own: false, position: 1 }])
  expect(await rush(hours(3))).toMatchObject({ assigned: 2, held: 0 })
})

test('SEAT-12 a deadline that passes: the seat is owed to the next at once, and nobody gets in between', async () => {
  const { owner, admin, join, add, free, places } = await scene()
  const [first, second] = [await admin(), await admin()]
  await join(first)
  await join(second)
  await free(0)
  const late = hours(24)
  // No job has run: the offer is over, and the free seat is the second's.
  for (const other of [owner, first]) expect(await add(other, late)).toMatchObject({ reason: 'season-full' })
  // Whatever settles the line next offers it.
  expect(await join(owner, late)).toMatchObject({ position: 1 })
  expect(await places(second, late)).toMatchObject([
    { own: true, offeredUntil: hours(48) },
    { own: false, position: 1 },
  ])
  expect(await add(second, late)).toMatchObject({ kind: 'grant' })
  // Whoever let it pass may ask again, at the end.
  expect(await join(first, late)).toMatchObject({ kind: 'grant', position: 2 })
})

test('SEAT-12 a seat beyond the line is anybody’s', async () => {
  const { owner, admin, join, add, free } = await scene(3)
  const first = await admin()
  await join(first)
  await free(0)
  await free(1)
  expect(await add(owner)).toMatchObject({ kind: 'grant' })
  expect(await add(owner)).toMatchObject({ reason: 'season-full' })
  expect(await add(first)).toMatchObject({ kind: 'grant' })
})

test('SEAT-12 two free at once, three wait: the first two are offered, each one seat', async () => {
  const { account, admin, join, free, places, rush } = await scene()
  const admins = [await admin(), await admin(), await admin()]
  for (const [n, one] of admins.entries()) await join(one, (TEST_NOW + n) as Instant)
  await Promise.all([free(0, hours(1)), free(1, hours(1))])
  const list = await places(admins[0]!, hours(1))
  expect(list.filter(({ offeredUntil }) => offeredUntil !== null)).toHaveLength(2)
  expect(list.filter(({ position }) => position === 1)).toHaveLength(1)
  expect(await rush(hours(1))).toMatchObject({ assigned: 0, held: 2, remaining: 0 })
  const told = (await mails(account.organizationId)).map(({ member }) => member)
  expect(told.toSorted()).toEqual(
    admins
      .slice(0, 2)
      .map((one) => (one as { memberId: string }).memberId)
      .toSorted(),
  )
})

test('SEAT-07 SEAT-12 seats free while others add and join: nobody jumps the line, nothing is oversold', async () => {
  const { owner, admin, join, add, free, places, rush } = await scene(4)
  const waiting = [await admin(), await admin(), await admin()]
  for (const [n, one] of waiting.entries()) await join(one, (TEST_NOW + n) as Instant)
  const answers = await Promise.all([
    ...[0, 1, 2].map((n) => free(n, hours(1))),
    ...Array.from({ length: 12 }, () => add(owner, hours(1))),
  ])
  expect(answers.filter(({ kind }) => kind === 'grant')).toHaveLength(3)
  const list = await places(owner, hours(1))
  expect(list.every(({ offeredUntil }) => offeredUntil !== null)).toBe(true)
  expect(list).toHaveLength(3)
  expect(await rush(hours(1))).toMatchObject({ assigned: 1, held: 3, remaining: 0 })
})

test('SEAT-12 who leaves the line lets the next have it; a member who goes leaves all lines', async () => {
  const { owner, admin, join, free, leave, places, context } = await scene()
  const [first, second, third] = [await admin(), await admin(), await admin()]
  const place = await join(first)
  await join(second, hours(1))
  await join(third, hours(2))
  await free(0, hours(3))
  const entryId = place.kind === 'grant' ? place.entryId : ''
  expect(await leave(second, entryId, hours(4))).toMatchObject({ reason: 'not-found' })
  expect(await leave(first, entryId, hours(4))).toMatchObject({ kind: 'grant' })
  expect(await places(second, hours(4))).toMatchObject([
    { own: true, offeredUntil: hours(28) },
    { own: false, position: 1 },
  ])
  await removeUser(context(owner, hours(5)), { memberId: (second as { memberId: string }).memberId })
  expect(await places(third, hours(5))).toMatchObject([{ own: true, offeredUntil: hours(29) }])
})

test('SEAT-12 only to be told: once, when nobody waits for the seat itself', async () => {
  const { account, owner, admin, join, free, places } = await scene()
  const [curious, eager] = [await admin(), await admin()]
  await join(curious, TEST_NOW, 'news')
  await join(eager)
  await free(0)
  expect(await places(owner)).toHaveLength(2)
  await free(1)
  expect((await places(owner)).map(({ wants }) => wants)).toEqual(['seat'])
  expect(await mails(account.organizationId)).toHaveLength(2)
})

test('SEAT-12 asking twice keeps the place; a free seat is offered at once; an edit takes it, too', async () => {
  const { admin, join, free, places, context, holders, seasonId, owner } = await scene()
  const first = await admin()
  const place = await join(first)
  expect(await join(first, hours(1))).toEqual(place)
  await free(0, hours(2))
  const memberId = holders[1]!
  const edit = { memberId, name: 'N', seasonIds: [seasonId], permissionSetId: null, role: 'member' } as const
  // Already in the season: nothing is taken, so the offer stays.
  await editUser(context(first, hours(2)), { ...edit, type: 'seasonal' })
  expect(await places(first, hours(2))).toHaveLength(1)
  const { memberId: other } = await added(world.database, { owner }, { type: 'collaborator' })
  const asked = await editUser(context(first, hours(2)), { ...edit, memberId: other, type: 'seasonal' })
  if (asked.kind !== 'confirm') throw new Error(asked.kind)
  expect(
    await editUser(context(first, hours(2)), {
      ...edit,
      memberId: other,
      type: 'seasonal',
      confirmed: asked.summary.digest,
    }),
  ).toMatchObject({ kind: 'grant' })
  expect(await places(first, hours(2))).toEqual([])
})

test('SEAT-12 refused: no right, unknown, closed, a sandbox; and nothing of it shows to another account', async () => {
  const { account, owner, seasonId, join, places, context } = await scene()
  const member = { ...owner, memberId: (await added(world.database, account)).memberId } as Actor
  expect(await join(member)).toMatchObject({ reason: 'not-permitted' })
  expect(await join(owner, hours(24 * 40))).toMatchObject({ reason: 'season-closed' })
  const wish = { seasonId: 'x', wants: 'seat' } as const
  expect(await joinWaitingList(context(owner), wish)).toMatchObject({ reason: 'not-found' })
  await join(owner)
  const other = await scene()
  expect(await joinWaitingList(other.context(other.owner), { ...wish, seasonId })).toMatchObject({
    reason: 'not-found',
  })
  expect(await other.places(other.owner)).toEqual([])
  const [mine] = await places(owner)
  expect(await other.leave(other.owner, mine!.entryId)).toMatchObject({ reason: 'not-found' })
})
