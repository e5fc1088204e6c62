import { seasonWindow, type Instant, type Season } from '@seatkeeper/rules'
import { formatDays, formatInstant, type Viewer } from '@seatkeeper/wording'
import type { Fact, FactGroup } from './mail-content.ts'

/** A season with its two instants, in UTC and in the reader's time. */
export function seasonFacts(season: Season, reader: Viewer): FactGroup {
  const { opensAt, closesAt } = seasonWindow(season)
  return {
    title: `${season.name}, ${formatDays(season, reader.locale)}`,
    facts: [instantFact('Opens', opensAt, reader), instantFact('Closes', closesAt, reader)],
  }
}

/** CAL-02: UTC first, the reader's own time beside it where it differs. */
export function instantFact(label: string, at: Instant, reader: Viewer): Fact {
  const { utc, local } = formatInstant(at, reader)
  return local === null ? { label, value: utc } : { label, value: utc, aside: local }
}
