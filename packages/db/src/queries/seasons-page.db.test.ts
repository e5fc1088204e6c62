import { buildAccount, createTestDatabase, TEST_NOW, type TestDatabase } from '@seatkeeper/testkit'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seasonRoster } from './season-roster.ts'
import { seasonsPage } from './seasons-page.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

const SEASONS = 100
const PEOPLE = 50

test('USER-13 100 seasons with 5,000 assignments: as many statements as for one, each season with its fill', async () => {
  const account = await buildAccount(world.url, {
    seasons: Array.from({ length: SEASONS }, (_, n) => ({
      name: `Season ${n}`,
      from: -170 + 3 * n,
      to: -165 + 3 * n,
      seats: PEOPLE,
    })),
  })
  await world.query(
    `with people as (
       insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
       select uuidv7(), $1, $2, mail, mail, 'User ' || n, 'seasonal', 'member', $3, $3
       from generate_series(1, $4::int) n cross join lateral (select 'user' || n || '@example.com' as mail) m
       returning id
     ), numbered as (select id, row_number() over () as nth from people
     ), free as (
       select s.id, s.pool_id, row_number() over (partition by s.pool_id) as nth
       from seat s join pool p on p.id = s.pool_id where p.account_id = $2 and p.kind = 'seasonal'
     ), held as (
       update seat s set holder_id = n.id from free f join numbered n using (nth) where s.id = f.id
       returning s.id, s.pool_id, s.holder_id
     )
     insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
     select $2, $1, pool_id, id, holder_id, $3, 'vendor' from held`,
    [account.organizationId, account.accountId, new Date(TEST_NOW - 86_400_000), PEOPLE],
  )
  await world.query('analyze')
  const em = world.database.tenant()
  let count = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      count++
      return result
    },
  }
  const getKysely = em.getKysely.bind(em)
  em.getKysely = (() => getKysely().withPlugin(plugin)) as typeof em.getKysely
  const context = { em, actor: account.owner, now: TEST_NOW }
  const began = performance.now()
  const lines = await seasonsPage(context)
  expect(performance.now() - began).toBeLessThan(1_500)
  // The transaction's own two, the people, the seats.
  expect(count).toBe(4)
  expect(lines).toHaveLength(SEASONS)
  expect(
    new Set(lines.map(({ people, idle, availability }) => [people, idle, availability.assigned].join())),
  ).toEqual(new Set([[PEOPLE, PEOPLE, PEOPLE].join()]))
  expect(lines.map(({ window }) => window.opensAt)).toEqual(
    lines.map(({ window }) => window.opensAt).toSorted((a, b) => a - b),
  )
  const { rows, next } = await seasonRoster(context, { seasonId: lines[0]!.season.id, size: 40 })
  expect([rows.length, count]).toEqual([40, 8])
  expect(next).not.toBeNull()
})
