import { type Day, day, type Instant, startOfDay } from '@seatkeeper/rules'
import { Client } from 'pg'

/** The night on which all of them are due. */
export const NIGHT: Day = day('2027-03-31')
export const NIGHT_AT: Instant = startOfDay(NIGHT)

const BEFORE = '2027-02-28'

async function once<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * So many accounts by plain SQL, each with an organization, an address, five seats and two collaborators. Every fourth has terms of a month from
 * the 31st, the last of which was invoiced and is to be renewed; the others are billed by the month and begin that very night.
 */
export async function fillAccounts(
  url: string,
  count: number,
): Promise<{ readonly invoices: number; readonly renewals: number }> {
  await once(url, (client) =>
    client.query(
      `with made as (
        insert into account (id, name, created_at) select uuidv7(), 'Account ' || n, $2::date - 40
        from generate_series(1, $1::int) n returning id, name
      ), numbered as (
        select id, name, row_number() over (order by id) % 4 = 0 as renews from made
      ), organizations as (
        insert into organization (id, account_id, name, kind, created_at)
        select uuidv7(), id, name, 'production', $2::date - 40 from made
      ), addresses as (
        insert into billing_profile (account_id, company, line1, city, postal_code, country, email, further_emails, updated_at)
        select id, name, 'Main St 1', 'Springfield', '62701', 'US', 'billing@example.com', '[]', $2::date - 40 from made
      ), contracts as (
        insert into contract (id, account_id, plan, policy, billing_interval, payment, starts_on, ends_on, anchor_day, created_at)
        select uuidv7(), id, 'business', 'standard', 'monthly', 'card', case when renews then $3::date else $2::date end,
          case when renews then $2::date else $2::date + 366 end, 31, $2::date - 40 from numbered
        returning id, account_id, starts_on, ends_on
      ), invoices as (
        insert into invoice (id, account_id, contract_id, number, kind, issued_at, period_start, period_end, currency, net, tax,
          carried_in, carried_out, credit_applied, to_balance, due, bill_to, paid_at)
        select uuidv7(), account_id, id, 1, 'invoice', starts_on, starts_on, ends_on, 'USD', 0, 0, 0, 0, 0, 0, 0, '{}', starts_on
        from contracts where starts_on < $2::date
      ), pools as (
        insert into pool (id, account_id, contract_id, kind, mode)
        select uuidv7(), account_id, id, kind, 'counted' from contracts, unnest(array['full-time', 'collaborator']) kind
        returning id, account_id, kind
      )
      insert into seat (account_id, pool_id, kind, valid_from)
      select account_id, id, kind, $2::date - 40 from pools, generate_series(1, case kind when 'full-time' then 5 else 2 end)`,
      [count, NIGHT, BEFORE],
    ),
  )
  await once(url, (client) => client.query('vacuum analyze'))
  const renewals = Math.floor(count / 4)
  return { invoices: count, renewals }
}

/** What came of it, and whatever is there twice or out of line. */
export function billed(url: string): Promise<{
  readonly invoices: number
  readonly renewals: number
  readonly faults: readonly unknown[]
}> {
  return once(url, async (client) => {
    const counts = await client.query(
      `select (select count(*)::int from invoice where period_start = $1::date) as invoices,
        (select count(*)::int from contract where renewed_from is not null) as renewals`,
      [NIGHT],
    )
    const faults = await client.query(
      `select a.id as account, array_agg(i.period_start::text || ' – ' || i.period_end::text order by i.number) as periods
       from account a left join invoice i on i.account_id = a.id
       group by a.id
       having count(*) filter (where i.period_start = $1::date and i.period_end = '2027-04-30') <> 1
         or count(*) > 2 or count(*) <> (select count(*) from contract c where c.account_id = a.id)
         or (select count(*) from invoice_collection n where n.account_id = a.id) <> 1
       limit 10`,
      [NIGHT],
    )
    return { ...counts.rows[0], faults: faults.rows }
  })
}
