import { html } from 'hono/html'
import { join } from './markup.ts'
import type { Markup } from './markup.ts'

/** The names that a seat office has use for; others stay as they are written. */
const known: Readonly<Record<string, string>> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  warning: '⚠️',
  no_entry: '⛔',
  x: '❌',
  information_source: 'ℹ️',
  hourglass_flowing_sand: '⏳',
  hourglass: '⌛',
  calendar: '📅',
  date: '📅',
  seat: '💺',
  lock: '🔒',
  unlock: '🔓',
  link: '🔗',
  bulb: '💡',
  wave: '👋',
  tada: '🎉',
  bell: '🔔',
  email: '✉️',
  bust_in_silhouette: '👤',
  busts_in_silhouette: '👥',
  arrow_right: '➡️',
  point_right: '👉',
  question: '❓',
  clock1: '🕐',
  large_green_circle: '🟢',
  large_yellow_circle: '🟡',
  red_circle: '🔴',
  white_circle: '⚪',
  sunflower: '🌻',
  chair: '🪑',
}

/** Text with its emoji names as pictures that are read out by their names. */
export const emoji = (text: string): Markup =>
  join(
    text
      .split(/(:[a-z0-9_+-]+:)/)
      .map((piece, index) => (index % 2 === 1 ? picture(piece.slice(1, -1)) : html`${piece}`)),
  )

export function picture(name: string): Markup {
  const glyph = known[name]
  return glyph === undefined
    ? html`:${name}:`
    : html`<span role="img" aria-label="${name.replaceAll('_', ' ')}">${glyph}</span>`
}
