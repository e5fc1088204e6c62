import type { ContractFacts, Quote } from '@seatkeeper/rules'
import { formatCount, formatDay } from '@seatkeeper/wording'
import { type LineView, lineViews } from './line-view.ts'
import { itemName, moneyText, planName } from './words.ts'

export interface ComparedRow {
  readonly name: string
  readonly current: string
  readonly next: string
  readonly changed: boolean
  /** Why it is so; left out where it speaks for itself. */
  readonly why?: string | undefined
}

/** BILL-02: the annual preview, current and new, and what is due today. */
export interface QuoteFigures {
  readonly seats: readonly ComparedRow[]
  readonly costs: readonly ComparedRow[]
  readonly lines: readonly LineView[]
  readonly due: string
  readonly notes: readonly string[]
}

/** Runs on the server and, while somebody types, in the browser: the figures are the rules' own on both sides. */
export function quoteFigures(
  quote: Quote,
  before: Pick<ContractFacts, 'plan'>,
  locale: string | undefined,
): QuoteFigures {
  const { annual, contract, dueToday, creditGranted } = quote
  const money = moneyText(quote.currency, locale)
  const row = (name: string, current: string, next: string): ComparedRow => {
    return { name, current, next, changed: current !== next }
  }
  const currentOf = new Map(annual.current.items.map((item) => [item.id, item]))
  const unlimited = new Set(
    contract.items.flatMap(({ id, terms }) => (terms?.mode === 'unlimited' ? [id] : [])),
  )
  const count = (id: string, quantity: number) =>
    unlimited.has(id) ? 'No limit' : formatCount(quantity, locale)
  const seasons = Object.fromEntries(contract.seasons.map(({ id, name }) => [id, name]))
  const seasonCost = (cost: Quote['annual']['current']) =>
    cost.seasons.reduce((sum, { amount }) => sum + amount, 0)
  const monthly = contract.interval === 'monthly'
  return {
    seats: [
      ...(contract.plan === before.plan ? [] : [row('Plan', planName(before.plan), planName(contract.plan))]),
      ...annual.next.items.map(({ id, quantity }) =>
        row(itemName(id), count(id, currentOf.get(id)?.quantity ?? 0), count(id, quantity)),
      ),
    ],
    costs: [
      ...annual.next.items.map(({ id, yearly }) =>
        row(itemName(id), money(currentOf.get(id)?.yearly ?? 0), money(yearly)),
      ),
      ...(annual.next.seasons.length > 0
        ? [row('Seasons', money(seasonCost(annual.current)), money(seasonCost(annual.next)))]
        : []),
      ...(monthly ? [row('A month', money(annual.current.monthly), money(annual.next.monthly))] : []),
      row('A year', money(annual.current.yearly), money(annual.next.yearly)),
    ],
    lines: lineViews(dueToday.lines, { money, locale, seasons, estimated: true }),
    due: money(dueToday.due),
    notes: [
      ...(dueToday.carriedOut > 0
        ? [
            `${money(dueToday.carriedOut)} is less than a card can be charged, so it is carried to your next invoice.`,
          ]
        : []),
      ...(creditGranted.amount > 0
        ? [`${money(creditGranted.amount)} goes into your credit balance, which your next invoices use.`]
        : []),
      ...(dueToday.lines.length === 0 &&
      dueToday.due === 0 &&
      creditGranted.amount === 0 &&
      quote.nextInvoice !== null
        ? [`What is added is charged with the invoice of ${formatDay(quote.nextInvoice.on, locale)}.`]
        : []),
      closing(quote, locale),
    ],
  }
}

/** How long it holds, and what cannot be undone. */
function closing({ subject, contract }: Quote, locale: string | undefined): string {
  const until = formatDay(contract.term.end, locale)
  switch (subject?.kind) {
    case 'new-term':
      return `The new term begins today and runs until ${until}; then it renews by itself.`
    case 'ad-hoc-season':
      return 'The season is outside the contract: it does not renew.'
    case undefined:
      return contract.policy.reductionCredit === 'credit-balance'
        ? `The contract is amended for the rest of its term, until ${until}.`
        : `The contract is amended for the rest of its term, until ${until}. Seats can’t be reduced before.`
  }
}
