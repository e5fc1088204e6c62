import { createHash, randomBytes } from 'node:crypto'
import { asVendor, openAccount } from '@seatkeeper/db/set-up'
import { addDays, dayAt, type Instant } from '@seatkeeper/rules'
import { Client } from 'pg'

export interface BenchWorld {
  readonly organizationId: string
  readonly token: string
  readonly email: (n: number) => string
}

/** An organization with so many seasonal members who have signed up and are in an open season, and a key for it. */
export async function benchWorld(url: string, members: number, now: Instant): Promise<BenchWorld> {
  const today = dayAt(now)
  const opened = await asVendor(url, (db) =>
    openAccount(
      db,
      {
        name: 'Measured',
        organizations: [{ name: 'Measured' }],
        contract: {
          plan: 'enterprise',
          billingInterval: 'annual',
          startsOn: addDays(today, -30),
          endsOn: addDays(today, 335),
          fullTimeSeats: 1,
          collaborators: 0,
          seasons: [
            { name: 'Season', firstDay: addDays(today, -1), lastDay: addDays(today, 30), seats: members },
          ],
        },
      },
      now,
    ),
  )
  const organizationId = opened.organizationIds[0]!
  const token = `seat_${randomBytes(32).toString('hex')}`
  const client = new Client({ connectionString: url })
  await client.connect()
  const place = [organizationId, opened.accountId]
  await client.query(
    `insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, joined_at, created_at)
     select uuidv7(), $1, $2, mail, mail, 'User', 'seasonal', 'member', now(), now(), now()
     from generate_series(0, $3::int - 1) n cross join lateral (select 'user' || n || '@example.com' as mail) m`,
    [...place, members],
  )
  await client.query(
    `with held as (
       update seat s set holder_id = m.id
       from (select id, row_number() over () as nth from member where organization_id = $1) m
       join (select id, row_number() over () as nth from seat where pool_id = $3) free using (nth)
       where s.id = free.id returning s.id, s.holder_id)
     insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
     select $2, $1, $3, id, holder_id, now(), 'bench' from held`,
    [...place, opened.seasons[0]!.poolId],
  )
  await client.query(
    `insert into api_key (id, organization_id, account_id, name, prefix, secret_hash, scopes, created_at, created_by)
     select uuidv7(), $1, $2, 'Bench', 'seat_', $3, '{access.evaluate}', now(), id from member where organization_id = $1 limit 1`,
    [...place, createHash('sha256').update(token).digest()],
  )
  await client.query('vacuum analyze')
  await client.end()
  return { organizationId, token, email: (n) => `user${n % members}@example.com` }
}
