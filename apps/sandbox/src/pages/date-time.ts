import { html } from 'hono/html'
import type { Markup } from './layout.ts'

const format = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

/** A moment as the whole product says it: UTC, and named so. */
export function dateTime(moment: Date): Markup {
  return html`<time datetime="${moment.toISOString()}">${format.format(moment)} UTC</time>`
}
