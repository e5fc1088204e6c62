import type { OfferedSeason } from '@seatkeeper/rules'
import { formatDays, phaseName } from '@seatkeeper/wording'
import { label } from './message.ts'
import { cut } from './mrkdwn.ts'

/** A choice in one of Slack's menus. `value` is the identity of what is chosen. */
export interface Choice {
  readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false }
  readonly value: string
}

/** What Slack takes in one answer. */
const MOST_CHOICES = 100

/** The seasons with a free seat whose names hold what was typed (SEAT-03). Slack shows at most 75 letters of each. */
export function seasonChoices(seasons: readonly OfferedSeason[], typed: string, locale?: string): Choice[] {
  return seasons
    .filter(({ choosable, season }) => choosable && holds(season.name, typed))
    .slice(0, MOST_CHOICES)
    .map(({ season, phase }) => {
      const about = ` · ${formatDays(season, locale)}, ${phaseName[phase].toLowerCase()}`
      return choice(season.id, `${cut(season.name, 75 - about.length)}${about}`)
    })
}

/** Stands in the form until somebody chooses: a menu of Slack's can't be emptied again, so 'none' is a choice like the others. */
export const noPermissionSet = {
  text: label('None', 75),
  value: 'none',
} as const satisfies Choice

/** The permission sets whose names hold what was typed, after 'none'. */
export function permissionSetChoices(
  sets: readonly { readonly id: string; readonly name: string }[],
  typed: string,
): Choice[] {
  const found = sets.filter(({ name }) => holds(name, typed)).map(({ id, name }) => choice(id, name))
  return [...(holds(noPermissionSet.text.text, typed) ? [noPermissionSet] : []), ...found].slice(
    0,
    MOST_CHOICES,
  )
}

export function choice(value: string, text: string): Choice {
  return { text: label(text, 75), value }
}

function holds(name: string, typed: string): boolean {
  return fold(name).includes(fold(typed))
}

/** Case and accents make no difference to somebody who searches. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase()
}
