import {
  type TestAccount,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
} from '@seatkeeper/testkit'
import { Client, escapeLiteral, type QueryResult } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { READ_BY_ALL, ROLES, TENANCY } from './roles.ts'

let world: TestDatabase
let mine: TestAccount
let theirs: TestAccount
let tenant: Client
beforeAll(async () => {
  world = await createTestDatabase()
  const seasons = [{ name: 'June', from: -5, to: 10, seats: 3 }]
  mine = await buildAccount(world.url, { seasons })
  theirs = await buildAccount(world.url, {
    seasons,
    organizations: [{ name: 'Theirs' }, { name: 'Theirs too' }],
  })
  for (const account of [mine, theirs]) {
    await added(world.database, account, { seasonIds: [account.seasons[0]!.id] })
    const place = [account.organizationId, account.accountId]
    await world.query(`insert into permission_set values (uuidv7(), $1, $2, 'Agent', now())`, place)
    await world.query(
      `insert into season_choice (member_id, pool_id, organization_id, account_id, chosen_at)
       select a.member_id, a.pool_id, a.organization_id, a.account_id, now() from seat_assignment a
       where a.organization_id = $1`,
      [account.organizationId],
    )
    await world.query(
      `insert into api_key (id, organization_id, account_id, name, prefix, secret_hash, scopes, created_at, created_by)
       select uuidv7(), $1, $2, 'Product', 'seat_', sha256(convert_to($4, 'UTF8')), '{access.evaluate}', now(), $3`,
      [account.organizationId, account.accountId, account.owner.memberId, account.organizationId],
    )
    await world.query(
      `insert into notice (id, organization_id, account_id, member_id, kind, due_at, opens_at, closes_at)
       select uuidv7(), $1, $2, $3, 'opened', now(), now(), now() + interval '1 day'`,
      [...place, account.owner.memberId],
    )
    await world.query(
      `insert into waiting_entry (id, organization_id, account_id, pool_id, member_id, wants, asked_at)
       select uuidv7(), $1, $2, $4, $3, 'seat', now()`,
      [...place, account.owner.memberId, account.seasons[0]!.poolId],
    )
    await world.query(
      `with made as (
        insert into user_import (id, organization_id, account_id, member_id, file_name, file_hash, encoding, separator, rows,
          state, created_at, checked_at)
        values (uuidv7(), $1, $2, $3, 'a.csv', sha256('a'), 'UTF-8', ',', 1, 'checked', now(), now()) returning id)
      insert into user_import_row (import_id, nth, organization_id, account_id, said, plan)
      select id, 1, $1, $2, '{}', 'same' from made`,
      [...place, account.owner.memberId],
    )
    await world.query(`insert into idempotency values ($1, 'k', '\\x00', '{}')`, [account.organizationId])
    await fillBilling(account)
  }
  tenant = new Client({ connectionString: world.url, options: `-c role=${ROLES.tenant}` })
  await tenant.connect()
})
afterAll(async () => {
  await tenant.end()
  await world.drop()
})

/** A row in each of billing's tables. */
async function fillBilling({ accountId, organizationId, contractId }: TestAccount): Promise<void> {
  await world.query(
    `with item as (
      insert into contract_item values ($3, $1, 'full-time', 8900, null)
      on conflict (contract_id, item) do nothing
    ), profile as (
      insert into billing_profile values (
        $1, 'Acme', 'Main St 1', null, 'Town', null, '1', 'US', null, null, 'a@example.com', '[]', now())
    ), card as (
      insert into payment_account (account_id, customer_id) values ($1, $1::text)
    ), quote as (
      insert into billing_quote values (uuidv7(), $1, $3, now(), now(), 'm', '{}') returning id
    ), bought as (
      insert into purchase (
        id, account_id, organization_id, quote_id, state, due, currency, submitted_at, submitted_by)
      select uuidv7(), $1, $2, id, 'pending', 1, 'USD', now(), 'm' from quote returning id
    ), invoiced as (
      insert into invoice (id, account_id, contract_id, number, kind, purchase_id, issued_at, currency,
        net, tax, carried_in, carried_out, credit_applied, to_balance, due, bill_to)
      select uuidv7(), $1, $3, 1, 'invoice', id, now(), 'USD', 1, 0, 0, 0, 0, 0, 1, '{}' from bought returning id
    ), reported as (
      insert into tax_report (id, account_id, invoice_id, kind, calculation_id, amount, currency, made_at, next_try_at)
      select uuidv7(), $1, id, 'sale', $1::text, 1, 'USD', now(), now() from invoiced
    ), line as (
      insert into invoice_line select id, 0, $1, 1, '{"amount": {"amount": 1}}' from invoiced
    ), collected as (
      insert into invoice_collection (invoice_id, account_id, organization_id, method, state)
      select id, $1, $2, 'card', 'due' from invoiced
    ), night as (
      insert into reconciliation_run (id, begun_at) values (uuidv7(), now()) returning id
    ), compared as (
      insert into account_reconciliation (account_id, run_id, reconciled_at, with_processor)
      select $1, id, now(), true from night
    ), differs as (
      insert into reconciliation_difference (id, account_id, kind, subject, details, concerns_customer, found_at, seen_at)
      values (uuidv7(), $1, 'seats-differ', 'full-time', '{}', false, now(), now())
    ), told as (
      insert into billing_notice (id, account_id, organization_id, kind, invoice_id, at)
      select uuidv7(), $1, $2, 'wire-sent', id, now() from invoiced
    ), scheduled as (
      insert into scheduled_change (
        id, account_id, contract_id, kind, from_plan, to_plan, effective_on, state, asked_at, asked_by)
      values (uuidv7(), $1, $3, 'plan', 'enterprise', 'business', current_date, 'requested', now(), 'm')
    ), proposed as (
      insert into season_proposal (
        id, account_id, contract_id, from_season_id, name, first_day, last_day, seats, proposed_at, state)
      select uuidv7(), $1, $3, id, name, first_day, last_day, 1, now(), 'proposed' from season where account_id = $1
    ), offered as (
      insert into season_offer (id, account_id, contract_id, name, first_day, last_day, blocks, seats, unit_price,
        offered_at, offered_by, expires_at, state)
      values (uuidv7(), $1, $3, 'Fair', current_date, current_date + 90, 1, 1, 1, now(), 'vendor', now(), 'offered')
    ), entry as (
      insert into ledger_entry (id, account_id, at, kind, currency)
      values (uuidv7(), $1, now(), 'payment', 'USD') returning id
    )
    insert into ledger_posting (entry_id, position, account_id, ledger_account, amount)
    select id, n, $1, account, amount from entry, (values (0, 'cash', 1), (1, 'receivable', -1)) as p(n, account, amount)`,
    [accountId, organizationId, contractId],
  )
}

/** Runs a statement as a member of `account` would, and undoes it. */
async function asMember(account: TestAccount | null, sql: string): Promise<QueryResult> {
  await tenant.query('begin')
  try {
    if (account) {
      await tenant.query(
        `select set_config('seatkeeper.organization_id', $1, true), set_config('seatkeeper.account_id', $2, true)`,
        [account.organizationId, account.accountId],
      )
    }
    return await tenant.query(sql)
  } finally {
    await tenant.query('rollback')
  }
}

const tenantTables = Object.entries(TENANCY).flatMap(([table, tenancy]) =>
  tenancy === 'beyond' ? [] : [[table, tenancy] as const],
)
const column = (table: string, tenancy: string) => (table === 'account' ? 'id' : `${tenancy}_id`)
/** Slack's tables are filled by its own tests. */
const filled = tenantTables.filter(([table]) => !table.startsWith('slack_'))

describe('the second wall', () => {
  test('OPS-05 every table has an entry, and row-level security is enabled and forced on each', async () => {
    const tables = await world.query<{ name: string; enabled: boolean; forced: boolean }>(
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname <> 'migration'`,
    )
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(TENANCY).sort())
    for (const { name, enabled, forced } of tables)
      expect([name, enabled, forced]).toEqual([name, true, true])
  })

  test.each(filled)('OPS-05 %s: one sees one’s own rows and no others', async (table, tenancy) => {
    const own = tenancy === 'account' ? mine.accountId : mine.organizationId
    const { rows } = await asMember(mine, `select ${column(table, tenancy)} as owner from ${table}`)
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows as { owner: string }[]) expect(row.owner).toBe(own)
  })

  test.each(tenantTables)('OPS-05 %s: without a tenant there is nothing to see', async (table) => {
    expect((await asMember(null, `select 1 from ${table}`)).rowCount).toBe(0)
  })

  test.each(filled)(
    'OPS-05 %s: rows of others cannot be changed, deleted or made',
    async (table, tenancy) => {
      const foreign = tenancy === 'account' ? theirs.accountId : theirs.organizationId
      const key = column(table, tenancy)
      const refusedOrNothing = async (sql: string): Promise<void> => {
        const touched = await asMember(mine, sql).then(
          ({ rowCount }) => rowCount,
          (fault: { code?: string }) => fault.code,
        )
        // 42501: no privilege, or against the row-level policy.
        expect([0, '42501']).toContain(touched)
      }
      await refusedOrNothing(`update ${table} set ${key} = ${key} where ${key} = '${foreign}'`)
      await refusedOrNothing(`delete from ${table} where ${key} = '${foreign}'`)
      const [copy] = await world.query(`select * from ${table} where ${key} = $1 limit 1`, [foreign])
      const generated = new Set(['search_text', 'sort_name'])
      const columns = Object.keys(copy!).filter((name) => !generated.has(name))
      const values = columns.map((name) => literal(name === 'id' ? undefined : copy![name]))
      await refusedOrNothing(`insert into ${table} (${columns.join()}) values (${values.join()})`)
    },
  )

  test('OPS-05 organizations of one account share seats and nothing about people', async () => {
    const second = { ...theirs, organizationId: theirs.organizationIds[1]! }
    expect((await asMember(second, 'select 1 from seat')).rowCount).toBeGreaterThan(0)
    for (const table of ['member', 'invitation', 'permission_set', 'audit', 'outbox', 'idempotency']) {
      expect([table, (await asMember(second, `select 1 from ${table}`)).rowCount]).toEqual([table, 0])
    }
  })

  test('OPS-05 people, sessions, staff and limits are beyond a tenant', async () => {
    for (const [table, tenancy] of Object.entries(TENANCY)) {
      if (tenancy !== 'beyond') continue
      const tried = READ_BY_ALL.has(table) ? `delete from ${table}` : `select 1 from ${table}`
      await expect(asMember(mine, tried)).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('OPS-05 whose person a member is, and where they belong, a tenant cannot change', async () => {
    const change = (set: string) =>
      asMember(mine, `update ${set} where organization_id = '${mine.organizationId}'`)
    for (const set of [
      'member set person_id = person_id',
      'member set organization_id = organization_id',
      'member set account_id = account_id',
      'invitation set member_id = member_id',
      'invitation set organization_id = organization_id',
      'seat_assignment set member_id = member_id',
    ]) {
      await expect(change(set)).rejects.toMatchObject({ code: '42501' })
    }
  })

  test('OPS-05 rows of one’s own cannot name somebody else’s member, seat or organization', async () => {
    const one = async (account: TestAccount) => {
      const [row] = await world.query<{ seat: string; pool: string; member: string }>(
        `select seat_id as seat, pool_id as pool, member_id as member from seat_assignment where account_id = $1`,
        [account.accountId],
      )
      return row!
    }
    const [own, foreign] = [await one(mine), await one(theirs)]
    const assign = (seat: string, pool: string, member: string, organization: string) =>
      asMember(
        mine,
        `insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, ended_at,
           started_by, ended_by)
         values ('${mine.accountId}', '${organization}', '${pool}', '${seat}', '${member}', now(), now(), 'x', 'x')`,
      )
    expect((await assign(own.seat, own.pool, own.member, mine.organizationId)).rowCount).toBe(1)
    for (const [seat, pool, member, organization] of [
      [own.seat, own.pool, foreign.member, mine.organizationId],
      [own.seat, own.pool, own.member, theirs.organizationId],
      [foreign.seat, own.pool, own.member, mine.organizationId],
      [own.seat, foreign.pool, own.member, mine.organizationId],
    ] as const) {
      await expect(assign(seat, pool, member, organization)).rejects.toMatchObject({ code: '23503' })
    }
    const [uninvited] = await world.query<{ id: string }>(
      `insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
       values (uuidv7(), $1, $2, 'u@example.com', 'u@example.com', 'U', 'full-time', 'member', now(), now()) returning id`,
      [theirs.organizationId, theirs.accountId],
    )
    await expect(
      asMember(
        mine,
        `insert into invitation (id, organization_id, account_id, member_id, issue, sent_at)
         select uuidv7(), '${mine.organizationId}', '${mine.accountId}', '${uninvited!.id}', 1, now()`,
      ),
    ).rejects.toMatchObject({ code: '23503' })
  })

  test('OPS-05 settings of a tenant do not outlive their transaction', async () => {
    await asMember(mine, 'select 1')
    expect((await tenant.query('select 1 from member')).rowCount).toBe(0)
  })

  test('USER-10 no role changes or deletes audit entries, not even the owner of the table', async () => {
    for (const role of [null, ...Object.values(ROLES)]) {
      const client = new Client({
        connectionString: world.url,
        ...(role && { options: `-c role=${role}` }),
      })
      await client.connect()
      for (const sql of [`update audit set action = 'x'`, 'delete from audit', 'truncate audit']) {
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' })
      }
      await client.end()
    }
  })
})

describe('the database itself', () => {
  const seatOf = async (account: TestAccount) => {
    const [seat] = await world.query<{ id: string; pool_id: string; holder_id: string }>(
      `select id, pool_id, holder_id from seat where account_id = $1 and holder_id is not null`,
      [account.accountId],
    )
    return seat!
  }

  test('SEAT-07 it refuses one person twice in a pool', async () => {
    const { id, pool_id, holder_id } = await seatOf(mine)
    await expect(
      world.query('update seat set holder_id = $1 where pool_id = $2 and id <> $3', [holder_id, pool_id, id]),
    ).rejects.toMatchObject({ constraint: 'one_live_seat_per_member_and_pool' })
  })

  test('SEAT-05 it refuses a seat of the wrong kind', async () => {
    await expect(
      world.query(
        `update seat set holder_id = (select holder_id from seat where account_id = $1 and holder_id is not null limit 1)
        where id = (select id from seat where account_id = $1 and kind = 'full-time' limit 1)`,
        [mine.accountId],
      ),
    ).rejects.toMatchObject({ constraint: 'holder_is_of_the_seats_type' })
  })

  test('it refuses a member of another account on a seat', async () => {
    const { holder_id } = await seatOf(theirs)
    await expect(
      world.query(
        `update seat set holder_id = $2 where id = (
        select id from seat where account_id = $1 and kind = 'seasonal' and holder_id is null limit 1)`,
        [mine.accountId, holder_id],
      ),
    ).rejects.toMatchObject({ constraint: 'holder_is_of_the_seats_type' })
  })

  test('USER-07 it refuses a second owner', async () => {
    await expect(
      world.query(`update member set role = 'owner' where organization_id = $1`, [mine.organizationId]),
    ).rejects.toMatchObject({ constraint: 'one_owner_per_organization' })
  })

  test('it refuses terms that overlap', async () => {
    await expect(
      world.query(
        `insert into contract select uuidv7(), account_id, plan, policy, billing_interval, payment,
        ends_on - 1, ends_on + 100, created_at from contract where account_id = $1`,
        [mine.accountId],
      ),
    ).rejects.toMatchObject({ constraint: 'terms_of_an_account_do_not_overlap' })
  })
})

/** A value as it came out of `pg`, as SQL; undefined: a new identity. */
function literal(value: unknown): string {
  if (value === undefined) return 'uuidv7()'
  if (value === null) return 'null'
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`
  if (Array.isArray(value)) return `'{${value.join()}}'`
  if (value instanceof Date) return `'${value.toISOString()}'`
  return escapeLiteral(typeof value === 'object' ? JSON.stringify(value) : String(value))
}
