import type { TwoClocks } from '@seatkeeper/wording'
import { Badge, type Tone } from './badge.tsx'
import { DateText } from './date-text.tsx'
import { Icon } from './icon.tsx'
import { popover, popoverTarget, useTip } from './popover.ts'
import { SeatRow, type SeatView } from './seats.tsx'

export interface SeasonLimit {
  readonly seasonId: string
  readonly name: string
  readonly phase: 'upcoming' | 'open' | 'closed'
  readonly phaseLabel: string
  readonly seats: SeatView
  readonly dates: TwoClocks
}

export const phaseTone: Record<SeasonLimit['phase'], Tone> = {
  open: 'good',
  upcoming: 'coming',
  closed: 'plain',
}

/** USER-06: a pill that opens the open and coming seasons' seats and dates by hover, focus, click and tap. */
export function SeasonalLimits({ limits }: { limits: readonly SeasonLimit[] }) {
  const wrapper = useTip()
  return (
    <div className="tip-anchor" ref={wrapper}>
      <button
        type="button"
        className="pill"
        aria-describedby="seasonal-limits"
        {...popoverTarget('seasonal-limits')}
      >
        Seasonal limits
        <Icon name="chevron" />
      </button>
      <div id="seasonal-limits" role="tooltip" className="tip" {...popover()}>
        <ul className="limits" role="list">
          {limits.map((limit) => (
            <li key={limit.seasonId}>
              <span className="limits-name">
                {limit.name} <Badge tone={phaseTone[limit.phase]}>{limit.phaseLabel}</Badge>
              </span>
              <span className="limits-left">{limit.seats.left}</span>
              <SeatRow {...limit.seats} />
              <span className="limits-used">{limit.seats.used}</span>
              <DateText when={limit.dates} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
