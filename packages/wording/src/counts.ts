import type { PoolAvailability } from '@seatkeeper/rules'
import { DEFAULT_LOCALE } from './viewer.ts'

const numberFormats = new Map<string, Intl.NumberFormat>()

/** `10,000` */
export function formatCount(count: number, locale: string = DEFAULT_LOCALE): string {
  let format = numberFormats.get(locale)
  if (!format) {
    format = new Intl.NumberFormat(locale)
    numberFormats.set(locale, format)
  }
  return format.format(count)
}

/** `1 seat`, `10,000 users` */
export function counted(count: number, one: string, many: string = `${one}s`, locale?: string): string {
  return `${formatCount(count, locale)} ${count === 1 ? one : many}`
}

/** `Ada, Bo and Cy`; `Ada, Bo and 5 more`, when `count` says that there are more than those named. */
export function namesText(count: number, names: readonly string[], locale?: string): string {
  const more = count - names.length
  const parts = more > 0 ? [...names, `${formatCount(more, locale)} more`] : names
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

/** `14 of 20 seats used, 6 remaining`; `3 seats used, no limit`; `7 of 5 seats used, 2 too many` */
export function availabilityText(availability: PoolAvailability, locale?: string): string {
  const used = availability.assigned + availability.held
  if (availability.mode === 'unlimited') return `${counted(used, 'seat', 'seats', locale)} used, no limit`
  const { total, remaining, over } = availability
  const rest = over > 0 ? `${formatCount(over, locale)} too many` : remainingText(remaining, locale)
  return `${formatCount(used, locale)} of ${counted(total, 'seat', 'seats', locale)} used, ${rest}`
}

function remainingText(remaining: number, locale?: string): string {
  return remaining === 0 ? 'none remaining' : `${formatCount(remaining, locale)} remaining`
}
