import type { Season } from '../season/season.ts'
import { seasonWindow } from '../season/window.ts'
import { type Instant, MS_PER_HOUR } from '../time/instant.ts'
import { poolAvailability } from './availability.ts'
import type { ClaimablePool, PoolFacts } from './facts.ts'

/** How long an offered seat waits for an answer; a switch. */
export const OFFER_HOURS = 24

/** Somebody who waits for a seat of a full season: for the seat itself, or to be told that there is one. */
export interface WaitingEntry {
  readonly id: string
  readonly wants: 'seat' | 'news'
  readonly askedAt: Instant
  /** When a seat was offered, or the news sent; null before. An offer holds its seat until `until`. */
  readonly offer: { readonly at: Instant; readonly until: Instant } | null
  /** When they took the seat or gave up; null while they wait. */
  readonly endedAt: Instant | null
}

export interface WaitingFacts {
  readonly pool: (PoolFacts | ClaimablePool) & { readonly season: Season }
  readonly entries: readonly WaitingEntry[]
  readonly offerHours?: number
}

export interface WaitingDecision {
  /** Seats to hold and to offer now, each until its deadline. */
  readonly offer: readonly { readonly entryId: string; readonly until: Instant }[]
  /** Entries to be told that a seat is free. */
  readonly tell: readonly string[]
  /** Those who wait on, first in line first. */
  readonly waiting: readonly string[]
  /** Those who let their offer pass; the seat went to the next. */
  readonly lapsed: readonly string[]
  /** Free seats that are owed to nobody in the line, so that anybody may take them; null: without limit. */
  readonly spare: number | null
}

/**
 * SEAT-12: who of those waiting is offered the free seats, in the order in which they asked, with the deadline to take them
 * (never beyond the season's closing). An offer is a hold (SEAT-11) and counts as one in the pool's facts; one that has run
 * out counts as free at once and goes to the next, and whoever let it pass is out of the line. News is for whoever asked
 * for no more, once nobody waits for the seat itself. When the season has closed, nobody waits for anything.
 */
export function decideWaiting(facts: WaitingFacts, now: Instant): WaitingDecision {
  const { pool, entries, offerHours = OFFER_HOURS } = facts
  const { closesAt } = seasonWindow(pool.season)
  const isOver = closesAt <= now
  const until = Math.min(now + offerHours * MS_PER_HOUR, closesAt) as Instant

  const inLine = entries
    .filter(({ endedAt, offer }) => endedAt === null && offer === null)
    .toSorted((a, b) => a.askedAt - b.askedAt || (a.id < b.id ? -1 : 1))
  const queue = inLine.filter(({ wants }) => wants === 'seat')
  const curious = inLine.filter(({ wants }) => wants === 'news')
  const lapsed = entries
    .filter(
      ({ wants, endedAt, offer }) =>
        wants === 'seat' && endedAt === null && offer !== null && offer.until <= now,
    )
    .map(({ id }) => id)

  if (isOver) return { offer: [], tell: [], waiting: [], lapsed, spare: 0 }

  const free = freeSeats(pool, now)
  const offer = queue.slice(0, free ?? queue.length).map(({ id }) => ({ entryId: id, until }))
  const spare = free === null ? null : free - offer.length
  return {
    offer,
    tell: spare === 0 ? [] : curious.map(({ id }) => id),
    waiting: queue.slice(offer.length).map(({ id }) => id),
    lapsed,
    spare,
  }
}

/** Null: without limit. */
function freeSeats(pool: PoolFacts | ClaimablePool, now: Instant): number | null {
  if ('claimable' in pool) return pool.claimable
  const availability = poolAvailability(pool, now)
  return availability.mode === 'unlimited' ? null : availability.remaining
}
