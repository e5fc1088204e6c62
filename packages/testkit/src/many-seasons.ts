import { MS_PER_DAY } from '@seatkeeper/rules'
import { Client } from 'pg'
import { type TestAccount, type TestAccountOptions, buildAccount, TEST_NOW } from './account.ts'

export interface ManySeasons extends TestAccount {
  /** The one that all people have. */
  readonly largest: TestAccount['seasons'][number]
}

const NAMES = [
  'New year',
  'Winter sale',
  'Spring',
  'Easter',
  'Early summer',
  'Summer',
  'Back to school',
  'Harvest',
]
const DAYS_BETWEEN = 9

/**
 * An account whose seasons lie nine days apart, most of them past, one of them with all the people and each other one with fifty: 100
 * seasons with 5,000 assignments and more, unless told otherwise. Every third person has never signed up. Accounts and seasons are made
 * as the vendor makes them, the people by plain SQL.
 */
export async function buildManySeasons(
  url: string,
  {
    seasons = 100,
    people = 500,
    each = 50,
    now = TEST_NOW,
    ...options
  }: Pick<TestAccountOptions, 'name' | 'now' | 'passwordHash'> & {
    readonly seasons?: number
    readonly people?: number
    readonly each?: number
  } = {},
): Promise<ManySeasons> {
  const today = Math.ceil(seasons * 0.8)
  const account = await buildAccount(url, {
    ...options,
    now,
    seasons: Array.from({ length: seasons }, (_, n) => {
      const from = (n - today) * DAYS_BETWEEN
      const year = new Date(now + from * MS_PER_DAY).getUTCFullYear()
      return {
        name: `${NAMES[n % NAMES.length]!} ${year}, no. ${n + 1}`,
        from,
        to: from + 5 + (n % 5) * 7,
        seats: n === today ? people : each + (n % 3) * 10,
      }
    }),
  })
  const largest = account.seasons[today]!
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `with wanted as (
        select n, n % 3 > 0 as signed_up, 'User ' || lpad(n::text, 4, '0') as name, 'many' || n || '@' || $1::uuid::text || '.example' as mail
        from generate_series(1, $4::int) n
      ), persons as (
        insert into person (id, email, email_key, name, password_hash, time_zone, locale, created_at)
        select uuidv7(), mail, mail, name, 'no password', 'Europe/Vienna', 'en-GB', $3 from wanted where signed_up
        returning id, email
      ), made as (
        insert into member
          (id, organization_id, account_id, person_id, email, email_key, name, type, role, invited_at, created_at, signed_up_at)
        select uuidv7(), $1, $2, p.id, w.mail, w.mail, w.name, 'seasonal', 'member', $3, $3, case when w.signed_up then $3::timestamptz end
        from wanted w left join persons p on p.email = w.mail
        returning id
      ), people as (select id, row_number() over (order by id) - 1 as nth from made
      ), invited as (
        insert into invitation (id, organization_id, account_id, member_id, issue, sent_at)
        select uuidv7(), $1, $2, id, 1, $3 from made
      ), pools as (
        select id, row_number() over (order by array_position($5::uuid[], id)) as nth, id = $6::uuid as largest
        from pool where id = any($5::uuid[])
      ), free as (
        select s.id, s.pool_id, p.nth as pool, p.largest, row_number() over (partition by s.pool_id order by s.id) - 1 as nth
        from seat s join pools p on p.id = s.pool_id
      ), held as (
        update seat s set holder_id = p.id
        from free f join people p on p.nth = case when f.largest then f.nth else (f.pool * 7 + f.nth) % $4::int end
        where s.id = f.id and (f.largest or f.nth < $7::int)
        returning s.id, s.pool_id, s.holder_id
      )
      insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
      select $2, $1, pool_id, id, holder_id, $3, 'vendor' from held`,
      [
        account.organizationId,
        account.accountId,
        new Date(now - 900 * MS_PER_DAY),
        people,
        account.seasons.map(({ poolId }) => poolId),
        largest.poolId,
        each,
      ],
    )
    // They were given their seasons long before these opened: nobody looks at them but for the openings.
    await client.query('delete from notice_review where account_id = $1', [account.accountId])
    // As any database that lives has done by itself: without it the planner expects one pool.
    await client.query('analyze')
  } finally {
    await client.end()
  }
  return { ...account, largest }
}
