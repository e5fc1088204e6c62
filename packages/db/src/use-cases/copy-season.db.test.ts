import {
  added,
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { crowd } from '@seatkeeper/testkit/crowd'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { seasonRoster } from '../queries/season-roster.ts'
import { seasonsPage } from '../queries/seasons-page.ts'
import { copySeason } from './copy-season.ts'
import { deactivateUser } from './deactivate-user.ts'
import { removeUser } from './remove-user.ts'

let world: TestDatabase
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())
beforeEach(async () => {
  account = await buildAccount(world.url, {
    seasons: [
      { name: 'Spring', from: -20, to: -5, seats: 9 },
      { name: 'Summer', from: 5, to: 20, seats: 3 },
      { name: 'Winter', from: 40, to: 60, seats: 9 },
    ],
  })
})

const [BEFORE, NOW] = [(TEST_NOW - 10 * MS_PER_DAY) as Instant, TEST_NOW]
const context = (now = NOW) => ({ em: world.database.tenant(), actor: account.owner, now })
const season = (name: string) => account.seasons.find((one) => one.name === name)!.id
const inSpring = async (...names: readonly string[]) => {
  const ids = new Map<string, string>()
  for (const name of names) {
    const { memberId } = await added(world.database, account, { name, seasonIds: [season('Spring')] }, BEFORE)
    ids.set(name, memberId)
  }
  return (name: string) => ids.get(name)!
}
/** Whoever never signed up has no seat any more once their season is over: there is nothing to add to. */
const signUp = (...ids: readonly string[]) =>
  world.query(`update member set signed_up_at = $2 where id = any($1)`, [ids, new Date(BEFORE)])
const copy = async (to = 'Summer') => {
  const answer = await copySeason(context(), { fromSeasonId: season('Spring'), toSeasonId: season(to) })
  if (answer.kind === 'refuse') return answer.reason
  return Object.fromEntries(answer.people.map(({ name, refusal }) => [name, refusal?.reason ?? 'copied']))
}
const names = async (seasonId: string, params: { idle?: boolean; cursor?: string; size?: number } = {}) =>
  (await seasonRoster(context(), { seasonId, ...params })).rows.map(({ name }) => name)

test('USER-13 the people of a past season get another, row by row by the rules of an edit, and nothing twice', async () => {
  const id = await inSpring('Ada', 'Bo', 'Cy', 'Dan', 'Eve', 'Fay', 'Gus')
  await signUp(...['Ada', 'Bo', 'Cy', 'Dan', 'Eve', 'Fay'].map(id))
  await removeUser(context(), { memberId: id('Bo') })
  await deactivateUser(context(), { memberId: id('Cy') })
  expect(await copy()).toEqual({
    Ada: 'copied',
    Bo: 'member-removed',
    Cy: 'no-seat-while-away',
    Dan: 'copied',
    Eve: 'copied',
    Fay: 'season-full',
    Gus: 'no-seat-while-away',
  })
  expect(await names(season('Summer'))).toEqual(['Ada', 'Dan', 'Eve'])
  expect(await copy()).toEqual({
    Bo: 'member-removed',
    Cy: 'no-seat-while-away',
    Fay: 'season-full',
    Gus: 'no-seat-while-away',
  })
  // Other seasons stay theirs.
  expect(await copy('Winter')).toMatchObject({ Ada: 'copied', Fay: 'copied' })
  expect(await names(season('Summer'))).toEqual(['Ada', 'Dan', 'Eve'])
  const notes = await world.query(
    `select 1 from audit where organization_id = $1 and action = 'user.edited'`,
    [account.organizationId],
  )
  expect(notes).toHaveLength(7)
})

test('USER-13 nobody is given a season that is over, and whoever may not manage users copies nobody', async () => {
  await signUp((await inSpring('Ada'))('Ada'))
  expect(await copy('Spring')).toBe('not-found')
  const late = { ...context((NOW + 30 * MS_PER_DAY) as Instant) }
  const ids = { fromSeasonId: season('Spring'), toSeasonId: season('Summer') }
  expect(await copySeason(late, ids)).toMatchObject({ people: [{ refusal: { reason: 'season-closed' } }] })
  await world.query(`update member set role = 'team-lead' where id = $1`, [account.owner.memberId])
  expect(await copy()).toBe('not-permitted')
})

test('OPS-05 USER-13 a season of another account is not there', async () => {
  const other = await buildAccount(world.url, { seasons: [{ name: 'Theirs', from: 5, to: 9, seats: 3 }] })
  const theirs = other.seasons[0]!.id
  const mine = season('Spring')
  const nothing = { kind: 'refuse', reason: 'not-found' }
  expect(await copySeason(context(), { fromSeasonId: mine, toSeasonId: theirs })).toEqual(nothing)
  expect(await copySeason(context(), { fromSeasonId: theirs, toSeasonId: mine })).toEqual(nothing)
  expect(await names(theirs)).toEqual([])
})

test('USER-13 a past season keeps its people, who left since too; its fill and idle seats are counted', async () => {
  const id = await inSpring('Ada', 'Bo', 'Cy')
  await signUp(id('Ada'))
  await removeUser(context(), { memberId: id('Bo') })
  expect(await names(season('Spring'))).toEqual(['Ada', 'Bo', 'Cy'])
  expect(await names(season('Spring'), { idle: true })).toEqual(['Cy'])
  const lines = await seasonsPage(context())
  expect(lines.map(({ season: { name }, phase, people, idle }) => [name, phase, people, idle])).toEqual([
    ['Spring', 'closed', 3, 1],
    ['Summer', 'upcoming', 0, 0],
    ['Winter', 'upcoming', 0, 0],
  ])
  expect(lines[0]!.availability).toMatchObject({ total: 9, assigned: 2 })
})

test('USER-13 a roster is paged forwards and back', async () => {
  await inSpring('Ada', 'Bo', 'Cy', 'Di', 'Ed')
  const at = (cursor?: string) =>
    seasonRoster(context(), { seasonId: season('Spring'), size: 2, ...(cursor && { cursor }) })
  const first = await at()
  const second = await at(first.next!)
  const third = await at(second.next!)
  const back = await at(third.previous!)
  const start = await at(back.previous!)
  expect([first, second, third, back, start].map(({ rows }) => rows.map(({ name }) => name))).toEqual([
    ['Ada', 'Bo'],
    ['Cy', 'Di'],
    ['Ed'],
    ['Cy', 'Di'],
    ['Ada', 'Bo'],
  ])
  expect([first.previous, third.next, start.previous]).toEqual([null, null, null])
})

test('USER-13 more people than fit into one go: going on comes to everybody once, until the season is full', async () => {
  const many = await buildAccount(world.url, {
    seasons: [
      { name: 'Spring', from: -5, to: 10, seats: 120 },
      { name: 'Summer', from: 20, to: 40, seats: 115 },
    ],
  })
  const [spring, summer] = many.seasons
  await crowd(world.url, many, { poolId: spring!.poolId, count: 120 })
  const as = { ...context(), actor: many.owner }
  const go = async (after: string | null) => {
    const answer = await copySeason(as, { fromSeasonId: spring!.id, toSeasonId: summer!.id, after })
    if (answer.kind === 'refuse') throw new Error(answer.reason)
    return answer
  }
  const first = await go(null)
  const second = await go(first.after)
  const again = await go(null)
  expect([first, second, again].map(({ people }) => people.length)).toEqual([100, 20, 5])
  expect([first.after === null, second.after, again.after]).toEqual([false, null, null])
  const refused = [...first.people, ...second.people].filter(({ refusal }) => refusal !== null)
  expect(new Set(refused.map(({ refusal }) => refusal!.reason))).toEqual(new Set(['season-full']))
  expect(again.people.map(({ memberId }) => memberId)).toEqual(refused.map(({ memberId }) => memberId))
  const lines = await seasonsPage(as)
  expect(lines.find(({ season }) => season.id === summer!.id)).toMatchObject({
    people: 115,
    availability: { remaining: 0 },
  })
})
