import * as fc from 'fast-check'
import {
  type Day,
  day,
  dayOfEpochDay,
  epochDayOf,
  type Instant,
  instantFromIso,
  type PoolFacts,
  type Season,
  type SeatFacts,
} from '../src/index.ts'

/** Facts as the tests write them down, and arbitrary ones for properties. */

export const at = (iso: string): Instant => instantFromIso(iso)

export function season(name: string, firstDay: string, lastDay: string): Season {
  return { id: name.toLowerCase(), name, firstDay: day(firstDay), lastDay: day(lastDay) }
}

/** A counted pool of a season; its id is the season's. */
export function seasonPool(
  of: Season,
  total: number,
  assigned: number,
  more: Partial<PoolFacts> = {},
): PoolFacts {
  return { id: of.id, kind: 'seasonal', mode: 'counted', season: of, total, assigned, held: 0, ...more }
}

/** A counted pool without a season; its id is its kind. */
export function pool(
  kind: Exclude<PoolFacts['kind'], 'seasonal'>,
  total: number,
  assigned: number,
  more: Partial<PoolFacts> = {},
): PoolFacts {
  return { id: kind, kind, mode: 'counted', total, assigned, held: 0, ...more }
}

export function production(...pools: readonly PoolFacts[]): SeatFacts {
  return { organization: 'production', pools }
}

const FIRST = epochDayOf(day('2020-01-01'))
const LAST = epochDayOf(day('2035-12-31'))

/** A day of the years that the zones are checked for. */
export const anyDay: fc.Arbitrary<Day> = fc.integer({ min: FIRST, max: LAST }).map(dayOfEpochDay)

/** Seasons close together, so that many touch and overlap. */
export const crowdedSeasons: fc.Arbitrary<Season[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 8 }), fc.uuid())
    .map(([first, days, id]) => ({
      id,
      name: id,
      firstDay: dayOfEpochDay(FIRST + first),
      lastDay: dayOfEpochDay(FIRST + first + days),
    })),
  { maxLength: 6 },
)

export const anyInstant: fc.Arbitrary<Instant> = fc.integer({
  min: FIRST * 86_400_000,
  max: LAST * 86_400_000,
}) as fc.Arbitrary<Instant>
