import type { ChangeRow, SeasonOfferRow } from '@seatkeeper/db'
import { type Currency, seasonMonths } from '@seatkeeper/rules'
import {
  counted,
  formatCount,
  formatDay,
  formatDays,
  formatInstant,
  inOneLine,
  type Viewer,
} from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import { itemName, moneyText, planName } from './words.ts'

/** Something of the contract that is going to change, or was to (BILL-04). */
export interface ChangeView {
  readonly id: string
  readonly what: string
  readonly from: string
  readonly to: string
  readonly on: string
  readonly state: { readonly label: string; readonly tone: Tone }
  /** Who gives up a seat with it. */
  readonly people: readonly string[]
  readonly others: string | null
  readonly note: string | null
  /** It waits, so that it can be called off. */
  readonly waits: boolean
}

const STATES: Readonly<Record<ChangeRow['state'], ChangeView['state']>> = {
  requested: { label: 'Asked for', tone: 'warn' },
  scheduled: { label: 'Scheduled', tone: 'coming' },
  declined: { label: 'Declined', tone: 'bad' },
  made: { label: 'Made', tone: 'good' },
}

export function changeView(
  change: ChangeRow,
  inUse: Readonly<Record<string, number>>,
  { locale }: Viewer,
): ChangeView {
  const { id, kind, item, from, to, fromPlan, toPlan, state, people, named, made } = change
  const count = (value: number | null) => formatCount(value ?? 0, locale)
  return {
    id,
    what: kind === 'plan' ? 'Plan' : itemName(item!),
    from: kind === 'plan' ? planName(fromPlan!) : count(from),
    to: kind === 'plan' ? planName(toPlan!) : count(to),
    on: formatDay(change.effectiveOn, locale),
    state: STATES[state],
    people: people.map(({ name }) => name),
    others:
      named > people.length
        ? counted(
            named - people.length,
            'person of another organization',
            'people of other organizations',
            locale,
          )
        : null,
    note:
      kind === 'plan'
        ? null
        : state === 'made'
          ? made === null || made === to
            ? null
            : `It came to ${count(made)}, because so many were in use.`
          : stayingNote(change, inUse[item!] ?? 0, locale),
    waits: state === 'requested' || state === 'scheduled',
  }
}

/** D-23: nobody is evicted silently. */
function stayingNote(
  { from, to, named }: ChangeRow,
  inUse: number,
  locale: string | undefined,
): string | null {
  const staying = Math.min(inUse - named, from ?? 0)
  if (to === null || staying <= to) return null
  const more =
    staying - to === 1 ? 'one more person is' : `${formatCount(staying - to, locale)} more people are`
  return `${formatCount(inUse, locale)} are in use: it renews at ${formatCount(staying, locale)}, not at ${formatCount(to, locale)}, unless ${more} named to give up a seat.`
}

export interface OfferView {
  readonly id: string
  readonly name: string
  readonly days: string
  readonly seats: string
  readonly price: string
  readonly total: string
  readonly until: string
}

/** BILL-06 */
export function offerView(offer: SeasonOfferRow, currency: Currency, viewer: Viewer): OfferView {
  const money = moneyText(currency, viewer.locale)
  const months = seasonMonths(offer)
  return {
    id: offer.id,
    name: offer.name,
    days: formatDays(offer, viewer.locale),
    seats: counted(offer.seats, 'seat', 'seats', viewer.locale),
    price: `${money(offer.unitPrice)} a seat for each of ${counted(months, 'month', 'months', viewer.locale)}`,
    total: money(offer.seats * offer.unitPrice * months),
    until: inOneLine(formatInstant(offer.expiresAt, viewer)),
  }
}
