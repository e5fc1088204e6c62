import { addDays, type Currency, type Day, DEFAULT_CATALOG } from '@seatkeeper/rules'
import { itemName, moneyWords } from './billing.ts'
import { counted, namesText } from './counts.ts'
import { formatDay } from './dates.ts'
import { userTypeName } from './names.ts'
import type { Viewer } from './viewer.ts'

type Facts = Readonly<Record<string, unknown>>

/** What an entry of the audit log has written down, as its sentence reads it. */
export interface AuditFigures {
  readonly before: Facts
  readonly after: Facts
  /** What identities are called. */
  readonly names: Readonly<Record<string, string>>
  readonly viewer: Viewer
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const isDay = (value: unknown): value is Day => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

/** ` to Ada`, or nothing where what would stand there is not known. */
export const said = (before: string, text: string | null, after = ''): string =>
  text === null ? '' : `${before}${text}${after}`

export const fieldText = ({ after, before }: AuditFigures, field: string): string | null =>
  textOf(after[field]) ?? textOf(before[field])

/** Whoever or whatever a field names by its identity; seats of no season by their type. */
export function named({ after, before, names }: AuditFigures, field: string): string | null {
  const value = after[field] ?? before[field]
  const known = (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((one) => {
    if (typeof one === 'object' && one !== null) return textOf((one as Facts)['name']) ?? []
    const name = typeof one === 'string' ? names[one] : undefined
    return name === undefined ? [] : ((userTypeName as Readonly<Record<string, string>>)[name] ?? name)
  })
  return known.length === 0 ? null : namesText(known.length, known)
}

export function dayText({ after, before, viewer }: AuditFigures, field: string): string | null {
  const value = after[field] ?? before[field]
  return isDay(value) ? formatDay(value, viewer.locale) : null
}

/** `1 Jun 2026 – 30 Jun 2026` of a span whose end is the day after its last. */
export function spanText({ start, end }: Facts, { viewer }: AuditFigures): string | null {
  if (!isDay(start) || !isDay(end)) return null
  return `${formatDay(start, viewer.locale)} – ${formatDay(addDays(end, -1), viewer.locale)}`
}

/** Minor units, in the currency that stands beside them. */
export function amountText({ after, before, viewer }: AuditFigures, field = 'due'): string | null {
  const [value, currency] = [after[field] ?? before[field], after['currency'] ?? before['currency']]
  return typeof value === 'number' && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
    ? moneyWords(value, currency as Currency, viewer.locale)
    : null
}

/** `invoice 5` */
export function invoiceText({ after, before }: AuditFigures): string {
  const number = after['number'] ?? before['number']
  return typeof number === 'number' ? `invoice ${number}` : 'an invoice'
}

const planName = (plan: string): string => DEFAULT_CATALOG.plans[plan]?.name ?? plan

export function planText({ after }: AuditFigures): string | null {
  const plan = textOf(after['plan'])
  return plan === null ? null : planName(plan)
}

/** `3 more Full-time seats and the plan Enterprise`: what was ordered. */
export function orderText({ after, viewer }: AuditFigures): string | null {
  const { changes, subject } = after as { changes?: unknown; subject?: Facts }
  if (subject?.['kind'] === 'new-term') return 'a new term'
  if (subject?.['kind'] === 'ad-hoc-season') {
    const season = subject['season'] as Facts | undefined
    return `the season ${textOf(season?.['name']) ?? 'that was offered'}`
  }
  if (!Array.isArray(changes)) return null
  const parts = (changes as Facts[]).flatMap((change) => {
    if (typeof change['plan'] === 'string') return `the plan ${planName(change['plan'])}`
    const { item, by } = change
    if (typeof item !== 'string' || typeof by !== 'number') return []
    const [count, name] = [Math.abs(by), itemName(item)]
    const what = count === 1 ? name.replace(/seats$/, 'seat') : name
    return `${counted(count, '', '', viewer.locale).trim()} ${by < 0 ? 'fewer' : 'more'} ${lower(what)}`
  })
  return parts.length === 0 ? null : namesText(parts.length, parts)
}

/** `Full-time seats 12 → 10, plan Business → Professional`: what is to be different, or is. */
export function differenceText({ before, after }: AuditFigures): string | null {
  const parts = Object.entries(after).flatMap(([item, to]) => {
    const from = before[item]
    if (item === 'plan' && typeof from === 'string' && typeof to === 'string')
      return `plan ${planName(from)} → ${planName(to)}`
    return typeof from === 'number' && typeof to === 'number'
      ? `${lower(itemName(item))} ${from} → ${to}`
      : []
  })
  return parts.length === 0 ? null : parts.join(', ')
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
