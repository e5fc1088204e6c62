import { type ExactAmount, exactBigQuotient, fractionOf } from '../money/exact.ts'
import { LAST_EPOCH_DAY } from '../time/civil.ts'
import { type Day, dayOfEpochDay, epochDayOf } from '../time/day.ts'

export interface UsagePoint {
  readonly on: Day
  /** Bytes. */
  readonly bytes: number
}

export type StorageForecast =
  /** Fewer than two days of history say nothing. */
  | { readonly forecast: 'unknown' }
  /** The last measure is at the limit or beyond it. */
  | { readonly forecast: 'reached'; readonly on: Day }
  /** Usage stands still, shrinks, or grows too slowly for this calendar. */
  | { readonly forecast: 'never'; readonly bytesPerDay: ExactAmount }
  | { readonly forecast: 'on'; readonly day: Day; readonly bytesPerDay: ExactAmount }

/**
 * STOR-09: the day on which the limit is reached if usage goes on as it did: from the last measure, by the slope of
 * the straight line that fits all of them best (least squares, in integers, so the same everywhere). Points come in
 * any order; all of them are kept apart by day.
 */
export function storageForecast(history: readonly UsagePoint[], limit: number): StorageForecast {
  const points = history.map(({ on, bytes }) => ({ x: epochDayOf(on), bytes })).sort((a, b) => a.x - b.x)
  const last = points.at(-1)
  if (!last) return { forecast: 'unknown' }
  if (last.bytes >= limit) return { forecast: 'reached', on: dayOfEpochDay(last.x) }
  const slope = leastSquaresSlope(points)
  if (!slope) return { forecast: 'unknown' }
  const { numerator, denominator } = fractionOf(slope)
  if (numerator <= 0n) return { forecast: 'never', bytesPerDay: slope }
  const missing = BigInt(limit - last.bytes) * denominator
  const day = BigInt(last.x) + (missing + numerator - 1n) / numerator
  return day > BigInt(LAST_EPOCH_DAY)
    ? { forecast: 'never', bytesPerDay: slope }
    : { forecast: 'on', day: dayOfEpochDay(Number(day)), bytesPerDay: slope }
}

/** Bytes a day; undefined where all points lie on one day. */
function leastSquaresSlope(points: readonly { x: number; bytes: number }[]): ExactAmount | undefined {
  const n = BigInt(points.length)
  // Counted from the first day: the sums stay small and the slope is the same.
  const origin = points[0]?.x ?? 0
  let [x, y, xx, xy] = [0n, 0n, 0n, 0n]
  for (const point of points) {
    const [px, py] = [BigInt(point.x - origin), BigInt(point.bytes)]
    x += px
    y += py
    xx += px * px
    xy += px * py
  }
  const spread = n * xx - x * x
  return spread === 0n ? undefined : exactBigQuotient(n * xy - x * y, spread)
}
