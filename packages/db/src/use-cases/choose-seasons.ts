import type { Instant, SeasonInPool } from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** Gives up what is chosen no more. */
const dropChoices = statement<never, [memberId: string, keptPools: readonly string[]]>(/* sql */ `
delete from season_choice where member_id = $1::uuid and pool_id <> all($2::uuid[])
`)

/** What is chosen already keeps its instant. */
const insertChoices = statement<
  never,
  [choices: string, organizationId: string, accountId: string, now: string]
>(/* sql */ `
insert into season_choice (member_id, pool_id, organization_id, account_id, chosen_at)
select c.member_id, c.pool_id, $2::uuid, $3::uuid, $4::timestamptz
from jsonb_to_recordset($1::jsonb) as c(member_id uuid, pool_id uuid)
on conflict (member_id, pool_id) do nothing
`)

/** Seasons of a sandbox's members, each with its pool. */
export type Choices = readonly { readonly memberId: string; readonly seasons: readonly SeasonInPool[] }[]

/**
 * SEAT-01: notes the seasons of a sandbox's members, who take no seat that would say them. The rows belong to the member,
 * whose lock the caller holds, and nobody competes for them.
 */
export async function chooseSeasons(
  db: Db,
  { organizationId, accountId }: Pick<Actor, 'organizationId' | 'accountId'>,
  choices: Choices,
  now: Instant,
): Promise<void> {
  const rows = choices.flatMap(({ memberId, seasons }) =>
    seasons.map(({ poolId }) => ({ member_id: memberId, pool_id: poolId })),
  )
  if (rows.length > 0) await insertChoices(db, JSON.stringify(rows), organizationId, accountId, iso(now))
}

/** Before a member's type changes: a choice is a seasonal member's. */
export async function giveUpSeasons(db: Db, memberId: string, kept: readonly SeasonInPool[]): Promise<void> {
  await dropChoices(
    db,
    memberId,
    kept.map(({ poolId }) => poolId),
  )
}
