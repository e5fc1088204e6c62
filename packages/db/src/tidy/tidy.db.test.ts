import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { type TestDatabase, added, buildAccount, createTestDatabase } from '@seatkeeper/testkit'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLES } from '../roles.ts'
import { KEPT_DAYS, tidy } from './tidy.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

const now = Date.now() as Instant
const ago = (days: number, ms = 0) => new Date(now - days * MS_PER_DAY + ms).toISOString()

/** One row of each kind that just has to go, and one that just stays. */
async function fill() {
  const account = await buildAccount(world.url)
  const { memberId } = await added(world.database, account)
  await world.query('delete from outbox')
  const keys = (name: string, at: string) =>
    world.query(`insert into idempotency values ($1, $2, '\\x00', '{}', $3)`, [
      account.organizationId,
      name,
      at,
    ])
  await keys('old', ago(KEPT_DAYS.idempotency, -1000))
  await keys('young', ago(KEPT_DAYS.idempotency, 60_000))
  const file = (name: string, at: string) =>
    world.query(
      `with made as (
        insert into user_import (id, organization_id, account_id, member_id, file_name, file_hash, encoding, separator, rows,
          state, created_at, checked_at)
        values (uuidv7(), $1, $2, $3, $4, sha256('a'), 'UTF-8', ',', 1, 'checked', $5, $5) returning id)
      insert into user_import_row (import_id, nth, organization_id, account_id, said, plan)
      select id, 1, $1, $2, jsonb_build_object('name', $4::text), 'same' from made`,
      [account.organizationId, account.accountId, account.owner.memberId, name, at],
    )
  await file('old', ago(KEPT_DAYS.import, -1000))
  await file('young', ago(KEPT_DAYS.import, 60_000))
  const mail = async (note: string, state: string, at: string) => {
    const [row] = await world.query<{ id: string }>(
      `insert into outbox (organization_id, account_id, type, payload, state, note, created_at, done_at)
       values ($1, $2, 'invitation', '{}', $3, $4, $5, case when $3 = 'pending' then null else $5::timestamptz end)
       returning id`,
      [account.organizationId, account.accountId, state, note, at],
    )
    return row!.id
  }
  const oldMail = ago(KEPT_DAYS.mail, -1000)
  await mail('old', 'delivered', oldMail)
  await mail('old', 'skipped', oldMail)
  await mail('old', 'failed', ago(KEPT_DAYS.troubledMail, -1000))
  await mail('waiting', 'pending', ago(1000))
  await mail('young', 'delivered', ago(KEPT_DAYS.mail, 60_000))
  await mail('troubled', 'unknown', oldMail)
  const notice = async (note: string, closesAt: string) =>
    world.query(
      `insert into notice (id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at)
       values ($1, $2, $3, $4, 'opened', $5, $5, $6)`,
      [
        await mail(note, 'delivered', oldMail),
        account.organizationId,
        account.accountId,
        memberId,
        closesAt === ago(1) ? ago(200) : ago(199),
        closesAt,
      ],
    )
  await notice('stay not long over', ago(1))
  await notice('old', ago(KEPT_DAYS.mail, -1000))
  const session = (token: string, ends: string, idleEnds: string) =>
    world.query(`insert into session values (uuidv7(), $1, sha256($2::bytea), null, null, $3, $3, $4, $5)`, [
      account.owner.personId,
      token + account.organizationId,
      ago(9),
      idleEnds,
      ends,
    ])
  await session('over', ago(1, -1000), ago(-1))
  await session('idle', ago(-1), ago(1, -1000))
  await session('lives', ago(-1), ago(-1))
  const reset = (expiresAt: string) =>
    world.query(`insert into password_reset values (uuidv7(), $1, $2, $3, null, $2)`, [
      account.owner.personId,
      ago(9),
      expiresAt,
    ])
  await reset(ago(1, -1000))
  await reset(ago(1, 60_000))
  for (const [n, expiresAt] of [ago(1, -1000), ago(1, 60_000)].entries()) {
    await world.query(`insert into sign_in_step values (uuidv7(), $1, sha256($2), '', null, $3, $4)`, [
      account.owner.personId,
      Buffer.from(`${account.organizationId}${n}`),
      ago(9),
      expiresAt,
    ])
    await world.query('insert into spent_challenge values (sha256($1), $2)', [
      Buffer.from(`${account.organizationId}${n}`),
      expiresAt,
    ])
  }
  for (const expiresAt of [ago(7, -1000), ago(7, 60_000)]) {
    await world.query(
      `insert into email_change values (uuidv7(), $1, 'n', 'n', 'f', 'f', null, $2, $3, null, null, $2)`,
      [account.owner.personId, ago(9), expiresAt],
    )
  }
  await world.query('delete from rate_limit')
  await world.query(`insert into rate_limit values ('old', 1, $1), ('young', 1, $2), ('for ever', 1, null)`, [
    now - MS_PER_DAY - 1000,
    now,
  ])
}

const left = async (sql: string) =>
  (await world.query<{ name: string }>(`${sql} order by 1`)).map(({ name }) => name)

describe('what nobody needs any more', () => {
  test('goes after the stated days, in batches; what may still be needed stays', async () => {
    await fill()
    await fill()
    const gone = await tidy(world.database.worker(), { wallNow: now, batch: 1 })
    expect(gone).toEqual({
      idempotency: 2,
      import: 2,
      outbox: 4,
      session: 4,
      passwordReset: 2,
      signInStep: 4,
      emailChange: 2,
      rateLimit: 1,
    })
    expect(await left('select distinct key as name from idempotency')).toEqual(['young'])
    expect(await left('select distinct note as name from outbox where note is not null')).toEqual([
      'stay not long over',
      'troubled',
      'waiting',
      'young',
    ])
    expect(await left(`select distinct said ->> 'name' as name from user_import_row`)).toEqual(['young'])
    expect(await left('select count(*)::text as name from session')).toEqual(['2'])
    expect(await left('select key as name from rate_limit')).toEqual(['for ever', 'young'])
    const none = {
      idempotency: 0,
      import: 0,
      outbox: 0,
      session: 0,
      passwordReset: 0,
      signInStep: 0,
      emailChange: 0,
      rateLimit: 0,
    }
    expect(await tidy(world.database.worker(), { wallNow: now })).toEqual(none)
  })

  test('two workers at once are no fault', async () => {
    await fill()
    const each = await Promise.all(
      [1, 2, 3].map(() => tidy(world.database.worker(), { wallNow: now, batch: 1 })),
    )
    const sum = each.reduce((all, { outbox }) => all + outbox, 0)
    expect(sum).toBe(4)
  })

  test('OPS-05 the worker sees no more of it than its age', async () => {
    const client = new Client({ connectionString: world.url, options: `-c role=${ROLES.worker}` })
    await client.connect()
    for (const sql of [
      'select result from idempotency',
      'select request_hash from idempotency',
      `update idempotency set key = 'x'`,
      'select token_hash from session',
      'select person_id from session',
      'update session set ends_at = now()',
      `insert into rate_limit values ('x', 1, 1)`,
      'update rate_limit set points = 0',
      'delete from audit',
      'delete from member',
      'delete from seat_assignment',
    ]) {
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' })
    }
    await client.end()
  })
})
