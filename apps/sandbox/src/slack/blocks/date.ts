import { html } from 'hono/html'
import type { Markup } from './markup.ts'
import { link } from './references.ts'

/**
 * A moment as Slack writes it for its reader. `at` is epoch milliseconds; `format` carries Slack's tokens
 * (`{date_short_pretty} at {time}`); the fallback is for clients that can't, and serves here as the tooltip.
 */
export function slackDate(given: {
  readonly at: number
  readonly format: string
  readonly link?: string | undefined
  readonly fallback?: string | undefined
  readonly zone: string
}): Markup {
  const moment = new Date(given.at)
  if (Number.isNaN(moment.getTime())) return html`${given.fallback ?? given.format}`
  const shown = given.format.replaceAll(
    /\{(\w+)\}/g,
    (token, name: string) => tokens[name]?.(moment, given.zone) ?? token,
  )
  const at = moment.toISOString()
  const title = given.fallback ?? at
  const time = html`<time datetime="${at}" title="${title}">${shown}</time>`
  return given.link ? link(given.link, shown) : time
}

const write = (options: Intl.DateTimeFormatOptions) => (moment: Date, zone: string) =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options }).format(moment)

const date = write({ year: 'numeric', month: 'long', day: 'numeric' })
const short = write({ year: 'numeric', month: 'short', day: 'numeric' })
const long = write({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })

/** 'yesterday', 'today' and 'tomorrow' where they fit. The day is the reader's. */
const pretty = (otherwise: typeof date) => (moment: Date, zone: string) => {
  const day = (at: number) => write({ dateStyle: 'short' })(new Date(at), zone)
  const near = { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }
  const found = Object.entries(near).find(
    ([days]) => day(Date.now() + Number(days) * 86_400_000) === day(moment.getTime()),
  )
  return found?.[1] ?? otherwise(moment, zone)
}

const tokens: Readonly<Record<string, (moment: Date, zone: string) => string>> = {
  date_num: write({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  date_slash: write({ year: 'numeric', month: '2-digit', day: '2-digit' }),
  date,
  date_short: short,
  date_long: long,
  date_pretty: pretty(date),
  date_short_pretty: pretty(short),
  date_long_pretty: pretty(long),
  time: write({ hour: 'numeric', minute: '2-digit' }),
  time_secs: write({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
  ago: (moment) => {
    const minutes = Math.round((moment.getTime() - Date.now()) / 60_000)
    const relative = new Intl.RelativeTimeFormat('en-US')
    if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
    if (Math.abs(minutes) < 48 * 60) return relative.format(Math.round(minutes / 60), 'hour')
    return relative.format(Math.round(minutes / 1440), 'day')
  },
}
