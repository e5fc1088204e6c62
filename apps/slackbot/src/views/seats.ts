import type { SeasonalLimit, SeatCount } from '@seatkeeper/db'
import {
  availabilityText,
  counted,
  formatWindow,
  phaseName,
  userTypeName,
  type Viewer,
} from '@seatkeeper/wording'
import type { KnownBlock } from '@slack/types'
import { buttons } from './ids.ts'
import { context, label, type Message, paragraph } from './message.ts'
import { plain } from './mrkdwn.ts'

export interface SeatsProps {
  readonly organization: string
  readonly counts: readonly SeatCount[]
  readonly seasons: readonly SeasonalLimit[]
  readonly viewer: Viewer
  /** Where the portal lists users and seats. */
  readonly portalUsersUrl: string
  /** Where it stands. For a channel it has no buttons, which only the asker may press. */
  readonly place: 'asker' | 'channel' | 'home'
  readonly mayAdd: boolean
}

/** Slack takes 50 blocks; a season needs one, the rest of the message seven. */
const MOST_SEASONS = 40

/** SLK-01: every pool with total, taken and remaining; every season with its dates, UTC first. */
export function seatsMessage(props: SeatsProps): Message {
  const { organization, counts, seasons, viewer } = props
  const title = `Seats of ${organization}`
  const pools = counts.map(
    ({ kind, availability }) =>
      `${userTypeName[kind]}: ${availabilityText(availability, viewer.locale)}` as const,
  )
  const shown = seasons.slice(0, MOST_SEASONS).map((season) => seasonLines(season, viewer))
  const more = seasons.length - shown.length
  const moreText = more > 0 ? [`and ${counted(more, 'more season')} in the portal`] : []
  const none = seasons.length === 0 ? ['No season is open or still to come.'] : []

  return {
    text: plain(
      [title, ...pools, ...shown.map((lines) => lines.join('; ')), ...moreText, ...none].join('\n'),
    ),
    blocks: [
      { type: 'header', text: label(title, 150) },
      ...(pools.length > 0 ? [paragraph(pools.join('\n'))] : []),
      { type: 'divider' },
      ...shown.map(([head, ...lines]) => paragraph({ bold: head ?? '' }, `\n${lines.join('\n')}`)),
      ...moreText.concat(none).map(context),
      ...(props.place === 'channel' ? [] : [actions(props)]),
    ],
  }
}

/** Name and phase, seats, the window on both clocks. */
function seasonLines(
  { season, phase, availability, window }: SeasonalLimit,
  viewer: Viewer,
): readonly string[] {
  const { utc, local } = formatWindow(window, viewer)
  return [
    `${season.name} (${phaseName[phase].toLowerCase()})`,
    availabilityText(availability, viewer.locale),
    utc,
    ...(local === null ? [] : [local]),
  ]
}

function actions({ portalUsersUrl, mayAdd, seasons, place }: SeatsProps): KnownBlock {
  return {
    type: 'actions',
    elements: [
      ...(mayAdd && seasons.length > 0
        ? [
            {
              type: 'button',
              action_id: buttons.openAddUser,
              text: { type: 'plain_text', text: 'Add a seasonal user' },
              style: 'primary',
            } as const,
          ]
        : []),
      ...(place === 'asker'
        ? [
            {
              type: 'button',
              action_id: buttons.shareSeats,
              text: { type: 'plain_text', text: 'Share in this channel' },
            } as const,
          ]
        : []),
      {
        type: 'button',
        action_id: buttons.follow,
        text: { type: 'plain_text', text: 'Open in the portal' },
        url: portalUsersUrl,
      },
    ],
  }
}
