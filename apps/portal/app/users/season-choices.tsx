import { useState } from 'react'
import { Badge } from '~/components/badge.tsx'
import { Choice, Choices } from '~/components/choice.tsx'
import { DateText } from '~/components/date-text.tsx'
import { Notice } from '~/components/notice.tsx'
import { phaseTone } from '~/components/seasonal-limits.tsx'
import { SeasonTimeline, TimelineAxis } from '~/components/timeline.tsx'
import { Reason } from './type-choices.tsx'
import type { Overlap, UserFormView } from './user-form-view.ts'

/**
 * The seasons on offer, on one common time axis. The style sheet shows the question only while 'Seasonal' is chosen,
 * so that it needs no script; a season that is full stays in sight with its reason (SEAT-03, D-37).
 */
export function SeasonChoices(
  props: Pick<UserFormView, 'seasons' | 'scale' | 'overlaps'> & {
    chosen: readonly string[]
    errors?: readonly string[] | undefined
  },
) {
  const { seasons, scale, overlaps } = props
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(props.chosen))
  const choosable = new Set(
    seasons.filter(({ unavailable }) => unavailable === null).map((one) => one.seasonId),
  )
  const toggle = (seasonId: string) =>
    setChosen((before) => {
      const after = new Set(before)
      if (!after.delete(seasonId)) after.add(seasonId)
      return after
    })

  return (
    <Choices
      name="seasonIds"
      legend="Seasons"
      hint="The user can sign in while one of these is open. Windows open and close at 00:00 UTC."
      errors={props.errors}
      className="season-choices"
    >
      <div className="season-axis">
        <TimelineAxis scale={scale} />
      </div>
      {seasons.map((season) => (
        <Choice
          key={season.seasonId}
          kind="checkbox"
          name="seasonIds"
          value={season.seasonId}
          label={
            <>
              {season.name} <Badge tone={phaseTone[season.span.phase]}>{season.phaseLabel}</Badge>
            </>
          }
          chosen={season.unavailable === null && props.chosen.includes(season.seasonId)}
          side={
            season.seats && (
              <>
                {season.seats.left}
                <span className="choice-side-text">{season.seats.used}</span>
              </>
            )
          }
          foot={<SeasonTimeline scale={scale} span={season.span} />}
          onChange={() => toggle(season.seasonId)}
          {...(season.unavailable && { reason: <Reason unavailable={season.unavailable} /> })}
        >
          <DateText when={season.dates} />
        </Choice>
      ))}
      <Overlaps
        overlaps={overlaps.filter(({ seasonIds }) =>
          seasonIds.every((id) => chosen.has(id) || choosable.has(id)),
        )}
        chosen={chosen}
      />
    </Choices>
  )
}

/** Overlaps of seasons that can be chosen are told to everybody beforehand; with JavaScript those that were just chosen stand out. */
function Overlaps({ overlaps, chosen }: { overlaps: readonly Overlap[]; chosen: ReadonlySet<string> }) {
  const hit = overlaps.filter(({ seasonIds }) => seasonIds.every((id) => chosen.has(id)))
  const rest = overlaps.filter((overlap) => !hit.includes(overlap))
  return (
    <>
      <output>
        {hit.length > 0 && (
          <Notice tone="warn">
            {hit.map(({ text }) => (
              <p key={text}>{text}</p>
            ))}
          </Notice>
        )}
      </output>
      {rest.map(({ text }) => (
        <p className="field-hint" key={text}>
          {text}
        </p>
      ))}
    </>
  )
}
