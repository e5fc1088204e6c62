import { type Instant, addDays, dayAt } from '@seatkeeper/rules'
import { Client } from 'pg'
import { openAccount } from '../src/accounts/open-account.ts'
import { settleMember } from '../src/accounts/settle-member.ts'
import type { Actor } from '../src/context.ts'
import { asVendor } from '../src/vendor.ts'

export interface SeasonAccount {
  readonly actor: Extract<Actor, { kind: 'member' }>
  readonly seasonId: string
  readonly poolId: string
}

/** For bench and race: an account with one open season of `seats`, of which the first `taken` are held by as many members. */
export async function seasonAccount(
  url: string,
  { seats, taken }: { readonly seats: number; readonly taken: number },
  now: Instant,
): Promise<SeasonAccount> {
  const today = dayAt(now)
  const account = await asVendor(url, async (db) => {
    const opened = await openAccount(
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
          seasons: [{ name: 'Season', firstDay: addDays(today, -1), lastDay: addDays(today, 30), seats }],
        },
      },
      now,
    )
    const place = { organizationId: opened.organizationIds[0]!, accountId: opened.accountId }
    const person = { passwordHash: '-', timeZone: 'UTC', locale: 'en-GB', joinedAt: now, lastSignedInAt: now }
    const owner = await settleMember(
      db,
      place,
      {
        email: `owner-${place.organizationId}@example.com`,
        name: 'Owner',
        type: 'full-time',
        role: 'owner',
        invitedAt: now,
        poolIds: [opened.pools['full-time']!],
        mail: false,
        person,
      },
      now,
    )
    const { id: seasonId, poolId } = opened.seasons[0]!
    const actor = { ...place, kind: 'member', role: 'owner', channel: 'portal' } as const
    return { actor: { ...actor, memberId: owner.memberId, personId: owner.personId! }, seasonId, poolId }
  })
  await fill(url, account, taken)
  return account
}

async function fill(url: string, { actor, poolId }: SeasonAccount, taken: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    `with made as (
      insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
      select uuidv7(), $1, $2, mail, mail, initcap(substr(md5(n::text), 1, 6)) || ' ' || initcap(substr(md5((n * 7)::text), 1, 8)),
        'seasonal', 'member', now(), now()
      from generate_series(1, $3::int) n cross join lateral (select 'held' || n || '@example.com' as mail) m
      returning id
    ), numbered as (
      select id, row_number() over () as nth from made
    ), free as (
      select id, row_number() over (order by pick) as nth from seat where pool_id = $4
    ), held as (
      update seat s set holder_id = n.id from free f join numbered n using (nth) where s.id = f.id
      returning s.id, s.holder_id
    ), invited as (
      insert into invitation (id, organization_id, account_id, member_id, issue, sent_at)
      select uuidv7(), $1, $2, id, 1, now() from made
    )
    insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
    select $2, $1, $4, id, holder_id, now(), 'vendor' from held`,
    [actor.organizationId, actor.accountId, taken, poolId],
  )
  // Otherwise plans are made for empty tables, and there are dead rows of this very statement.
  await client.query('vacuum analyze')
  await client.end()
}
