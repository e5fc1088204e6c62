import { CompiledQuery } from 'kysely'
import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { outboxTypes } from '../outbox/events.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** Any number that no other advisory lock has; the same in every worker. */
const LOCK = 7_341_905_300

/**
 * Runs `work` while no other worker moves the clock; false: another is at it. The lock belongs to a connection that is kept
 * for as long: whoever is killed lets go of it, and the next worker goes on from where the clock stands.
 */
export async function aloneWithClock(em: Em, work: () => Promise<void>): Promise<boolean> {
  return (em.getKysely() as Db).connection().execute(async (connection) => {
    const ask = (text: string) =>
      connection.executeQuery<{ readonly mine: boolean }>(CompiledQuery.raw(text, []))
    const { rows } = await ask(`select pg_try_advisory_lock(${LOCK}) as mine`)
    if (!rows[0]?.mine) return false
    try {
      await work()
      return true
    } finally {
      await ask(`select pg_advisory_unlock(${LOCK}) as mine`)
    }
  })
}

const stand = statement<{ readonly changes: number }, [standsAt: string, wallNow: string]>(/* sql */ `
with moved as (
  update business_clock set stands_at = $1::timestamptz, changes = changes + 1
  where goal is not null and stands_at < $1::timestamptz
  returning changes
), noted as (
  insert into business_clock_step (wall_at, business_at, kind)
  select $2::timestamptz, $1::timestamptz, 'due' from moved
)
select changes from moved
`)

const aim = statement<{ readonly changes: number }, [targetAt: string]>(/* sql */ `
update business_clock set goal = 'instant', target_at = $1::timestamptz, changes = changes + 1
where goal = 'next-event' and stands_at <= $1::timestamptz
returning changes
`)

/** What 'next event' turned out to be. */
export async function aimClock(em: Em, target: Instant): Promise<void> {
  await aim(em.getKysely() as Db, iso(target))
}

/** The clock stands at a later instant from now on. */
export async function standClock(
  { em, wallNow }: { readonly em: Em; readonly wallNow: Instant },
  at: Instant,
): Promise<void> {
  await stand(em.getKysely() as Db, iso(at), iso(wallNow))
}

const underWay = statement<
  { readonly events: number },
  [wallNow: string, types: readonly string[]]
>(/* sql */ `
select count(*) as events from outbox
where type = any($2::text[]) and (state = 'sending' or (state in ('pending', 'retry') and due_at <= $1::timestamptz))
`)

/** How many events wait to be delivered now or are being delivered. What is to be tried again later does not count. */
export async function deliveriesUnderWay({
  em,
  wallNow,
}: {
  readonly em: Em
  readonly wallNow: Instant
}): Promise<number> {
  const [row] = await underWay(em.getKysely() as Db, iso(wallNow), outboxTypes)
  return row?.events ?? 0
}
