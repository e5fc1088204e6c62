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

/** When a mail came by the demo's clock; beside it by the wall's, where the two differ by more than the minutes that are shown. */
export function mailTime({
  businessAt,
  receivedAt,
}: {
  readonly businessAt: number
  readonly receivedAt: Date
}): Markup {
  const apart = Math.abs(businessAt - receivedAt.getTime()) >= 60_000
  return html`<span class="when"
    >${dateTime(new Date(businessAt))}
    ${apart ? html`<span class="wall">${dateTime(receivedAt)} by the wall clock</span>` : ''}</span
  >`
}

/** A moment as the whole product says it: UTC, and named so. */
export function dateTime(moment: Date): Markup {
  return html`<time datetime="${moment.toISOString()}">${format.format(moment)} UTC</time>`
}
