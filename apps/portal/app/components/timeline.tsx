/** Where things lie on the axis: fractions from 0 to 1, reckoned on the server from instants. */
export interface TimelineScale {
  /** Those whose label would lie under 'Today' are left out. */
  readonly months: readonly { readonly at: number; readonly label: string }[]
  /** Null: today lies beyond it. */
  readonly now: number | null
}

export interface TimelineSpan {
  readonly from: number
  readonly to: number
  readonly phase: 'upcoming' | 'open' | 'closed'
}

const percent = (fraction: number) => `${(100 * fraction).toFixed(3)}%`

/** The months and 'today' above a stack of season bars that share one scale. */
export function TimelineAxis({ scale }: { scale: TimelineScale }) {
  return (
    <svg className="timeline" height="18" aria-hidden="true">
      {scale.months.map(({ at, label }) => (
        <text key={at} x={percent(at)} y="12">
          {label}
        </text>
      ))}
      {scale.now !== null && (
        <text
          className="now-label"
          x={percent(scale.now)}
          y="12"
          textAnchor={scale.now < 0.06 ? 'start' : 'middle'}
        >
          Today
        </text>
      )}
    </svg>
  )
}

/** One season's window against the common scale, with a line for now. The dates beside it say the same. */
export function SeasonTimeline({ scale, span }: { scale: TimelineScale; span: TimelineSpan }) {
  return (
    <svg className="timeline" height="14" aria-hidden="true">
      <rect className="track" y="4" width="100%" height="6" rx="3" />
      {scale.months.map(({ at }) => (
        <line key={at} className="tick" x1={percent(at)} x2={percent(at)} y1="4" y2="10" />
      ))}
      <rect
        className="window"
        data-phase={span.phase}
        x={percent(span.from)}
        width={percent(span.to - span.from)}
        y="4"
        height="6"
        rx="3"
      />
      {scale.now !== null && (
        <line className="now" x1={percent(scale.now)} x2={percent(scale.now)} y1="0" y2="14" />
      )}
    </svg>
  )
}
