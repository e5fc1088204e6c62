import { SeasonalLimits } from '~/components/seasonal-limits.tsx'
import { SeatRow } from '~/components/seats.tsx'
import type { UsersView } from './users-view.ts'

/** What is left, pool by pool, before anything else on the page: it is what people come to see. */
export function SeatStrip({ pools, seasonal }: Pick<UsersView, 'pools' | 'seasonal'>) {
  if (pools.length === 0 && seasonal === null) return null
  return (
    <section className="seat-strip card" aria-label="Seats">
      {pools.map(({ poolId, label, seats }) => (
        <div className="seat-cell" key={poolId}>
          <h2>{label}</h2>
          <p className="seat-figure">{seats.left}</p>
          <p className="seat-used">{seats.used}</p>
          <SeatRow {...seats} />
        </div>
      ))}
      {seasonal !== null && (
        <div className="seat-cell">
          <h2>Seasonal</h2>
          <p className="seat-figure">{seasonal.left}</p>
          <p className="seat-used">{seasonal.used}</p>
          <SeasonalLimits limits={seasonal.limits} />
        </div>
      )}
    </section>
  )
}
