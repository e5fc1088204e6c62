import { instantFromIso, type Instant } from './instant.ts'
import { ZONES_BY_ABBREVIATIONS } from './zone-abbreviations.ts'

interface Name {
  readonly letters: string
  readonly offsetMinutes: number
  readonly from: number
  readonly until: number
}

const NAME = /^([A-Za-z]+)([+-]\d+)(?:\[(.*)\.\.(.*)\])?$/

function readName(text: string): Name {
  const [, letters = '', offset, from, until] = NAME.exec(text) ?? []
  return {
    letters,
    offsetMinutes: Number(offset),
    from: from ? instantFromIso(from) : -Infinity,
    until: until ? instantFromIso(until) : Infinity,
  }
}

let namesByZone: ReadonlyMap<string, readonly Name[]> | null = null

/** Read when it is first asked for: whoever shows no zone does not pay for it. */
function namesOf(zone: string): readonly Name[] {
  namesByZone ??= new Map(
    Object.entries(ZONES_BY_ABBREVIATIONS).flatMap(([names, zones]) => {
      const read = names.split(' ').map(readName)
      return zones.split(' ').map((zone): [string, readonly Name[]] => [zone, read])
    }),
  )
  return namesByZone.get(zone) ?? []
}

/**
 * D-01: what the tz database calls an offset of a zone at an instant: `EDT`, `CEST`; where a zone has no letters, the
 * offset itself, `-03` or `+0545`. `zone` is the IANA name in its own case, `offset` is `±HH:mm`.
 */
export function zoneAbbreviation(zone: string, at: Instant, offset: string): string {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))
  const signed = offset.startsWith('-') ? -minutes : minutes
  const name = namesOf(zone).find(
    ({ offsetMinutes, from, until }) => offsetMinutes === signed && from <= at && at < until,
  )
  return name?.letters ?? offset.replace(/:00$/, '').replace(':', '')
}
