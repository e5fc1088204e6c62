import type { PoolAvailability } from '@seatkeeper/rules'
import { formatCount } from '@seatkeeper/wording'
import type { SeatView } from '~/components/seats.tsx'

/** A pool's figures in the short words of a page: `6 left` beside `14 of 20 used` (SEAT-02). */
export function seatView(availability: PoolAvailability, locale?: string): SeatView {
  const { assigned, held } = availability
  const count = (seats: number) => formatCount(seats, locale)
  const alsoHeld = held === 0 ? '' : `, ${count(held)} held`
  if (availability.mode === 'unlimited') {
    return { assigned, held, total: null, left: 'No limit', used: `${count(assigned)} used${alsoHeld}` }
  }
  const { total, remaining, over } = availability
  const left = over > 0 ? `${count(over)} too many` : remaining === 0 ? 'Full' : `${count(remaining)} left`
  return { assigned, held, total, left, used: `${count(assigned)} of ${count(total)} used${alsoHeld}` }
}
