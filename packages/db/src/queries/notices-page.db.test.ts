import {
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../context.ts'
import type { OutboxState } from '../outbox/events.ts'
import { resendNotice } from '../use-cases/resend-notice.ts'
import { type NoticesPageParams, noticesPage } from './notices-page.ts'

let world: TestDatabase
let account: TestAccount
let other: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
  const seasons = [{ name: 'June', from: -5, to: 10, seats: 50 }]
  account = await buildAccount(world.url, { seasons })
  other = await buildAccount(world.url, { seasons })
})
beforeEach(() => world.query('delete from outbox'))
afterAll(() => world.drop())

const context = (actor: Actor = account.owner) => ({ em: world.database.tenant(), actor, now: TEST_NOW })
const page = (params: NoticesPageParams = {}) => noticesPage(context(), params)
const again = (id: string, actor?: Actor) => resendNotice(context(actor), { id })

/** A member whose opening was told, in a mail that ended like this. */
async function told(state: OutboxState, note: string | null = null) {
  const { memberId } = await added(world.database, account, { seasonIds: [account.seasons[0]!.id] })
  await world.query(`delete from outbox where payload ->> 'memberId' = $1`, [memberId])
  const [row] = await world.query<{ id: string }>(
    `with told as (
       insert into notice (id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at)
       values (uuidv7(), $1, $2, $3, 'opened', now(), now(), now() + interval '1 day') returning *)
     insert into outbox (id, organization_id, account_id, type, payload, state, done_at, note)
     select id, $1, $2, 'notice', jsonb_build_object('noticeId', id, 'memberId', member_id, 'kind', kind), $4, now(), $5
     from told returning id`,
    [account.organizationId, account.accountId, memberId, state, note],
  )
  return { memberId, id: row!.id }
}

test('MAIL-08 all mails, newest first, each with its state and reason; what waits for a decision is counted', async () => {
  await told('delivered')
  await told('failed', '550 No such user')
  await told('skipped', 'window-closed')
  await told('unknown')
  await added(world.database, account)
  await added(world.database, other)
  const { rows, attention } = await page()
  expect(rows.map(({ kind, state, note, resendable }) => [kind, state, note, resendable])).toEqual([
    ['invitation', 'pending', null, false],
    ['opened', 'unknown', null, true],
    ['opened', 'skipped', 'window-closed', false],
    ['opened', 'failed', '550 No such user', true],
    ['opened', 'delivered', null, true],
  ])
  expect(attention).toEqual({ unknown: 1, failed: 1 })
  expect((await page({ state: 'queued' })).rows).toHaveLength(1)
  expect((await page({ kind: 'opened', state: 'failed' })).rows).toHaveLength(1)
  expect((await page({ kind: 'closed' })).rows).toEqual([])
})

test('MAIL-08 pages lead forwards and back without losing a row', async () => {
  for (let i = 0; i < 5; i++) await told('delivered')
  const all = (await page()).rows.map(({ id }) => id)
  const first = await page({ size: 2 })
  const second = await page({ size: 2, cursor: first.next! })
  const third = await page({ size: 2, cursor: second.next! })
  expect([first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(all)
  expect([first.previous, third.next]).toEqual([null, null])
  const back = await page({ size: 2, cursor: third.previous! })
  expect(back.rows.map(({ id }) => id)).toEqual(second.rows.map(({ id }) => id))
  expect((await page({ cursor: 'senseless' })).rows).toHaveLength(5)
})

test('MAIL-08 D-41 an unknown mail goes out again when a person says so, once, and it is audited', async () => {
  const { id, memberId } = await told('unknown')
  const answers = await Promise.all([again(id), again(id)])
  expect(answers).toEqual([
    { kind: 'grant', memberId },
    { kind: 'grant', memberId },
  ])
  const { rows, attention } = await page()
  expect(rows.map(({ state, again, settled, resendable }) => [state, again, settled, resendable])).toEqual([
    ['pending', true, false, false],
    ['unknown', false, true, false],
  ])
  expect(attention).toEqual({ unknown: 0, failed: 0 })
  const audited = await world.query(
    `select from audit where action = 'user.notice-sent-again' and subject_id = $1`,
    [memberId],
  )
  expect(audited).toHaveLength(1)
})

test('MAIL-08 an invitation that failed is sent as a fresh one', async () => {
  const { memberId } = await added(world.database, account)
  const [mail] = await world.query<{ id: string }>(
    `update outbox set state = 'failed', done_at = now() where payload ->> 'memberId' = $1 returning id`,
    [memberId],
  )
  expect(await again(mail!.id)).toEqual({ kind: 'grant', memberId })
  expect(await again(mail!.id)).toEqual({ kind: 'grant', memberId })
  const { rows } = await page()
  expect(rows.map(({ kind, state, settled }) => [kind, state, settled])).toEqual([
    ['invitation', 'pending', false],
    ['invitation', 'failed', true],
  ])
})

test.each([
  [
    'that is still on its way',
    async (): Promise<string> => (await told('pending')).id,
    undefined,
    'not-found',
  ],
  [
    'that was skipped',
    async (): Promise<string> => (await told('skipped', 'window-closed')).id,
    undefined,
    'not-found',
  ],
  ['that is none', async (): Promise<string> => 'nonsense', undefined, 'not-found'],
  [
    'of another organization',
    async (): Promise<string> => (await told('failed')).id,
    (): Actor => other.owner,
    'not-found',
  ],
] as const)('USER-07 a mail %s is not sent again', async (_name, mail, actor, reason) => {
  expect(await again(await mail(), actor?.())).toMatchObject({ kind: 'refuse', reason })
})

test('USER-07 whoever may not manage users sends nothing again', async () => {
  const { id } = await told('failed')
  const lead = await added(world.database, account)
  await world.query(`update member set role = 'team-lead', joined_at = now() where id = $1`, [lead.memberId])
  const actor = { ...account.owner, memberId: lead.memberId, role: 'owner' } as const
  expect(await again(id, actor)).toMatchObject({ kind: 'refuse', reason: 'not-permitted' })
})

test('MAIL-08 an invitation that several people send again at the same moment goes out once more, and its link works', async () => {
  const { memberId } = await added(world.database, account)
  const [mail] = await world.query<{ id: string }>(
    `update outbox set state = 'failed', done_at = now() where payload ->> 'memberId' = $1 returning id`,
    [memberId],
  )
  const answers = await Promise.all(Array.from({ length: 5 }, () => again(mail!.id)))
  expect(answers).toEqual(answers.map(() => ({ kind: 'grant', memberId })))
  expect(
    await world.query(
      `select v.issue, count(o.id)::integer as mails from invitation v
       join outbox o on o.payload ->> 'invitationId' = v.id::text and o.state = 'pending'
       where v.member_id = $1 group by v.issue`,
      [memberId],
    ),
  ).toEqual([{ issue: 2, mails: 1 }])
})
