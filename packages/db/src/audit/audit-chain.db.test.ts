import { randomUUID } from 'node:crypto'
import {
  added,
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deactivateUser } from '../use-cases/deactivate-user.ts'
import { removeUser } from '../use-cases/remove-user.ts'
import { checkAuditChain } from './check-audit-chain.ts'
import { erasePerson } from './erase-person.ts'
import { sealAudit } from './seal-audit.ts'

const secret = 'a secret of at least thirty-two characters'

let world: TestDatabase
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())
beforeEach(async () => {
  account = await buildAccount(world.url, { fullTimeSeats: 30 })
  await seal()
})

const seal = () => sealAudit(world.database.worker(), { secret, batch: 3 })
const check = (known?: Parameters<typeof checkAuditChain>[1]['known']) =>
  checkAuditChain(world.database.worker(), { secret, batch: 3, ...(known && { known }) })
const context = () => ({ em: world.database.tenant(), actor: account.owner, now: TEST_NOW })

/** What somebody with the whole database in their hands does, triggers off. */
async function tamper(sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new Client({ connectionString: world.url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query(sql, [...values])
  } finally {
    await client.end()
  }
}

/** Faults of this test's organization; others stay in the database from tests before. */
async function faults(known?: Parameters<typeof check>[0]) {
  const report = await check(known)
  return report.faults
    .filter(({ organizationId }) => organizationId === account.organizationId)
    .map(({ fault, position }) => [fault, position])
}

const entryAt = async (position: number) => {
  const [row] = await world.query<{ id: string }>(
    'select audit_id as id from audit_seal where organization_id = $1 and position = $2',
    [account.organizationId, position],
  )
  return row!.id
}

describe('a chain', () => {
  test('USER-10 entries are sealed once, whoever seals, and the chain holds', async () => {
    for (let n = 0; n < 5; n++) await added(world.database, account)
    const sealed = await Promise.all([seal(), seal(), seal()])
    expect(sealed.reduce((a, b) => a + b)).toBeGreaterThanOrEqual(5)
    await seal()
    expect(await faults()).toEqual([])
    const { entries, pending, ends } = await check()
    const [count] = await world.query<{ n: string }>('select count(*) as n from audit')
    expect([entries, pending]).toEqual([Number(count!.n), 0])
    expect(ends.find(({ organizationId }) => organizationId === account.organizationId)!.position).toBe(6)
  })

  test('USER-10 an entry whose transaction ends late takes its place when it does', async () => {
    const client = new Client({ connectionString: world.url })
    await client.connect()
    await client.query('begin')
    await client.query(
      `insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
       values ($1, $2, now(), 'job', 'late', 'job', 'user.edited', $3)`,
      [account.organizationId, account.accountId, account.owner.memberId],
    )
    await added(world.database, account)
    await seal()
    await client.query('commit')
    await client.end()
    expect((await check()).pending).toBe(1)
    await seal()
    expect([(await check()).pending, await faults()]).toEqual([0, []])
  })
})

describe('what somebody did by hand is found', () => {
  beforeEach(async () => {
    for (let n = 0; n < 3; n++) await added(world.database, account)
    await seal()
    expect(await faults()).toEqual([])
  })

  test.each([
    { what: 'another time', set: `at = at + interval '1 second'` },
    { what: 'another actor', set: `actor_id = 'nobody'` },
    { what: 'another action', set: `action = 'user.edited'` },
    { what: 'another subject', set: `subject_id = gen_random_uuid()` },
    { what: 'other facts', set: `after = after || '{"role": "owner"}'` },
    { what: 'facts that are gone', set: `after = null` },
    { what: 'another organization', set: `organization_id = null` },
  ])('USER-10 an entry changed: $what', async ({ set }) => {
    const id = await entryAt(2)
    await tamper(`update audit set ${set} where id = $1`, [id])
    expect(await faults()).toEqual([['changed', 2]])
  })

  test('USER-10 an entry deleted', async () => {
    await tamper('delete from audit where id = $1', [await entryAt(3)])
    expect(await faults()).toEqual([['deleted', 3]])
  })

  test('USER-10 an entry put in between, dated back', async () => {
    await tamper(
      `insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, noted_at)
       select organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, noted_at - interval '1 hour'
       from audit where id = $1`,
      [await entryAt(2)],
    )
    await seal()
    expect(await faults()).toEqual([['inserted', null]])
  })

  test('USER-10 an entry deleted together with its seal, or with a seal made up for another', async () => {
    const id = await entryAt(2)
    await tamper('delete from audit where id = $1', [id])
    await tamper('delete from audit_seal where audit_id = $1', [id])
    expect(await faults()).toEqual([['seal-missing', 3]])
    await tamper('update audit_seal set position = 2 where audit_id = $1', [await entryAt(3)])
    expect(await faults()).toContainEqual(['seal-changed', 2])
  })

  test('USER-10 the end cut off, for whoever kept how far the chain went', async () => {
    const { ends } = await check()
    const id = await entryAt(4)
    await tamper('delete from audit where id = $1', [id])
    await tamper('delete from audit_seal where audit_id = $1', [id])
    expect(await faults()).toEqual([])
    expect(await faults(ends)).toEqual([['cut-off', 4]])
    await added(world.database, account)
    await seal()
    expect(await faults(ends)).toEqual([['seal-changed', 4]])
  })

  test('USER-10 a chain reckoned anew without the installation’s secret', async () => {
    await tamper('delete from audit_seal where organization_id = $1', [account.organizationId])
    await sealAudit(world.database.worker(), { secret: 'another secret of thirty-two characters' })
    expect((await faults()).length).toBeGreaterThan(0)
  })
})

describe('erasing a person', () => {
  async function leaver() {
    const email = `${randomUUID()}@example.com`
    const { memberId } = await added(world.database, account, { name: 'Greta Lindqvist', email })
    await deactivateUser(context(), { memberId })
    return { memberId, email }
  }

  test('USER-10 takes name and address out of everything, keeps what was done, and the chain still holds', async () => {
    const { memberId, email } = await leaver()
    const bystander = await added(world.database, account, { name: 'Bo Stays' })
    await removeUser(context(), { memberId })
    await seal()
    const importId = randomUUID()
    await world.query(
      `with file as (
         insert into user_import (id, organization_id, account_id, member_id, file_name, file_hash, encoding, separator,
           rows, state, created_at, checked_at)
         values ($1, $2, $3, $4, 'users.csv', sha256('a'), 'UTF-8', ',', 2, 'checked', now(), now()))
       insert into user_import_row (import_id, nth, organization_id, account_id, said, plan)
       values ($1, 1, $2, $3, jsonb_build_object('email', upper($5::text), 'name', 'Greta Lindqvist'), 'same'),
         ($1, 2, $2, $3, '{"email": "other@example.com"}', 'same')`,
      [importId, account.organizationId, account.accountId, account.owner.memberId, email],
    )
    const command = { url: world.url, secret, now: TEST_NOW }
    const erasure = await erasePerson(command, ` ${email.toUpperCase()}`)
    expect(erasure).toMatchObject({ kind: 'erased', members: 1 })
    const tables = await world.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
    for (const { name: table } of tables) {
      const rows = await world.query(
        `select 1 from ${table} t where to_jsonb(t)::text ilike '%' || $1 || '%' or to_jsonb(t)::text ilike '%Lindqvist%'`,
        [email],
      )
      expect([table, rows.length]).toEqual([table, 0])
    }
    const listed = await world.query('select nth from user_import_row where import_id = $1', [importId])
    expect(listed).toEqual([{ nth: 2 }])
    const kept = await world.query<{ action: string; after: Record<string, unknown> | null }>(
      'select action, after from audit where subject_id = $1 order by noted_at, id',
      [memberId],
    )
    expect(kept.map(({ action }) => action)).toEqual([
      'user.added',
      'user.deactivated',
      'user.removed',
      'person.erased',
    ])
    expect(kept[0]!.after).toMatchObject({ name: '[erased]', email: '[erased]', type: 'full-time' })
    const [other] = await world.query<{ after: object }>(`select after from audit where subject_id = $1`, [
      bystander.memberId,
    ])
    expect(other!.after).toMatchObject({ name: 'Bo Stays' })
    expect(await faults()).toEqual([])
    await seal()
    expect(await faults()).toEqual([])
    expect((await check()).erased).toBeGreaterThan(0)
    expect(await erasePerson(command, email)).toEqual({ kind: 'not-found' })
  })

  test('USER-10 CLS-07 whose billing it was goes out of the account’s other organizations as well', async () => {
    const both = await buildAccount(world.url, {
      name: 'Two Halls',
      organizations: [{ name: 'First Hall' }, { name: 'Second Hall' }],
    })
    const { memberId, email } = await added(world.database, both, { name: 'Ines Invoices' })
    const [other] = await world.query<{ id: string }>(
      'select id from organization where account_id = $1 and id <> $2',
      [both.accountId, both.organizationId],
    )
    for (const organizationId of [both.organizationId, other!.id]) {
      await world.query(
        `insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
         values ($1, $2, now(), 'job', 'vendor', 'command', 'billing.email-registered', $2, jsonb_build_object('email', $3::text))`,
        [organizationId, both.accountId, email],
      )
    }
    await world.query('update account set billing_email = $2 where id = $1', [both.accountId, email])
    await removeUser({ ...context(), actor: both.owner }, { memberId })
    await seal()
    expect(await erasePerson({ url: world.url, secret, now: TEST_NOW }, email)).toMatchObject({
      kind: 'erased',
    })
    for (const table of ['audit', 'account']) {
      const named = `select 1 from ${table} t where to_jsonb(t)::text ilike '%' || $1 || '%'`
      expect([table, await world.query(named, [email])]).toEqual([table, []])
    }
    await seal()
    const { faults: found } = await check()
    expect(found.filter(({ organizationId }) => organizationId === other!.id)).toEqual([])
  })

  test('USER-10 does not cover another change of the same entry', async () => {
    const { memberId, email } = await leaver()
    await removeUser(context(), { memberId })
    await seal()
    await erasePerson({ url: world.url, secret, now: TEST_NOW }, email)
    await seal()
    await tamper(
      `update audit set after = after || '{"role": "owner"}' where subject_id = $1 and action = 'user.added'`,
      [memberId],
    )
    expect(await faults()).toEqual([['changed', 2]])
  })

  test('USER-10 is refused while they are a user anywhere, and nothing is touched', async () => {
    const { email } = await leaver()
    const before = await world.query('select * from audit order by id')
    expect(await erasePerson({ url: world.url, secret, now: TEST_NOW }, email)).toEqual({
      kind: 'still-here',
      organizations: [expect.any(String)],
    })
    expect(await world.query('select * from audit order by id')).toEqual(before)
  })

  test('USER-10 nobody but the vendor’s command changes an entry, and it neither deletes nor redates one', async () => {
    for (const role of ['tenant', 'identity', 'worker', 'product', 'vendor']) {
      const client = new Client({ connectionString: world.url, options: `-c role=seatkeeper_${role}` })
      await client.connect()
      const attempts = [
        `update audit set at = now()`,
        'delete from audit',
        'delete from audit_seal',
        `update audit_seal set position = position + 1000`,
        ...(role === 'vendor' ? [] : [`update audit set after = null`]),
      ]
      for (const sql of attempts)
        await expect(client.query(sql), `${role}: ${sql}`).rejects.toMatchObject({ code: '42501' })
      await client.end()
    }
  })
})
