import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../invariants/index.ts'
import { seatsOverview } from '../queries/seats-overview.ts'
import { usersPage } from '../queries/users-page.ts'
import { addUser } from './add-user.ts'
import { deactivateUser } from './deactivate-user.ts'
import { removeUser } from './remove-user.ts'
import { type Successor, previewSwap, swapUser } from './swap-user.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 12 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const days = (n: number): Instant => (TEST_NOW + n * MS_PER_DAY) as Instant
let made = 0
const successor = () => ({ name: 'Nia New', email: `nia${++made}@example.com`, permissionSetId: null })

/** June and the full-time pool are taken to the last seat. */
async function scene() {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 1,
    seasons: [
      { name: 'Spring', from: -40, to: -10, seats: 5 },
      { name: 'June', from: -5, to: 10, seats: 1 },
      { name: 'July', from: 20, to: 40, seats: 3 },
    ],
  })
  const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
  const [spring, june, july] = account.seasons.map(({ id }) => id) as [string, string, string]
  const swap = async (memberId: string, wish: Partial<Successor> = {}, now = TEST_NOW) => {
    const preview = await previewSwap({ ...context, now }, memberId)
    if (preview.kind === 'refuse') return preview
    const confirmed = preview.summary.digest
    return swapUser({ ...context, now }, { ...successor(), ...wish, memberId, confirmed })
  }
  const people = async (now = TEST_NOW) => {
    const { rows } = await usersPage({ ...context, now }, {})
    return Object.fromEntries(
      rows
        .filter(({ role }) => role !== 'owner')
        .map(({ memberId, type, status, seasons }) => [
          memberId,
          [type, status, ...seasons.map(({ name }) => name)].join(' '),
        ]),
    )
  }
  const taken = async () => {
    const { counts, seasons } = await seatsOverview(context)
    return [...counts, ...seasons].map(({ availability }) => availability.assigned)
  }
  return { account, context, spring, june, july, swap, people, taken }
}

describe('swapping one person out for another', () => {
  test('SEAT-05 in one step, where every seat is taken, with the open and coming seasons', async () => {
    const { account, context, june, july, swap, people, taken } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june, july] })
    await world.query('update member set signed_up_at = now(), joined_at = now() where id = $1', [memberId])
    await world.query(
      `with p as (insert into person values (uuidv7(), $2, $2, 'S', 'x', 'UTC', 'en', now()) returning id)
       update member set person_id = (select id from p) where id = $1`,
      [memberId, `${memberId}@example.com`],
    )
    const before = await taken()
    const done = await swap(memberId)
    if (done.kind !== 'grant') throw new Error('refused')
    expect(await people()).toEqual({
      [memberId]: 'seasonal deactivated',
      [done.memberId]: 'seasonal invited June July',
    })
    expect(await taken()).toEqual(before)
    const trail = await world.query<{ action: string; subject: string; after: object }>(
      `select action, subject_id as subject, after from audit where organization_id = $1 order by at desc, id desc limit 2`,
      [account.organizationId],
    )
    expect(trail.map(({ action }) => action).sort()).toEqual(['user.added', 'user.swapped-out'])
    expect(trail.find(({ action }) => action === 'user.swapped-out')).toMatchObject({
      subject: memberId,
      after: { status: 'deactivated', successor: done.memberId },
    })
    const mails = await world.query(`select 1 from outbox where payload ->> 'memberId' = $1`, [done.memberId])
    expect(mails).toHaveLength(1)
    expect((await addUser(context, newUser({ seasonIds: [june] }))).kind).toBe('refuse')
  })

  test('SEAT-05 whoever never signed up loses the invitation; the new one has 14 days', async () => {
    const { account, context, swap, people } = await scene()
    const { memberId } = await added(world.database, account, {})
    const done = await swap(memberId, {}, days(10))
    if (done.kind !== 'grant') throw new Error('refused')
    expect(await people(days(23))).toEqual({ [done.memberId]: 'full-time invited' })
    expect(await addUser({ ...context, now: days(23) }, newUser())).toMatchObject({ kind: 'refuse' })
    expect((await addUser({ ...context, now: days(24) }, newUser())).kind).toBe('grant')
  })

  test('SEAT-05 the summary is confirmed as it stands; another one is asked for again', async () => {
    const { account, context, june, july } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june, july] })
    const preview = await previewSwap(context, memberId)
    const confirmed = preview.kind === 'grant' ? preview.summary.digest : ''
    const input = { ...successor(), memberId }
    expect(await swapUser(context, input)).toMatchObject({ kind: 'confirm', summary: { digest: confirmed } })
    // June has closed since.
    const later = { ...context, now: days(12) }
    expect(await swapUser(later, { ...input, confirmed })).toMatchObject({
      kind: 'confirm',
      summary: { takes: [{ season: { name: 'July' } }] },
    })
  })

  test('SEAT-05 refused: addresses, places without a seat, oneself, the owner, whoever may not', async () => {
    const { account, context, june, swap } = await scene()
    const { memberId, email } = await added(world.database, account, { seasonIds: [june] })
    expect(await swap(memberId, { email: 'no address' })).toMatchObject({ reason: 'invalid-email' })
    expect(await swap(memberId, { email: account.ownerEmail.toUpperCase() })).toMatchObject({
      reason: 'duplicate-email',
    })
    expect(await swap(memberId, { email })).toMatchObject({ reason: 'duplicate-email' })
    expect(await swap(memberId, { permissionSetId: account.accountId })).toMatchObject({
      reason: 'not-found',
    })
    expect(await swap(account.owner.memberId)).toMatchObject({ reason: 'not-permitted' })
    expect(await swap(account.accountId)).toMatchObject({ reason: 'not-found' })
    expect(await swap('x')).toMatchObject({ reason: 'not-found' })
    expect(await swap(memberId, {}, days(12))).toMatchObject({ reason: 'season-closed' })
    await deactivateUser(context, { memberId })
    expect(await swap(memberId)).toMatchObject({ reason: 'deactivated' })
    await removeUser(context, { memberId })
    expect(await swap(memberId)).toMatchObject({ reason: 'member-removed' })
    const manager = await added(world.database, account, { type: 'collaborator', role: 'user-manager' })
    const asManager = { ...context, actor: { ...account.owner, memberId: manager.memberId } }
    expect(await previewSwap(asManager, manager.memberId)).toMatchObject({ reason: 'not-permitted' })
    expect(await removeUser(asManager, manager)).toMatchObject({ reason: 'not-permitted' })
    expect(await deactivateUser(asManager, manager)).toMatchObject({ reason: 'not-permitted' })
  })

  test('D-31 whoever was removed before comes back as the same member', async () => {
    const { account, context, june, swap, people } = await scene()
    const gone = await added(world.database, account, { seasonIds: [june] })
    await removeUser(context, gone)
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    expect(await swap(memberId, { email: gone.email })).toMatchObject({ memberId: gone.memberId })
    expect(await people()).toEqual({ [gone.memberId]: 'seasonal invited June' })
  })

  test('SEAT-07 ten at once, and the same request twice: one successor', async () => {
    const { account, context, june, people } = await scene()
    const { memberId } = await added(world.database, account, { seasonIds: [june] })
    const preview = await previewSwap(context, memberId)
    const confirmed = preview.kind === 'grant' ? preview.summary.digest : ''
    const input = { ...successor(), memberId, confirmed }
    const keyed = { ...context, idempotencyKey: 'swap' }
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => swapUser(keyed, input)),
      ...Array.from({ length: 5 }, () => swapUser(context, { ...input, ...successor() })),
    ])
    const granted = answers.flatMap((answer) => (answer.kind === 'grant' ? [answer.memberId] : []))
    expect(new Set(granted).size).toBe(1)
    expect(Object.keys(await people())).toEqual([granted[0]])
    expect((await swapUser(keyed, input)).kind).toBe(answers[0]!.kind)
  })
})

describe('a contract that is over', () => {
  test('BILL-08 SEAT-08 nobody gets a seat, and everybody is told why', async () => {
    const { account, context, june } = await scene()
    await world.query(
      `update contract set cancelled_at = now(), cancelled_by = 'test' where account_id = $1`,
      [account.accountId],
    )
    const after = { ...context, now: days(200) }
    const endedOn = '2026-12-12'
    expect(await seatsOverview(context)).toMatchObject({ endedOn: null })
    expect(await seatsOverview(after)).toEqual({ counts: [], seasons: [], endedOn })
    const refusal = { kind: 'refuse', reason: 'contract-ended', endedOn }
    expect(await addUser(after, newUser())).toEqual(refusal)
    expect(await addUser(after, newUser({ seasonIds: [june] }))).toEqual(refusal)
    const { memberId } = await added(world.database, account)
    await deactivateUser(after, { memberId })
    const { reactivateUser } = await import('./reactivate-user.ts')
    expect(await reactivateUser(after, { memberId, seasonIds: [] })).toEqual(refusal)
  })
})
