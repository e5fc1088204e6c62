import type { Instant } from '@seatkeeper/rules'
import type { Actor, Tenant } from '../context.ts'
import type { Database } from '../database.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { changeInTenant } from '../transaction.ts'
import { queueWaitingMails, settleLines } from './line.ts'

/** Lines of seasons that are not over and have a seat that could be offered, each with an organization whose people wait. */
const selectLines = statement<Tenant & { readonly poolId: string }, [now: string]>(/* sql */ `
select distinct on (w.pool_id) w.pool_id as "poolId", w.organization_id as "organizationId", w.account_id as "accountId"
from waiting_entry w join pool p on p.id = w.pool_id join season s on s.id = p.season_id
where w.ended_at is null and s.last_day >= ($1::timestamptz at time zone 'UTC')::date
  and (
    exists (
      select from seat f where f.pool_id = p.id and f.holder_id is null and f.retires_on is null
        and (f.held_until is null or f.held_until <= $1::timestamptz))
    or exists (
      select from seat l where l.pool_id = p.id and l.holder_id is not null and l.retires_on is null
        and l.held_until <= $1::timestamptz))
order by w.pool_id, w.organization_id
`)

const selectUnmailed = statement<Tenant, []>(/* sql */ `
select distinct organization_id as "organizationId", account_id as "accountId" from waiting_entry
where offered_at is not null and mailed_at is null
`)

/** When an offer, a hold or an invitation of a seat that somebody waits for runs out next. */
const selectNext = statement<{ readonly at: Instant | null }, [after: string]>(/* sql */ `
select min(s.held_until) as at from seat s
where s.held_until > $1::timestamptz
  and s.pool_id in (select pool_id from waiting_entry where ended_at is null)
`)

export async function nextLineAt(database: Database, after: Instant): Promise<Instant | null> {
  const [row] = await selectNext(database.worker().getKysely() as Db, iso(after))
  return row?.at ?? null
}

/**
 * SEAT-12: offers what came free by itself, by an offer, a hold or an invitation that ran out, or that was bought; and mails people of
 * organizations other than the one whose change freed a seat (D-40). Each line in a transaction of its own, as its tenant; safe
 * beside other workers, since the lines' locks let one at a time offer. A line that fails keeps no other waiting: what went
 * wrong is thrown when all have had their turn.
 */
export async function workLines(database: Database, now: Instant): Promise<void> {
  const worker = () => database.worker().getKysely() as Db
  const as = (tenant: Tenant): Actor => ({ ...tenant, kind: 'job', job: 'waiting-list', channel: 'job' })
  const faults: unknown[] = []
  const inTurn = (tenant: Tenant, work: (db: Db) => Promise<unknown>) =>
    changeInTenant(database.tenant(), tenant, work).catch((fault: unknown) => void faults.push(fault))
  for (const { poolId, ...tenant } of await selectLines(worker(), iso(now))) {
    await inTurn(tenant, (db) => settleLines(db, as(tenant), [poolId], now))
  }
  for (const tenant of await selectUnmailed(worker())) {
    await inTurn(tenant, (db) =>
      queueWaitingMails(db, tenant.organizationId, 'job', 'waiting-list', 'job', iso(now)),
    )
  }
  if (faults.length > 0)
    throw new AggregateError(faults, `${faults.length} waiting line(s) could not be worked`)
}
