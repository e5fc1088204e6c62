import type { StorageAmounts } from '../catalog/catalog.ts'
import { gigabytesBegun } from './overage.ts'
import { GB } from './units.ts'

export interface CureFacts {
  /** Bytes beyond the allowance. */
  readonly over: StorageAmounts
  /** Minor units a GB and month. */
  readonly pricePerGb: StorageAmounts
  /** A full-time seat: its price a month and what it adds; null where seats add nothing (conversation-based). */
  readonly seat: { readonly price: number; readonly adds: StorageAmounts } | null
}

/** A way to be within the limit again. `monthly` is in minor units. */
export type Cure =
  | { readonly cure: 'delete'; readonly bytes: StorageAmounts; readonly monthly: 0 }
  | { readonly cure: 'storage'; readonly gigabytes: StorageAmounts; readonly monthly: number }
  | { readonly cure: 'seats'; readonly seats: number; readonly monthly: number }
  | {
      readonly cure: 'seats-and-storage'
      readonly seats: number
      readonly gigabytes: StorageAmounts
      readonly monthly: number
    }

export interface Cures {
  /** Deleting first, then by price; none where nothing is over. */
  readonly options: readonly Cure[]
  /** The cheapest that deletes nothing. */
  readonly cheapest: Cure | null
}

/**
 * STOR-09: what ends an overage: delete so many bytes, buy GB, add seats, or seats and GB together where that is
 * cheaper than either. Among equally dear mixtures the one with fewer seats, as storage alone commits to less.
 */
export function cheapestCure({ over, pricePerGb, seat }: CureFacts): Cures {
  if (over.data === 0 && over.attachments === 0) return { options: [], cheapest: null }
  const storage = storageBeside(over, pricePerGb, 0, seat)
  const paid: Cure[] = [{ cure: 'storage', ...storage }]
  if (seat) {
    const useful = usefulSeats(over, seat.adds)
    const mixed = cheapestMixture({ over, pricePerGb, seat }, storage.monthly)
    if (coversAll(over, seat.adds)) {
      paid.push({ cure: 'seats', seats: useful, monthly: useful * seat.price })
    }
    if (mixed) paid.push(mixed)
  }
  paid.sort((a, b) => a.monthly - b.monthly)
  return { options: [{ cure: 'delete', bytes: over, monthly: 0 }, ...paid], cheapest: paid[0] ?? null }
}

type Seat = NonNullable<CureFacts['seat']>

/** The GB that are still to be bought when so many seats are added, and what both cost. */
function storageBeside(
  over: StorageAmounts,
  pricePerGb: StorageAmounts,
  seats: number,
  seat: Seat | null,
): { readonly gigabytes: StorageAmounts; readonly monthly: number } {
  const gigabytes = gigabytesBegun({
    data: Math.max(over.data - seats * (seat?.adds.data ?? 0), 0),
    attachments: Math.max(over.attachments - seats * (seat?.adds.attachments ?? 0), 0),
  })
  const monthly =
    gigabytes.data * pricePerGb.data +
    gigabytes.attachments * pricePerGb.attachments +
    seats * (seat?.price ?? 0)
  return { gigabytes, monthly }
}

/** Beyond so many seats one more saves nothing. */
function usefulSeats(over: StorageAmounts, adds: StorageAmounts): number {
  return Math.max(
    adds.data > 0 ? Math.ceil(over.data / adds.data) : 0,
    adds.attachments > 0 ? Math.ceil(over.attachments / adds.attachments) : 0,
  )
}

/** Does any number of seats cover all that is over? */
function coversAll(over: StorageAmounts, adds: StorageAmounts): boolean {
  return (over.data === 0 || adds.data > 0) && (over.attachments === 0 || adds.attachments > 0)
}

/**
 * The cheapest mixture of seats and GB that costs less than GB alone. What a seat saves are whole GB, so the cost does
 * not fall evenly; but it only falls where one more GB is saved, and only those numbers of seats are tried.
 */
function cheapestMixture(
  { over, pricePerGb, seat }: CureFacts & { readonly seat: Seat },
  alone: number,
): Cure | null {
  let best: Cure | null = null
  for (const seats of [...seatsThatSave(over, seat.adds)].sort((a, b) => a - b)) {
    const { gigabytes, monthly } = storageBeside(over, pricePerGb, seats, seat)
    if (gigabytes.data + gigabytes.attachments === 0) break
    if (monthly < (best?.monthly ?? alone)) best = { cure: 'seats-and-storage', seats, gigabytes, monthly }
  }
  return best
}

/** The least seats with which each number of GB, down to none, is still to be bought. */
function seatsThatSave(over: StorageAmounts, adds: StorageAmounts): Set<number> {
  const numbers = new Set<number>()
  for (const category of ['data', 'attachments'] as const) {
    if (adds[category] === 0) continue
    for (let left = over[category]; left > 0; left -= GB) numbers.add(Math.ceil(left / adds[category]))
  }
  return numbers
}
