import { type Instant, MS_PER_DAY, type MemberStatus } from '@seatkeeper/rules'
import { TEST_NOW, type TestDatabase, added, buildAccount, createTestDatabase } from '@seatkeeper/testkit'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Em } from '../orm.ts'
import { invitationToken } from '../invitation/token.ts'
import { acceptInvitation } from '../use-cases/accept-invitation.ts'
import { deactivateUser } from '../use-cases/deactivate-user.ts'
import { removeUser } from '../use-cases/remove-user.ts'
import { organizationsOf } from './memberships.ts'
import { seasonalLimits } from './seasonal-limits.ts'
import { seatCounts } from './seat-counts.ts'
import { seatsOverview } from './seats-overview.ts'
import { addUserForm, editUserForm } from './user-forms.ts'
import { type UsersPageParams, usersPage } from './users-page.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

const SECRET = 'secret'
const days = (n: number): Instant => (TEST_NOW + n * MS_PER_DAY) as Instant
const STATUSES = ['invited', 'invitation-expired', 'active', 'deactivated', 'removed'] as const

async function scene() {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 40,
    seasons: [
      { name: 'June', from: -5, to: 10, seats: 5 },
      { name: 'July', from: 20, to: 40, seats: 5 },
    ],
  })
  return { account, context: { em: world.database.tenant(), actor: account.owner, now: TEST_NOW } }
}

async function signUp(memberId: string): Promise<void> {
  const [row] = await world.query<{ id: string; issue: number }>(
    'select id, issue from invitation where member_id = $1',
    [memberId],
  )
  const token = invitationToken(SECRET, row!.id, row!.issue)
  const person = { kind: 'new', name: 'N', passwordHash: '-', timeZone: 'UTC', locale: 'en' } as const
  await acceptInvitation(
    { em: world.database.identity(), now: TEST_NOW, wallNow: TEST_NOW, secret: SECRET },
    { token, person },
  )
}

/** An entity manager that counts the statements sent through it, those of the transaction included. */
function counting(): { readonly em: Em; count: number } {
  const em = world.database.tenant()
  const counter = { em, count: 0 }
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      counter.count++
      return result
    },
  }
  const getKysely = em.getKysely.bind(em)
  em.getKysely = (() => getKysely().withPlugin(plugin)) as typeof em.getKysely
  return counter
}

describe('the users page', () => {
  test('USER-01 USER-05 SQL and rules agree on every status at every time', async () => {
    const { account, context } = await scene()
    const [june, july] = account.seasons.map(({ id }) => id) as [string, string]
    const active = await added(world.database, account)
    await signUp(active.memberId)
    await added(world.database, account)
    await added(world.database, account, { seasonIds: [june] })
    await added(world.database, account, { seasonIds: [june, july] })
    await deactivateUser(context, await added(world.database, account))
    await removeUser(context, await added(world.database, account))
    for (const now of [0, 9, 10.5, 11, 13.9, 14, 30, 41, 60].map(days)) {
      const seen = new Map<string, MemberStatus>()
      for (const status of STATUSES) {
        for (const row of (await usersPage({ ...context, now }, { status })).rows) {
          expect([row.status, seen.get(row.memberId)]).toEqual([status, undefined])
          seen.set(row.memberId, row.status)
        }
      }
      expect(seen.size).toBe(7)
    }
  })

  test('USER-01 search by parts of name and e-mail, whatever case and accents; wildcards are plain characters', async () => {
    const { account, context } = await scene()
    await added(world.database, account, { name: 'Zoë de Wit', email: 'z.dewit@example.com' })
    await added(world.database, account, { name: '100% Ann_a', email: 'anna@example.com' })
    const found = async (search: string) =>
      (await usersPage(context, { search })).rows.map(({ name }) => name)
    expect(await found('zoe WIT')).toEqual(['Zoë de Wit'])
    expect(await found('DEWIT@')).toEqual(['Zoë de Wit'])
    expect(await found('100%')).toEqual(['100% Ann_a'])
    expect(await found('n_a')).toEqual(['100% Ann_a'])
    expect(await found('%')).toEqual(['100% Ann_a'])
    expect(await found("'; drop table member --")).toEqual([])
    expect(await found('\0 \\')).toEqual([])
    expect(await found('   ')).toHaveLength(3)
  })

  test('USER-01 filters by type, season and status together', async () => {
    const { account, context } = await scene()
    const [june, july] = account.seasons.map(({ id }) => id) as [string, string]
    const both = await added(world.database, account, { seasonIds: [june, july] })
    await added(world.database, account, { seasonIds: [june] })
    const page = async (params: UsersPageParams) =>
      (await usersPage(context, params)).rows.map(({ memberId }) => memberId)
    expect(await page({ seasonId: july, type: 'seasonal', status: 'invited' })).toEqual([both.memberId])
    expect(await page({ seasonId: july, type: 'full-time' })).toEqual([])
    expect(await page({ seasonId: 'no-identity' })).toEqual([])
    expect(await page({ seasonId: june })).toHaveLength(2)
  })

  test.each(['name', '-name', 'email', '-email', 'last-sign-in', '-last-sign-in'] as const)(
    'USER-01 pages by %s: forwards and back, no row lost or twice',
    async (sort) => {
      const { account, context } = await scene()
      // Same names and no sign-in: the identity decides.
      for (let n = 0; n < 11; n++)
        await added(world.database, account, { name: n % 2 ? 'Same Name' : `Name ${n}` })
      const whole = (await usersPage(context, { sort, size: 100 })).rows.map(({ memberId }) => memberId)
      const forwards: string[][] = []
      let page = await usersPage(context, { sort, size: 5 })
      expect(page.previous).toBeNull()
      for (;;) {
        forwards.push(page.rows.map(({ memberId }) => memberId))
        if (page.next === null) break
        page = await usersPage(context, { sort, size: 5, cursor: page.next })
      }
      expect(forwards.flat()).toEqual(whole)
      for (const expected of forwards.slice(0, -1).toReversed()) {
        page = await usersPage(context, { sort, size: 5, cursor: page.previous! })
        expect(page.rows.map(({ memberId }) => memberId)).toEqual(expected)
      }
      expect(page.previous).toBeNull()
    },
  )

  test('a cursor that is none, or of another order, gives the first page', async () => {
    const { account, context } = await scene()
    for (let n = 0; n < 3; n++) await added(world.database, account)
    const first = await usersPage(context, { size: 2 })
    const ofOther = (await usersPage(context, { size: 2, sort: 'email' })).next!
    for (const cursor of [
      '',
      'x',
      'W10',
      ofOther,
      Buffer.from('["name",false,false,"a","no"]').toString('base64url'),
    ]) {
      expect((await usersPage(context, { size: 2, cursor })).rows).toEqual(first.rows)
    }
    expect(first.matches).toEqual({ count: 4, more: false })
  })

  test('a moment in a cursor that PostgreSQL could not read gives the first page', async () => {
    const { account, context } = await scene()
    for (let n = 0; n < 3; n++) await added(world.database, account)
    const params = { size: 2, sort: '-last-sign-in' } as const
    const first = await usersPage(context, params)
    const whole = JSON.parse(Buffer.from(first.next!, 'base64url').toString()) as string[]
    for (const moment of [
      '1 (x)',
      '2026',
      'June 2026',
      '2026-06-10',
      '+275760-09-13T00:00:00.000Z',
      '0000-01-01T00:00:00.000Z',
      'infinity',
    ]) {
      const parts = whole.map((part, i) => (i === 3 ? moment : part))
      const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url')
      expect((await usersPage(context, { ...params, cursor })).rows).toEqual(first.rows)
    }
  })
})

describe('forms', () => {
  test('SEAT-03 SEAT-04 USER-02 what can be chosen, with reasons', async () => {
    const account = await buildAccount(world.url, {
      fullTimeSeats: 0,
      seasons: [{ name: 'June', from: -5, to: 10, seats: 1 }],
    })
    const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
    const { memberId } = await added(world.database, account, { seasonIds: [account.seasons[0]!.id] })
    const form = await addUserForm(context)
    expect(form.types).toEqual([
      { type: 'full-time', choosable: false, reason: 'no-full-time-seat' },
      { type: 'collaborator', choosable: true },
      { type: 'seasonal', choosable: false, reason: 'season-full' },
    ])
    expect(form.seasons).toMatchObject([
      { season: { name: 'June' }, choosable: false, reason: 'season-full' },
    ])
    const edit = await editUserForm(context, memberId)
    expect(edit?.form.seasons).toMatchObject([{ held: true, choosable: true }])
    expect(edit?.member).toMatchObject({ type: 'seasonal', status: 'invited', manageable: true })
    expect(form.roles).toEqual(['billing-admin', 'admin', 'user-manager', 'team-lead', 'member'])
  })

  test('my access: the organizations of a person, with the seasons', async () => {
    const { account } = await scene()
    const [membership] = await organizationsOf(
      { em: world.database.identity(), now: TEST_NOW },
      account.owner.personId,
    )
    expect(membership).toMatchObject({ role: 'owner', status: 'active', access: { kind: 'grant' } })
  })
})

describe('at any size', () => {
  test(
    'USER-01 USER-06 a constant number of statements at 100, 10,000 and 100,000 members with their seats',
    { timeout: 180_000 },
    async () => {
      const { context, account } = await scene()
      const { memberId } = await added(world.database, account)
      type Context = Parameters<typeof usersPage>[0]
      const reads = {
        usersPage: (on: Context) => usersPage(on, { search: 'a', status: 'invited', sort: '-last-sign-in' }),
        seasonalLimits,
        seatCounts,
        addUserForm,
        seatsOverview,
        editUserForm: (on: Context) => editUserForm(on, memberId),
      }
      const counted = async () => {
        const counts: Record<string, number> = {}
        for (const [name, read] of Object.entries(reads)) {
          const counter = counting()
          await read({ ...context, em: counter.em })
          counts[name] = counter.count
        }
        return counts
      }
      const fill = (from: number, to: number) =>
        world.query(
          `with m as (insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
         select uuidv7(), $1, $2, 'm' || n || '@example.com', 'm' || n || '@example.com', 'Member ' || n, 'full-time',
           'member', now(), now() from generate_series($3::int, $4::int) n
           returning id)
         insert into seat (account_id, pool_id, kind, valid_from, holder_id)
         select p.account_id, p.id, p.kind, date '2026-01-01', m.id
         from pool p, m where p.account_id = $2 and p.kind = 'full-time'`,
          [account.organizationId, account.accountId, from, to],
        )
      await fill(1, 100)
      const small = await counted()
      await fill(101, 10_000)
      expect(await counted()).toEqual(small)
      await fill(10_001, 100_000)
      expect(await counted()).toEqual(small)
      expect(small).toEqual({
        usersPage: 4,
        seasonalLimits: 3,
        seatCounts: 3,
        addUserForm: 4,
        seatsOverview: 3,
        editUserForm: 5,
      })
      const page = await usersPage(context, {})
      expect(page.rows).toHaveLength(50)
      expect(page.matches).toEqual({ count: 1000, more: true })
    },
  )
})
