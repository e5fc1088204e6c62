import { Client } from 'pg'

/**
 * So many members who hold seats of one season, invited long ago and never signed up: by plain SQL, for measuring and
 * breaking things at sizes for which the product's own way would take too long.
 */
export async function crowd(
  url: string,
  { organizationId, accountId }: { readonly organizationId: string; readonly accountId: string },
  { poolId, count }: { readonly poolId: string; readonly count: number },
): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    `with made as (
      insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
      select uuidv7(), $1, $2, mail, mail, 'User ' || n, 'seasonal', 'member',
        now() - interval '20 days', now() - interval '20 days'
      from generate_series(1, $3::int) n cross join lateral (select 'crowd' || n || '@example.com' as mail) m
      returning id
    ), numbered as (
      select id, row_number() over () as nth from made
    ), free as (
      select id, row_number() over () as nth from seat where pool_id = $4
    ), held as (
      update seat s set holder_id = n.id from free f join numbered n using (nth) where s.id = f.id
      returning s.id, s.holder_id
    ), invited as (
      insert into invitation (id, organization_id, account_id, member_id, issue, sent_at)
      select uuidv7(), $1, $2, id, 1, now() - interval '20 days' from made
    )
    insert into seat_assignment (account_id, organization_id, pool_id, seat_id, member_id, started_at, started_by)
    select $2, $1, $4, id, holder_id, now() - interval '20 days', 'vendor' from held`,
    [organizationId, accountId, count, poolId],
  )
  // They were given the season long before it opened: nobody looks at them but for its opening.
  await client.query('delete from notice_review')
  await client.query('vacuum analyze')
  await client.end()
}
