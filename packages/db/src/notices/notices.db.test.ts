import type { Instant } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
  testDay,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { editUser } from '../use-cases/edit-user.ts'
import { removeUser } from '../use-cases/remove-user.ts'
import { nextNoticesAt, queueDueNotices } from './queue-due-notices.ts'

const WALL = Date.now() as Instant
/** Midnight of the tests' today, so many days on. */
const midnight = (days: number) => Date.parse(testDay(days)) as Instant

let world: TestDatabase
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
})
beforeEach(async () => {
  // Each test has seasons of its own; what is due of another's is told first.
  await queueDueNotices(em(), { upTo: midnight(1_000), wallNow: WALL })
  await world.query('delete from outbox')
  account = await buildAccount(world.url, {
    seasons: [
      { name: 'Open', from: -5, to: 9, seats: 20 },
      { name: 'Next', from: 10, to: 19, seats: 20 },
      { name: 'Later', from: 30, to: 39, seats: 20 },
    ],
  })
  // What had opened before there was anybody is nobody's news.
  await queueDueNotices(em(), { upTo: TEST_NOW, wallNow: WALL })
})
afterAll(() => world.drop())

const em = () => world.database.worker()
const seasonIds = (...names: string[]) =>
  account.seasons.filter(({ name }) => names.includes(name)).map(({ id }) => id)
const add = (...names: string[]) => added(world.database, account, { seasonIds: seasonIds(...names) })
const run = (days: number) => queueDueNotices(em(), { upTo: midnight(days), wallNow: WALL })

async function notices(memberId: string): Promise<readonly string[]> {
  const rows = await world.query<{ line: string }>(
    `select concat_ws(' ', (n.due_at at time zone 'UTC')::date - $2::date, n.kind, o.state, o.note) as line
     from notice n join outbox o on o.id = n.id where n.member_id = $1 order by n.due_at, n.kind`,
    [memberId, testDay(0)],
  )
  return rows.map(({ line }) => line)
}

async function delivered(): Promise<void> {
  await world.query(`update outbox set state = 'delivered', done_at = now()`)
}

test('MAIL-02 MAIL-03 a season opens and closes: one notice each, however often anybody looks', async () => {
  const { memberId } = await add('Later')
  await delivered()
  expect(await run(29)).toEqual({ queued: 0, skipped: 0 })
  expect(await run(30)).toEqual({ queued: 1, skipped: 0 })
  expect(await run(30)).toEqual({ queued: 0, skipped: 0 })
  await run(40)
  await run(41)
  expect(await notices(memberId)).toEqual(['30 opened pending', '40 closed pending'])
})

test('D-16 back to back: continues at the seam, and closed once, at the end', async () => {
  const { memberId } = await add('Open', 'Next')
  await delivered()
  for (const day of [1, 10, 11, 20]) await run(day)
  expect(await notices(memberId)).toEqual(['10 continues pending', '20 closed pending'])
})

test('D-17 added while the season is open: the invitation says it, and no notice follows', async () => {
  const { memberId } = await add('Open')
  await run(1)
  expect(await notices(memberId)).toEqual([])
})

test('D-17 an invitation that still waits when the season opens will have the link: no second mail', async () => {
  const { memberId } = await add('Later')
  await run(30)
  expect(await notices(memberId)).toEqual([])
})

test('MAIL-07 whoever gets an open season later is told then', async () => {
  const { memberId } = await add('Later')
  await delivered()
  const edit = {
    memberId,
    name: 'User',
    type: 'seasonal',
    seasonIds: seasonIds('Open', 'Later'),
    permissionSetId: null,
    role: 'member',
  } as const
  const context = {
    em: world.database.tenant(),
    actor: account.owner,
    now: (TEST_NOW + 3_600_000) as Instant,
  }
  const asked = await editUser(context, edit)
  if (asked.kind !== 'confirm') throw new Error(asked.kind)
  await editUser(context, { ...edit, confirmed: asked.summary.digest })
  await run(1)
  expect(await notices(memberId)).toEqual(['0 opened pending'])
})

test('MAIL-04 a season given at the stroke of its opening, and seen only after it: told late, not never', async () => {
  const { memberId } = await add('Later')
  await delivered()
  await run(10)
  const edit = {
    memberId,
    name: 'User',
    type: 'seasonal',
    seasonIds: seasonIds('Next', 'Later'),
    permissionSetId: null,
    role: 'member',
  } as const
  const context = { em: world.database.tenant(), actor: account.owner, now: (midnight(10) - 50) as Instant }
  const asked = await editUser(context, edit)
  if (asked.kind !== 'confirm') throw new Error(asked.kind)
  await editUser(context, { ...edit, confirmed: asked.summary.digest })
  await run(11)
  expect(await notices(memberId)).toEqual(['10 opened pending'])
})

test('MAIL-04 a worker that was down over both: late where it helps, skipped with the reason where not', async () => {
  const { memberId } = await add('Next')
  await delivered()
  await run(25)
  expect(await notices(memberId)).toEqual(['10 opened skipped window-closed', '20 closed pending'])
})

test('MAIL-04 removed before: nothing wrong is sent; removed after it fell due: recorded as skipped', async () => {
  const before = await add('Later')
  const after = await add('Later')
  await delivered()
  const remove = (memberId: string, now: number) =>
    removeUser({ em: world.database.tenant(), actor: account.owner, now: now as Instant }, { memberId })
  await remove(before.memberId, midnight(20))
  await remove(after.memberId, midnight(30) + 60_000)
  await run(31)
  expect(await notices(before.memberId)).toEqual([])
  expect(await notices(after.memberId)).toEqual(['30 opened skipped member-gone'])
})

test('MAIL-04 a season that is moved is told at its new dates, the day that it had opened on or not', async () => {
  const { memberId } = await add('Later')
  await delivered()
  const move = (from: number, to: number) =>
    world.query('update season set first_day = $2, last_day = $3 where id = $1', [
      ...seasonIds('Later'),
      testDay(from),
      testDay(to),
    ])
  await move(32, 45)
  await run(30)
  expect(await notices(memberId)).toEqual([])
  await run(32)
  await delivered()
  // It ends sooner than it was told, and then goes on after all.
  await move(32, 33)
  await run(35)
  await delivered()
  await move(32, 50)
  await run(36)
  expect(await notices(memberId)).toEqual(['32 opened delivered', '34 closed delivered', '34 opened pending'])
})

test('ACC-05 while the account is locked nobody is told that they can sign in; when it lifts they are', async () => {
  const { memberId } = await add('Later')
  await delivered()
  const overdue = (since: number | null) =>
    world.query('update account set overdue_since = $2, grace_deadline = $2 where id = $1', [
      account.accountId,
      since === null ? null : new Date(since),
    ])
  await overdue(midnight(20))
  await run(30)
  await run(31)
  expect(await notices(memberId)).toEqual([])
  await overdue(null)
  await run(32)
  expect(await notices(memberId)).toEqual(['30 opened pending'])
})

test('MAIL-04 a member whose facts make no sense keeps nobody else waiting, is no secret, and is looked at again', async () => {
  const broken = await add('Next')
  const sound = await add('Later')
  await delivered()
  const nextEnds = (day: string) =>
    world.query('update season set last_day = $2 where id = $1', [...seasonIds('Next'), day])
  await nextEnds('infinity')
  for (let time = 1; time <= 2; time++) await expect(run(30)).rejects.toThrow('1 member')
  expect(await notices(sound.memberId)).toEqual(['30 opened pending'])
  await nextEnds(testDay(31))
  await run(31)
  expect(await notices(broken.memberId)).toEqual(['10 opened pending'])
})

test('MAIL-04 two workers at once: each notice once', async () => {
  const members = await Promise.all(Array.from({ length: 20 }, () => add('Later')))
  await delivered()
  const both = await Promise.all([run(30), run(30), run(30)])
  expect(both.reduce((sum, { queued }) => sum + queued, 0)).toBe(20)
  for (const { memberId } of members) expect(await notices(memberId)).toEqual(['30 opened pending'])
})

test('the next opening or closing after an instant', async () => {
  await buildAccount(world.url, { seasons: [{ name: 'Far', from: 60, to: 69, seats: 1 }] })
  expect(await nextNoticesAt(em(), (midnight(60) - 1) as Instant)).toBe(midnight(60))
  expect(await nextNoticesAt(em(), midnight(60))).toBe(midnight(70))
  expect(await nextNoticesAt(em(), midnight(70))).toBeNull()
})
