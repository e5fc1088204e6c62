import { type Db, statement } from '../../statement.ts'

/**
 * A term's pools move on to the next, and so do its seasons that are not over on the day: the same rows with the same seats,
 * holders, holds and waiting lines, so that whoever takes or gives a seat at that very moment notices nothing. Seasons that
 * are over stay with the term in which they were.
 */
const move = statement<never, [from: string, to: string, day: string]>(/* sql */ `
with pools as (
  update pool set contract_id = $2::uuid where contract_id = $1::uuid and season_id is null
), seasons as (
  -- Their pools follow: the key says on update cascade.
  update season set contract_id = $2::uuid where contract_id = $1::uuid and last_day >= $3::date
)
update scheduled_change set contract_id = $2::uuid
where contract_id = $1::uuid and state = 'scheduled' and effective_on > $3::date
`)

export async function moveToTerm(
  db: Db,
  { from, to, seasonsFrom }: { readonly from: string; readonly to: string; readonly seasonsFrom: string },
): Promise<void> {
  await move(db, from, to, seasonsFrom)
}
