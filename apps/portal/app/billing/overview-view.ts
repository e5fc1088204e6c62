import type { BillingOverview, InvoiceRow } from '@seatkeeper/db'
import { addDays, type Instant, startOfDay } from '@seatkeeper/rules'
import {
  counted,
  formatCount,
  formatDay,
  formatDays,
  formatInstant,
  inOneLine,
  type Viewer,
} from '@seatkeeper/wording'
import { addressView } from './address-view.ts'
import { changeView, offerView } from './changes-view.ts'
import { owedView } from './owed-view.ts'
import { type InvoiceLineView, invoiceRowView } from './invoice-row-view.ts'
import { lineViews } from './line-view.ts'
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
  }: {
    readonly viewer: Viewer
    readonly now: Instant
    readonly mayBuy: boolean
    readonly contact: string | null
    /** Every invoice: what is open is not only among the latest. */
    readonly all: readonly InvoiceRow[]
  },
) {
  const { locale } = viewer
  const money = moneyText(overview.currency, locale)
  const { annual, term, nextInvoice, card } = overview
  const facts = new Map(overview.items.map((item) => [item.id, item]))
  const runs = overview.period !== null
  const inUse = Object.fromEntries(overview.items.map(({ id, inUse = 0 }) => [id, inUse]))
  return {
    plan: overview.planName,
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
    seasons: overview.seasons
      .filter(({ source, lastDay }) => source === 'contract' || lastDay >= term.start)
      .map(({ id, name, seats, assigned, firstDay, lastDay, source }) => ({
        id,
        name,
        total: counted(seats, 'seat', 'seats', locale),
        assigned: formatCount(assigned, locale),
        days: formatDays({ firstDay, lastDay }, locale),
        cost:
          source === 'ad-hoc'
            ? 'Invoiced by itself'
            : amountOf(annual.seasons.find((season) => season.id === id)?.amount, money),
      })),
    monthly: money(annual.monthly),
    yearly: money(annual.yearly),
    hasSeasonCost: annual.seasons.length > 0,
    twelve: money(annual.monthly * 12),
    isMonthly: overview.interval === 'monthly',
    next: nextInvoice && {
      on: formatDay(nextInvoice.on, locale),
      renews: nextInvoice.renews,
      net: money(nextInvoice.net),
      lines: lineViews(nextInvoice.lines, { money, locale, seasons: namesOf(overview.seasons) }),
    },
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
    canBuy: mayBuy && runs && overview.selfService,
    classic: overview.items.some(({ id }) => id === 'staff'),
    cancelled: overview.cancelled,
    ended: overview.ended,
    endsAt: inOneLine(formatInstant(startOfDay(term.end), viewer)),
    changes: overview.changes.map((change) => changeView(change, inUse, viewer)),
    offers: overview.offers.map((offer) => offerView(offer, overview.currency, viewer)),
    owed: owedView(all, viewer, now),
  }
}

const amountOf = (amount: number | undefined, money: (amount: number) => string) =>
  amount === undefined ? 'Outside this term' : money(amount)

const namesOf = (seasons: BillingOverview['seasons']) =>
  Object.fromEntries(seasons.map(({ id, name }) => [id, name]))

/** A card is good until the end of its month. */
function isOver(month: number | null, year: number | null, now: Instant): boolean {
  return month !== null && year !== null && Date.UTC(year, month, 1) <= now
}
