import { randomUUIDv7 } from 'node:crypto'

import { Pool } from 'pg'
import type { SeasonAccount } from './world.ts'

/** What adding a user writes, as eight statements sent one by one; the same for `pg` and for pgbench. */
const CLAIM = `
update seat set holder_id = $1 where id = (
  select id from seat where pool_id = $2 and holder_id is null and retires_on is null and pick >= $3
  order by pick limit 1 for update skip locked)
returning id`
const MEMBER = `
insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
values ($1, $2, $3, $4, $4, 'Name', 'seasonal', 'member', now(), now())`
const ASSIGNMENT = `
insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
values ($1, $2, $3, $4, $5, now(), 'bench')`
const INVITATION = `
insert into invitation (id, organization_id, account_id, member_id, issue, sent_at)
values ($1, $2, $3, $4, 1, now())`
const AUDIT = `
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
values ($1, $2, now(), 'member', 'bench', 'portal', 'user.added', $3, '{"name": "Name", "type": "seasonal"}')`
const OUTBOX = `
insert into outbox (organization_id, account_id, type, payload)
values ($1, $2, 'invitation', '{"issue": 1, "why": "added"}')`

/** The floor in this process: named statements through plain `pg`, no rules, no walls, no idempotency. */
export function floorAdder(url: string, { actor, poolId }: SeasonAccount, connections: number) {
  const pool = new Pool({ connectionString: url, max: connections })
  // The server is stopped first when a bench fails; what failed is worth more than that.
  pool.on('error', () => {})
  const { organizationId: organization, accountId: account } = actor
  return {
    async add(): Promise<void> {
      const client = await pool.connect()
      try {
        const member = randomUUIDv7()
        const run = (name: string, text: string, values: unknown[]) => client.query({ name, text, values })
        await client.query('begin')
        await run('member', MEMBER, [member, organization, account, `${member}@example.com`])
        const { rows } = await run('claim', CLAIM, [member, poolId, Math.floor(Math.random() * 2 ** 30)])
        await run('assignment', ASSIGNMENT, [account, organization, poolId, rows[0].id, member])
        await run('invitation', INVITATION, [randomUUIDv7(), organization, account, member])
        await run('audit', AUDIT, [organization, account, member])
        await run('outbox', OUTBOX, [organization, account])
        await client.query('commit')
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/** The same eight statements as a pgbench script. */
export function pgbenchScript({ actor, poolId }: SeasonAccount): string {
  const { organizationId, accountId } = actor
  const filled = (text: string, values: readonly string[]): string =>
    `${values
      .reduceRight((sql, value, i) => sql.replaceAll(`$${i + 1}`, value), text)
      .replace(/\s+/g, ' ')
      .trim()};`
  const quoted = (value: string): string => `'${value}'`
  const [organization, account, pool] = [quoted(organizationId), quoted(accountId), quoted(poolId)]
  return [
    '\\set pick random(0, 1073741823)',
    'select uuidv7() as member \\gset',
    'begin;',
    filled(MEMBER, [`':member'`, organization, account, `':member'`]),
    filled(CLAIM, [`':member'`, pool, ':pick']).replace(/;$/, ' \\gset seat_'),
    filled(ASSIGNMENT, [account, organization, pool, `':seat_id'`, `':member'`]),
    filled(INVITATION, ['uuidv7()', organization, account, `':member'`]),
    filled(AUDIT, [organization, account, `':member'`]),
    filled(OUTBOX, [organization, account]),
    'commit;',
  ].join('\n')
}
