import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { apiKeyHash } from '../api-keys/token.ts'
import { checkInvariants } from '../invariants/index.ts'
import { meantMember } from '../queries/access-desk.ts'
import { createApiKey } from './create-api-key.ts'
import { deactivateUser } from './deactivate-user.ts'
import { editUser } from './edit-user.ts'
import { reportSignIns } from './report-sign-ins.ts'

const HOUR = 3_600_000
let world: TestDatabase
let account: TestAccount
let keyHash: Buffer
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await world.drop()
})
beforeEach(async () => {
  account = await buildAccount(world.url, {
    fullTimeSeats: 1,
    seasons: [
      { name: 'Summer', from: -5, to: 10, seats: 5 },
      { name: 'Autumn', from: 20, to: 40, seats: 5 },
    ],
  })
  const decision = await createApiKey(
    { ...tenant(), wallNow: TEST_NOW, secret: 'a secret of at least thirty-two characters' },
    { name: 'Product', scopes: ['sign-ins.report'], expiresAt: null },
  )
  if (decision.kind === 'refuse') throw new Error(decision.reason)
  keyHash = apiKeyHash(decision.token)!
})

const tenant = (now: Instant = TEST_NOW) => ({ em: world.database.tenant(), actor: account.owner, now })
const at = (hours: number) => (TEST_NOW + hours * HOUR) as Instant

/** Reports at `hours` after the tests' now, received at `now`; says each verdict in a word. */
async function report(sent: readonly (readonly [who: string, hours: number])[], now = at(100)) {
  const reports = sent.map(([who, hours]) => ({ member: meantMember(who), at: at(hours) }))
  const answer = await reportSignIns(
    { em: world.database.product(), now, wallNow: TEST_NOW },
    { keyHash, reports },
  )
  if (answer.key !== 'good') throw new Error(answer.key)
  return answer.verdicts.map((one) => (one.kind === 'grant' ? (one.joins ? 'joins' : 'counts') : one.reason))
}

const seasonal = (season = 0) => added(world.database, account, { seasonIds: [account.seasons[season]!.id] })

async function stateOf(memberId: string) {
  const [row] = await world.query<{ joined_at: Date | null; last_signed_in_at: Date | null }>(
    'select joined_at, last_signed_in_at from member where id = $1',
    [memberId],
  )
  const entries = await world.query<{ action: string }>(
    `select action from audit where subject_id = $1 and actor_kind = 'api-key' order by at`,
    [memberId],
  )
  const hours = (date: Date | null) => (date === null ? null : (date.getTime() - TEST_NOW) / HOUR)
  return {
    joined: hours(row!.joined_at),
    last: hours(row!.last_signed_in_at),
    audit: entries.map(({ action }) => action),
  }
}

test('ACC-06 the first makes the member active and their seat theirs for good', async () => {
  const { memberId, email } = await seasonal()
  expect(await report([[email, 1]])).toEqual(['joins'])
  expect(await stateOf(memberId)).toEqual({ joined: 1, last: 1, audit: ['user.first-signed-in'] })
  const [seat] = await world.query('select held_until from seat where holder_id = $1', [memberId])
  expect(seat).toEqual({ held_until: null })
})

test('ACC-06 late, twice and in any order: all end in the same facts', async () => {
  const orders = [
    [[1, 2, 3]],
    [[3], [1], [2]],
    [[2, 2], [3, 1], [2], [1]],
    [
      [3, 2, 1],
      [1, 2, 3],
    ],
  ]
  for (const batches of orders) {
    const { memberId } = await seasonal()
    for (const batch of batches) await report(batch.map((hours) => [memberId, hours]))
    expect(await stateOf(memberId)).toEqual({ joined: 1, last: 3, audit: ['user.first-signed-in'] })
  }
})

test('ACC-06 what access denied at its own instant changes nothing, and is written down once', async () => {
  const { memberId } = await seasonal(1)
  const early: [string, number] = [memberId, 1]
  expect(await report([early])).toEqual(['not-yet-open'])
  expect(await report([early, early])).toEqual(['not-yet-open', 'not-yet-open'])
  expect(await stateOf(memberId)).toEqual({ joined: null, last: null, audit: ['sign-in.refused'] })
})

test('ACC-06 seasons count as they were held at that instant, not as they are now', async () => {
  const { memberId, email } = await seasonal()
  const edit = {
    memberId,
    name: 'Moved',
    type: 'seasonal' as const,
    seasonIds: [account.seasons[1]!.id],
    permissionSetId: null,
    role: 'member' as const,
  }
  const asked = await editUser(tenant(at(10)), edit)
  const confirmed = asked.kind === 'confirm' ? asked.summary.digest : ''
  const moved = await editUser(tenant(at(10)), { ...edit, confirmed })
  expect(moved.kind).toBe('grant')
  expect(
    await report([
      [email, 11],
      [email, 9],
    ]),
  ).toEqual(['not-yet-open', 'joins'])
  expect(await stateOf(memberId)).toMatchObject({ joined: 9, last: 9 })
})

test('ACC-06 a sign-in from before a deactivation counts, one from after it does not', async () => {
  const { memberId } = await seasonal()
  await deactivateUser(tenant(at(10)), { memberId })
  expect(
    await report([
      [memberId, 9],
      [memberId, 10],
    ]),
  ).toEqual(['joins', 'deactivated'])
  expect(await stateOf(memberId)).toMatchObject({ joined: 9, last: 9 })
})

test('D-13 an invitation that ran out gives no seat back, one that was alive then does, unless it is taken', async () => {
  const days = 14 * 24
  const { memberId } = await added(world.database, account)
  expect(await report([[memberId, days]], at(days + 1))).toEqual(['invitation-expired'])
  // Reported after the end, completed before it, and the seat is still free.
  expect(await report([[memberId, days - 1]], at(days + 1))).toEqual(['joins'])

  const other = await buildAccount(world.url, { fullTimeSeats: 1 })
  account = other
  const made = await createApiKey(
    { ...tenant(), wallNow: TEST_NOW, secret: 'another secret of at least thirty-two chars' },
    { name: 'Product', scopes: ['sign-ins.report'], expiresAt: null },
  )
  keyHash = apiKeyHash(made.kind === 'grant' ? made.token : '')!
  const lapsed = await added(world.database, account)
  await added(world.database, account, {}, at(days + 1))
  expect(await report([[lapsed.memberId, days - 1]], at(days + 2))).toEqual(['invitation-expired'])
  expect(await stateOf(lapsed.memberId)).toMatchObject({ joined: null, last: null })
})

test('OPS-05 strangers and members of another organization are not there, and nothing of theirs changes', async () => {
  const other = await buildAccount(world.url)
  const before = await stateOf(other.owner.memberId)
  expect(
    await report([
      [other.owner.memberId, 1],
      [other.ownerEmail, 1],
      ['nobody@example.com', 1],
      ['?', 1],
    ]),
  ).toEqual(['not-found', 'not-found', 'not-found', 'not-found'])
  expect(await stateOf(other.owner.memberId)).toEqual(before)
})

test('ACC-06 a hundred at once for the same people end in one first sign-in each', async () => {
  const people = await Promise.all([seasonal(), seasonal(), seasonal()])
  const sent = Array.from({ length: 100 }, (_, n) => [people[n % 3]!.memberId, 1 + (n % 5)] as const)
  await Promise.all(Array.from({ length: 20 }, (_, n) => report(n % 2 === 0 ? sent : sent.toReversed())))
  for (const { memberId } of people) {
    expect(await stateOf(memberId)).toEqual({ joined: 1, last: 5, audit: ['user.first-signed-in'] })
  }
})

test('ACC-06 a report from before the member was added names nobody', async () => {
  const { memberId } = await seasonal()
  expect(await report([[memberId, (-2 * MS_PER_DAY) / HOUR]])).toEqual(['not-found'])
})
