import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/**
 * SLK-08: true for the first who comes with this key, false for every later one, in whatever process. What was claimed
 * and then broke off is not acted on again: the use cases behind have idempotency keys of their own, and people press again.
 */
export async function claimSlackDelivery(
  { em, wallNow }: Pick<IdentityContext, 'em' | 'wallNow'>,
  key: string,
): Promise<boolean> {
  const rows = await claim(em.getKysely() as Db, key, iso(wallNow))
  return rows.length === 1
}

const claim = statement<{ readonly key: string }, [key: string, wallNow: string]>(/* sql */ `
insert into slack_delivery (key, received_at) values ($1::text, $2::timestamptz)
on conflict do nothing returning key
`)

/** Slack retries an event for up to a day, and a signature is good for ten minutes. */
const KEEP_HOURS = 26

/** Forgets deliveries that can't come again and links that are long over. Gives how many rows went. */
export async function forgetSlackTraffic({
  em,
  wallNow,
}: Pick<IdentityContext, 'em' | 'wallNow'>): Promise<number> {
  const before = iso((wallNow - KEEP_HOURS * 3_600_000) as Instant)
  const [row] = await forget(em.getKysely() as Db, before)
  return row?.gone ?? 0
}

const forget = statement<{ readonly gone: number }, [before: string]>(/* sql */ `
with deliveries as (delete from slack_delivery where received_at < $1::timestamptz returning 1),
  tickets as (delete from slack_ticket where expires_at < $1::timestamptz returning 1)
select (select count(*) from deliveries) + (select count(*) from tickets) as gone
`)
