import type { ContractSeason, Instant } from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { openSeason } from './open-season.ts'

const accept = statement<never, [id: string, now: string, by: string]>(/* sql */ `
update season_offer set state = 'accepted', decided_at = $2::timestamptz, decided_by = $3::text
where id = $1::uuid and state = 'offered'
`)

/** BILL-06: an accepted offer becomes a season with its pool and a row for each seat. */
export async function openAdHocSeason(
  db: Db,
  place: { readonly accountId: string; readonly contractId: string },
  season: ContractSeason,
  { now, by }: { readonly now: Instant; readonly by: string },
): Promise<void> {
  await accept(db, season.id, iso(now), by)
  await openSeason(db, place, season, now)
}
