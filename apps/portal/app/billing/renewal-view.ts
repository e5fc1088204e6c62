import type { ProposedSeason, RenewalFacts } from '@seatkeeper/db'
import {
  addDays,
  cycleOf,
  dayAt,
  type Instant,
  lowerPlans,
  seasonMonths,
  seasonPrice,
  startOfDay,
  type StorageAmounts,
} from '@seatkeeper/rules'
import {
  counted,
  formatCount,
  formatDay,
  formatDays,
  formatInstant,
  refusalSentence,
  type Viewer,
} from '@seatkeeper/wording'
import { changeView, offerView } from './changes-view.ts'
import { lineViews } from './line-view.ts'
import { notAgreedText } from './not-agreed.ts'
import type { ComparedRow } from './quote-view.ts'
import { everyText, itemName, moneyText, planName, spanText } from './words.ts'

export type RenewalView = ReturnType<typeof renewalView>

/** BILL-11: the next term with all that follows, in the viewer's words. */
export function renewalView(
  found: RenewalFacts,
  { viewer, now, mayBuy }: { readonly viewer: Viewer; readonly now: Instant; readonly mayBuy: boolean },
) {
  const { locale } = viewer
  const { facts, changes, offers, cancelled } = found
  const { contract } = facts
  const inUse = Object.fromEntries(contract.items.map(({ id, inUse = 0 }) => [id, inUse]))
  return {
    renewsOn: formatInstant(startOfDay(contract.term.end), viewer),
    day: formatDay(contract.term.end, locale),
    cancelled,
    ended: contract.term.end <= dayAt(now),
    mayBuy,
    lowerPlan: lowerPlans(facts.catalog, contract.plan).length > 0,
    changes: changes.map((change) => changeView(change, inUse, viewer)),
    /** Asked for and not answered: it is in no figure of the next term. */
    asked: changes.some(({ state }) => state === 'requested'),
    offers: offers.map((offer) => offerView(offer, contract.currency, viewer)),
    next: nextOf(found, viewer),
    seasons: found.proposals.map((season) => seasonView(season, found, viewer)),
  }
}

const SEASON_STATES = {
  proposed: { label: 'Proposed', tone: 'coming' },
  agreed: { label: 'Agreed', tone: 'good' },
  declined: { label: 'Not held', tone: 'bad' },
} as const

/** BILL-11: a season, one year on. */
function seasonView(season: ProposedSeason, { facts }: RenewalFacts, { locale }: Viewer) {
  const money = moneyText(facts.contract.currency, locale)
  return {
    id: season.fromSeasonId,
    name: season.name,
    days: formatDays(season, locale),
    seats: counted(season.seats, 'seat', 'seats', locale),
    cost: money(seasonCost(season, facts)),
    state: SEASON_STATES[season.state],
  }
}

function seasonCost(season: ProposedSeason, { contract, catalog }: RenewalFacts['facts']): number {
  const listed = seasonPrice(catalog, contract.plan, cycleOf(contract.interval))
  const price = season.unitPrice ?? (listed.kind === 'grant' ? listed.price.amount : 0)
  return season.seats * price * seasonMonths(season)
}

type NextView =
  { readonly kind: 'none'; readonly why: string } | ({ readonly kind: 'term' } & ReturnType<typeof termOf>)

function nextOf(found: RenewalFacts, viewer: Viewer): NextView {
  const { preview, facts } = found
  if (preview.kind === 'refuse') return { kind: 'none', why: refusalSentence(preview, viewer) }
  const money = moneyText(facts.contract.currency, viewer.locale)
  return { kind: 'term', ...termOf(found, preview, { money, locale: viewer.locale }) }
}

type Preview = Extract<RenewalFacts['preview'], { kind: 'grant' }>

function termOf(
  { facts, changes, byCard, proposals }: RenewalFacts,
  { renewal, refused, invoice, storage }: Preview,
  { money, locale }: { readonly money: (amount: number) => string; readonly locale: string | undefined },
) {
  const { contract: before } = facts
  const next = renewal.contract
  const row = (name: string, current: string, then: string, why?: string): ComparedRow => {
    return { name, current, next: then, changed: current !== then, ...(why !== undefined && { why }) }
  }
  const scheduled = changes.filter(({ state }) => state === 'scheduled')
  const planChange = scheduled.some(({ kind }) => kind === 'plan')
  const quantity = (item: { quantity: number; terms?: { mode: string } } | undefined) =>
    item?.terms?.mode === 'unlimited' ? 'No limit' : formatCount(item?.quantity ?? 0, locale)
  const whyOf = ({ id, terms }: (typeof next.items)[number]): string | undefined => {
    if (terms?.mode === 'tied') return 'With the full-time seats'
    const change = scheduled.find(({ item }) => item === id)
    const kept = renewal.keptInUse.find(({ item }) => item === id)
    return kept
      ? `${formatCount(kept.requested, locale)} agreed, but so many stay in use`
      : change && 'As agreed'
  }
  const seasons = Object.fromEntries(before.seasons.map(({ id, name }) => [id, name]))
  return {
    term: spanText(next.term.start, addDays(next.term.end, -1), locale),
    every: everyText(next.interval),
    rows: [
      row('Plan', planName(before.plan), planName(next.plan), planChange ? 'As agreed' : undefined),
      ...next.items.flatMap((item) => {
        const old = before.items.find(({ id }) => id === item.id)
        return [
          row(itemName(item.id), quantity(old), quantity(item), whyOf(item)),
          ...(old?.unitPrice === item.unitPrice || item.terms?.mode === 'unlimited'
            ? []
            : [row(`${itemName(item.id)}, each a month`, money(old?.unitPrice ?? 0), money(item.unitPrice))]),
        ]
      }),
      ...storageRows(storage, row, locale),
    ],
    notMade: refused.map(({ change }) =>
      change.kind === 'plan'
        ? `${planName(change.to)} is not on offer any more, so the contract renews on the plan that it has.`
        : `${itemName(change.item)}: what was agreed can’t be made any more, so the number stays as it is.`,
    ),
    keptInUse: renewal.keptInUse.map(
      ({ item, requested, renewedAt }) =>
        `${itemName(item)}: ${formatCount(requested, locale)} were asked for, and it renews at ${formatCount(renewedAt, locale)}, because so many stay in use.`,
    ),
    releases: changes
      .filter(({ state, people }) => state === 'scheduled' && people.length > 0)
      .map(({ id, item, named, people }) => {
        const { inUse = 0 } = before.items.find((each) => each.id === item) ?? {}
        const quantity = next.items.find((each) => each.id === item)?.quantity ?? 0
        return {
          id,
          seats: itemName(item ?? ''),
          people: people.map(({ name }) => name),
          note: neededNote(Math.max(inUse - quantity, 0), named, locale),
        }
      }),
    invoice: {
      on: formatDay(next.term.start, locale),
      lines: lineViews(invoice.lines, { money, locale, seasons, estimated: true }),
      due: money(invoice.due),
      without: notAgreedText(
        proposals.map((season) => ({ ...season, cost: seasonCost(season, facts) })),
        invoice.period,
        { money, locale },
      ),
      credit: invoice.creditApplied > 0 ? money(invoice.creditApplied) : null,
      how: byCard ? 'Charged to the card on file' : 'Sent as an invoice, to be paid by bank transfer',
    },
  }
}

/** D-23: free seats go first, then those of the people named, in their order. */
function neededNote(needed: number, named: number, locale: string | undefined): string | null {
  if (needed >= named) return null
  return needed === 0
    ? 'As it stands today enough seats are free, so nobody has to.'
    : `As it stands today it takes only ${formatCount(needed, locale)} of them.`
}

type Row = (name: string, current: string, next: string) => ComparedRow

function storageRows(
  { current, next }: Preview['storage'],
  row: Row,
  locale: string | undefined,
): ComparedRow[] {
  if (current === null && next === null) return []
  const gb = (amounts: StorageAmounts | null, of: keyof StorageAmounts) =>
    amounts === null ? 'No limit' : `${formatCount(amounts[of] / 1e9, locale)} GB`
  return [
    row('Data storage', gb(current, 'data'), gb(next, 'data')),
    row('Attachment storage', gb(current, 'attachments'), gb(next, 'attachments')),
  ]
}
