import type { BillingOverview, InvoiceRow } from '@seatkeeper/db'
import { type AccountStanding, addDays, type Instant, seasonPhase, startOfDay } from '@seatkeeper/rules'
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
import { addressView } from './address-view.ts'
import { changeView, offerView } from './changes-view.ts'
import { nextInvoiceView } from './next-invoice-view.ts'
import { owedViews } from './owed-view.ts'
import { type InvoiceLineView, invoiceRowView } from './invoice-row-view.ts'
import { brandName, everyText, itemName, moneyText, netTermsText, spanText } from './words.ts'

export interface CostRow {
  readonly id: string
  readonly name: string
  /** `18 of 20 in use`; null: nothing is counted. */
  readonly use: string | null
  readonly quantity: string
  readonly price: string
  readonly monthly: string
  readonly yearly: string
}

export type OverviewView = ReturnType<typeof overviewView>

/** BILL-01 in the viewer's words. */
export function overviewView(
  overview: BillingOverview,
  invoices: readonly InvoiceRow[],
  {
    viewer,
    now,
    mayBuy,
    contact,
    all,
    standings,
  }: {
    readonly viewer: Viewer
    readonly now: Instant
    readonly mayBuy: boolean
    readonly contact: string | null
    /** Every invoice: what is open is not only among the latest. */
    readonly all: readonly InvoiceRow[]
    readonly standings: AccountStanding
  },
) {
  const { locale } = viewer
  const money = moneyText(overview.currency, locale)
  const { annual, term, nextInvoice, card } = overview
  const facts = new Map(overview.items.map((item) => [item.id, item]))
  const runs = overview.period !== null
  const inUse = Object.fromEntries(overview.items.map(({ id, inUse = 0 }) => [id, inUse]))
  const seasons = overview.seasons
    .filter(({ source, lastDay }) => source === 'contract' || lastDay >= term.start)
    .map((season) => seasonView(season, overview, { viewer, now }))
  const seasonsCost = annual.seasons.reduce((sum, { amount }) => sum + amount, 0)
  const owed = owedViews(all, viewer, now)
  const locked = standings.some(({ standing }) => standing === 'deactivated' || standing === 'card-required')
  return {
    plan: overview.planName,
    lowerPlan: overview.lowerPlan,
    every: everyText(overview.interval),
    byCard: overview.payment === 'card',
    netTerms: netTermsText(overview.netDays, locale),
    term: spanText(term.start, addDays(term.end, -1), locale),
    period: overview.period && spanText(overview.period.start, addDays(overview.period.end, -1), locale),
    renewsOn: formatDay(overview.renewsOn, locale),
    runs,
    items: annual.items.map((item): CostRow => {
      const { inUse, unitPrice, terms } = facts.get(item.id)!
      const unlimited = terms?.mode === 'unlimited'
      return {
        id: item.id,
        name: itemName(item.id),
        use:
          item.kind === 'add-on' || inUse === undefined
            ? null
            : unlimited
              ? `${formatCount(inUse, locale)} in use`
              : `${formatCount(inUse, locale)} of ${formatCount(item.quantity, locale)} in use`,
        quantity: unlimited ? 'No limit' : formatCount(item.quantity, locale),
        price: money(unlimited ? 0 : unitPrice),
        monthly: money(item.monthly),
        yearly: money(item.yearly),
      }
    }),
    /** Those that are over stand apart: nobody gets a seat in them any more (BILL-01). */
    seasons: seasons.filter(({ over }) => !over),
    closedSeasons: seasons.filter(({ over }) => over),
    costs: {
      together: annual.items.some(({ kind }) => kind === 'add-on') ? 'Seats and add-ons' : 'All seats',
      monthly: money(annual.monthly),
      twelve: money(annual.monthly * 12),
      seasons:
        annual.seasons.length === 0
          ? null
          : { count: formatCount(annual.seasons.length, locale), amount: money(seasonsCost) },
      yearly: money(annual.yearly),
    },
    isMonthly: overview.interval === 'monthly',
    next: nextInvoice && nextInvoiceView(nextInvoice, overview, { money, locale }),
    credit: overview.creditBalance > 0 ? money(overview.creditBalance) : null,
    carried: overview.carried > 0 ? money(overview.carried) : null,
    card:
      card === null || card.paymentMethodId === null
        ? null
        : {
            brand: brandName(card.brand),
            lastFour: card.lastFour ?? '',
            expires: `${String(card.expiryMonth).padStart(2, '0')}/${card.expiryYear}`,
            expired: isOver(card.expiryMonth, card.expiryYear, now),
          },
    address: overview.profile && addressView(overview.profile),
    invoices: invoices.map((invoice): InvoiceLineView => invoiceRowView(invoice, { viewer, now })),
    openPurchase: overview.openPurchase,
    selfService: overview.selfService,
    mayBuy,
    contact,
    /** A locked account buys nothing before the lock is lifted; what is open goes before what is new. */
    canBuy: mayBuy && runs && overview.selfService && !locked,
    locked,
    cardRequired:
      owed.open === null &&
      owed.charging.length === 0 &&
      standings.some(({ standing }) => standing === 'card-required'),
    classic: overview.items.some(({ id }) => id === 'staff'),
    cancelled: overview.cancelled,
    ended: overview.ended,
    endsAt: inOneLine(formatInstant(startOfDay(term.end), viewer)),
    changes: overview.changes.map((change) => changeView(change, inUse, viewer)),
    offers: overview.offers.map((offer) => offerView(offer, overview.currency, viewer)),
    owed,
  }
}

export type SeasonRowView = ReturnType<typeof seasonView>

const PHASES: Readonly<Record<ReturnType<typeof seasonPhase>, { label: string; tone: Tone }>> = {
  open: { label: 'Open', tone: 'good' },
  upcoming: { label: 'Coming', tone: 'coming' },
  closed: { label: 'Closed', tone: 'plain' },
}

/** BILL-01: a season with its total, how many of it are assigned, and what it costs. */
function seasonView(
  season: BillingOverview['seasons'][number],
  { annual, currency }: BillingOverview,
  { viewer: { locale }, now }: { readonly viewer: Viewer; readonly now: Instant },
) {
  const { id, name, seats, assigned, firstDay, lastDay, source } = season
  const amount = annual.seasons.find((each) => each.id === id)?.amount
  const phase = seasonPhase({ firstDay, lastDay }, now)
  return {
    id,
    name,
    over: phase === 'closed',
    phase: PHASES[phase],
    total: counted(seats, 'seat', 'seats', locale),
    assigned: formatCount(assigned, locale),
    days: formatDays({ firstDay, lastDay }, locale),
    cost:
      source === 'ad-hoc'
        ? 'Invoiced by itself'
        : amount === undefined
          ? 'In another term'
          : moneyText(currency, locale)(amount),
  }
}

/** A card is good until the end of its month. */
function isOver(month: number | null, year: number | null, now: Instant): boolean {
  return month !== null && year !== null && Date.UTC(year, month, 1) <= now
}
