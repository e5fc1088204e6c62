/** A pool as it is drawn and read; the words are made on the server. */
export interface SeatView {
  readonly assigned: number
  readonly held: number
  /** Null where seats are unlimited. */
  readonly total: number | null
  /** `6 left`, `Full`, `No limit`: the figure that people look for first */
  readonly left: string
  /** `14 of 20 used` */
  readonly used: string
}

const side = 8
const gap = 3
const mostDrawn = 30

/** A rounded square per seat, all in one path, so that a row of thirty costs two elements. */
function seatPath(from: number, to: number, inset: number): string {
  const size = side - 2 * inset
  const r = 2 - inset
  const straight = size - 2 * r
  let path = ''
  for (let seat = from; seat < to; seat++) {
    path += `M${seat * (side + gap) + inset + r} ${inset}h${straight}a${r} ${r} 0 0 1 ${r} ${r}v${straight}a${r} ${r} 0 0 1-${r} ${r}h-${straight}a${r} ${r} 0 0 1-${r}-${r}v-${straight}a${r} ${r} 0 0 1 ${r}-${r}z`
  }
  return path
}

/**
 * How full a pool is, seat by seat up to thirty and as a bar beyond: taken seats are solid, free ones are outlines.
 * It repeats the figures beside it, so screen readers skip it.
 */
export function SeatRow({ assigned, held, total }: Pick<SeatView, 'assigned' | 'held' | 'total'>) {
  if (total === null || total === 0) return null
  const taken = Math.min(assigned, total)
  const kept = Math.min(taken + held, total)
  const full = kept >= total
  if (total > mostDrawn) {
    return (
      <svg className="seat-row" data-full={full} width="240" height={side} aria-hidden="true">
        <rect className="track" width="100%" height={side} rx="2" />
        <rect className="held" width={`${(100 * kept) / total}%`} height={side} rx="2" />
        <rect className="taken" width={`${(100 * taken) / total}%`} height={side} rx="2" />
      </svg>
    )
  }
  const width = total * (side + gap) - gap
  return (
    <svg
      className="seat-row"
      data-full={full}
      width={width}
      height={side}
      viewBox={`0 0 ${width} ${side}`}
      aria-hidden="true"
    >
      <path className="taken" d={seatPath(0, taken, 0)} />
      <path className="held" d={seatPath(taken, kept, 0)} />
      <path className="free" d={seatPath(kept, total, 0.5)} />
    </svg>
  )
}
