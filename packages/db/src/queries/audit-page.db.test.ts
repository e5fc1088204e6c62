import type { Day } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import type { KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Em } from '../orm.ts'
import { createPermissionSet } from '../use-cases/create-permission-set.ts'
import { deactivateUser } from '../use-cases/deactivate-user.ts'
import { editUser } from '../use-cases/edit-user.ts'
import { type AuditPageParams, auditPage } from './audit-page.ts'

let world: TestDatabase
let account: TestAccount
let other: TestAccount
let memberId: string
beforeAll(async () => {
  world = await createTestDatabase()
  const seasons = [{ name: 'June', from: -5, to: 10, seats: 5 }]
  account = await buildAccount(world.url, { seasons })
  other = await buildAccount(world.url, { seasons })
  await added(world.database, other)
  ;({ memberId } = await added(world.database, account, { name: 'Ada Áron', seasonIds: [seasonId()] }))
  await editUser(context(), {
    memberId,
    name: 'Ada Byron',
    type: 'seasonal',
    seasonIds: [seasonId()],
    permissionSetId: null,
    role: 'member',
  })
  await deactivateUser({ ...context(), actor: { ...account.owner, channel: 'slack' } }, { memberId })
  await createPermissionSet(context(), { name: 'Agent', rights: [] })
})
afterAll(() => world.drop())

const seasonId = () => account.seasons[0]!.id
const context = (em: Em = world.database.tenant()) => ({ em, actor: account.owner, now: TEST_NOW })
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

const actions = async (params: AuditPageParams) =>
  (await auditPage(context(), params)).rows.map(({ action }) => action)

const all = ['permission-set.created', 'user.deactivated', 'user.edited', 'user.added', 'user.added']

test('USER-10 the newest first, with who did what to whom, and what identities are called', async () => {
  const { rows, names, next, previous } = await auditPage(context(), {})
  expect(rows.map(({ action }) => action).sort()).toEqual([...all].sort())
  const edited = rows.find(({ action }) => action === 'user.edited')
  expect(edited).toMatchObject({
    at: TEST_NOW,
    actor: 'Olive Owner',
    subject: 'Ada Byron',
    ofUser: true,
    before: { name: 'Ada Áron' },
    after: { name: 'Ada Byron' },
  })
  expect(names[seasonId()]).toBe('June')
  expect([next, previous]).toEqual([null, null])
})

test.each<{ what: string; params: AuditPageParams; expected: readonly string[] }>([
  { what: 'an area', params: { area: 'permission-set' }, expected: ['permission-set.created'] },
  { what: 'a channel', params: { channel: 'slack' }, expected: ['user.deactivated'] },
  { what: 'a person it was done to', params: { person: 'BYRON ada' }, expected: all.slice(1, 4) },
  { what: 'a person who did it', params: { person: 'olive' }, expected: all },
  { what: 'nobody', params: { person: '%' }, expected: [] },
  {
    what: 'both ends of a day',
    params: { from: '2026-06-10' as Day, to: '2026-06-10' as Day },
    expected: all,
  },
  { what: 'days before', params: { to: '2026-06-09' as Day }, expected: [] },
  { what: 'days after', params: { from: '2026-06-11' as Day }, expected: [] },
])('USER-10 narrowed to $what', async ({ params, expected }) => {
  expect((await actions(params)).sort()).toEqual([...expected].sort())
})

test('OPS-05 USER-10 nothing of another organization, and a senseless cursor is the first page', async () => {
  const { rows } = await auditPage(context(), { cursor: 'x', size: 1000 })
  const theirs = await world.query<{ id: string }>('select id from audit where organization_id = $1', [
    other.organizationId,
  ])
  expect(rows.filter(({ id }) => theirs.some((row) => row.id === id))).toEqual([])
  expect(rows).toHaveLength(all.length)
})

test('USER-10 at 100,000 entries: as many statements as at ten, pages that meet, forwards and back', async () => {
  await world.query(
    `insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
     select $1, $2, timestamptz '2026-01-01' + n / 2 * interval '1 minute', 'member', $3, 'portal', 'user.edited', $4,
       jsonb_build_object('seasons', jsonb_build_array($5::text))
     from generate_series(1, 100000) n`,
    [account.organizationId, account.accountId, account.owner.memberId, memberId, seasonId()],
  )
  await world.query('analyze audit')
  const sent = counting()
  const began = performance.now()
  const first = await auditPage(context(sent.em), { area: 'user', size: 500 })
  const each = sent.count
  const second = await auditPage(context(sent.em), { area: 'user', size: 500, cursor: first.next! })
  const back = await auditPage(context(sent.em), { area: 'user', size: 500, cursor: second.previous! })
  await auditPage(context(sent.em), { person: 'olive', channel: 'slack', size: 500 })
  expect(performance.now() - began).toBeLessThan(4_000)
  // The transaction's own two, the page, and what identities are called.
  expect([each, sent.count]).toEqual([4, 16])
  expect(back.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id))
  const ids = new Set([...first.rows, ...second.rows].map(({ id }) => id))
  expect(ids.size).toBe(1000)
  const moments = [...first.rows, ...second.rows].map(({ at }) => at)
  expect(moments).toEqual(moments.toSorted((a, b) => b - a))
})

test('USER-10 it is read page by page to its very end, and back to its beginning', async () => {
  const page = (cursor?: string | null) =>
    auditPage(context(), { channel: 'slack', size: 2, ...(cursor && { cursor }) })
  await world.query(
    `insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
     select $1, $2, timestamptz '2025-01-01' + n * interval '1 minute', 'member', $3, 'slack', 'user.edited', $4
     from generate_series(1, 7) n`,
    [account.organizationId, account.accountId, account.owner.memberId, memberId],
  )
  const [forth, back]: string[][] = [[], []]
  let one = await page()
  const all = await auditPage(context(), { channel: 'slack', size: 100 })
  for (; ; one = await page(one.next)) {
    forth!.push(...one.rows.map(({ id }) => id))
    if (one.next === null) break
  }
  for (; ; one = await page(one.previous)) {
    back!.unshift(...one.rows.map(({ id }) => id))
    if (one.previous === null) break
  }
  expect([forth, back]).toEqual([all.rows.map(({ id }) => id), all.rows.map(({ id }) => id)])
  expect(forth!.length).toBeGreaterThanOrEqual(7)
})
