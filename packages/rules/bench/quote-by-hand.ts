import type { Quote, QuoteFacts } from '../src/index.ts'
import { dayNumber } from './by-hand.ts'

/**
 * The floor of a quote. `figuresByHand` is what the page shows as numbers and nothing else. `quoteByHand` gives the very quote that
 * `quoteChange` gives, to the last field: lines with their terms, exact fractions in lowest terms, both annual previews, the
 * next invoice, the contract as it will be. It knows one case only (seats added by the day to an annual contract of one
 * calendar year, one tax by rate, one credit, nothing scheduled, no seasons) and trusts every fact.
 */

export function figuresByHand(now: number, quantity: number, by: number, price: number, credit: number) {
  const today = Math.floor(now / 86_400_000)
  const start = dayNumber('2026-01-01')
  const end = dayNumber('2027-01-01')
  const change = today + dayNumber('1970-01-01')
  const whole = end - start
  const dividend = price * 12 * by * (end - change)
  const rest = dividend % whole
  const net = (dividend - rest) / whole + (rest * 2 >= whole ? 1 : 0)
  const tax = Math.floor((net * 8875 + 50_000) / 100_000)
  const used = Math.min(credit, net + tax)
  const due = net + tax - used
  const current = quantity * price * 12
  const next = (quantity + by) * price * 12
  return { net, tax, used, due, current, next }
}

const EPOCH = dayNumber('1970-01-01')

function exactly(dividend: number, divisor: number) {
  const rest = dividend % divisor
  const whole = (dividend - rest) / divisor
  if (rest === 0) return { whole, numerator: 0, denominator: 1 }
  let [a, b] = [divisor | 0, rest | 0]
  while (b !== 0) [a, b] = [b, (a % b) | 0]
  return { whole, numerator: rest / a, denominator: divisor / a }
}

const halfUp = ({ whole, numerator, denominator }: ReturnType<typeof exactly>) =>
  whole + (numerator * 2 >= denominator ? 1 : 0)

/** The date of a number of days since 1 March of year 0. */
function dateOf(number: number): string {
  const era = (number / 146_097) | 0
  const ofEra = number - era * 146_097
  const year = ((ofEra - ((ofEra / 1460) | 0) + ((ofEra / 36_524) | 0) - ((ofEra / 146_096) | 0)) / 365) | 0
  const ofYear = ofEra - (365 * year + (year >> 2) - ((year / 100) | 0))
  const month = ((5 * ofYear + 2) / 153) | 0
  const day = ofYear - (((153 * month + 2) / 5) | 0) + 1
  const civil = month < 10 ? month + 3 : month - 9
  return `${era * 400 + year + (civil <= 2 ? 1 : 0)}-${civil < 10 ? '0' : ''}${civil}-${day < 10 ? '0' : ''}${day}`
}

export function quoteByHand(facts: QuoteFacts, item: string, by: number, now: number): Quote {
  const { contract, catalog, account } = facts
  const { currency, term, items } = contract
  const { rounding } = contract.policy
  const today = Math.floor(now / 86_400_000) + EPOCH
  const end = dayNumber(term.end)
  const whole = end - dayNumber(term.start)
  const part = end - today

  const changed = items.find(({ id }) => id === item)!
  const unitPrice = { amount: changed.unitPrice, currency }
  const exact = exactly(changed.unitPrice * by * 12 * part, whole)
  const net = halfUp(exact)
  const rate = account.taxes[0] as { name: string; percent: string }
  const [units, decimals = ''] = rate.percent.split('.')
  const taxExact = exactly(net * Number(units! + decimals), 100 * 10 ** decimals.length)
  const tax = halfUp(taxExact)
  const credit = account.credits[0]!
  const used = Math.min(credit.remaining, net + tax)

  const annual = (next: boolean) => {
    let monthly = 0
    const costs = items.map((each) => {
      const quantity = each.quantity + (next && each === changed ? by : 0)
      const cost = quantity * each.unitPrice
      monthly += cost
      return { id: each.id, kind: each.kind, quantity, monthly: cost, yearly: cost * 12 }
    })
    return { items: costs, seasons: [], monthly, yearly: monthly * 12 }
  }
  const renewed = `${Number(term.end.slice(0, 4)) + 1}${term.end.slice(4)}`
  let nextNet = 0
  const periodLines = items.map((each) => {
    const quantity = each.quantity + (each === changed ? by : 0)
    const amount = quantity * each.unitPrice * 12
    const days = dayNumber(renewed) - end
    nextNet += amount
    return {
      rule: 'period',
      subject: each.id,
      sign: 1,
      quantity,
      unitPrice: { amount: each.unitPrice, currency },
      times: 12,
      per: 1,
      from: term.end,
      until: renewed,
      part: days,
      whole: days,
      unit: 'day',
      rounding,
      kind: 'priced',
      amount: { amount, currency },
      exact: { whole: amount, numerator: 0, denominator: 1 },
    }
  })
  const flat = { kind: 'flat', rule: 'credit-applied', subject: 'credit-applied' }
  return {
    kind: 'grant',
    currency,
    changes: [{ kind: 'quantity', item, by }],
    madeAt: now,
    expiresAt: Math.min(now + catalog.quoteMinutes * 60_000, (end - EPOCH) * 86_400_000),
    dueToday: {
      lines: [
        {
          rule: 'added',
          subject: item,
          sign: 1,
          quantity: by,
          unitPrice,
          times: 12,
          per: 1,
          from: dateOf(today - 1),
          until: term.end,
          part,
          whole,
          unit: 'day',
          rounding,
          kind: 'priced',
          amount: { amount: net, currency },
          exact,
        },
        {
          rule: 'tax',
          subject: rate.name,
          of: { amount: net, currency },
          percent: rate.percent,
          rounding,
          kind: 'rate',
          amount: { amount: tax, currency },
          exact: taxExact,
        },
        { ...flat, amount: { amount: -used, currency } },
      ],
      discount: 0,
      net,
      tax,
      includedTax: [],
      carriedIn: 0,
      creditApplied: used,
      toBalance: 0,
      carriedOut: 0,
      due: net + tax - used,
    },
    creditsUsed: [{ creditId: credit.id, amount: used }],
    creditGranted: { lines: [], amount: 0 },
    annual: { current: annual(false), next: annual(true) },
    nextInvoice: { on: term.end, renews: true, lines: periodLines, net: nextNet },
    contract: {
      ...contract,
      items: items.map((each) =>
        each === changed
          ? {
              ...each,
              quantity: each.quantity + by,
              cover: [{ ...each.cover[0]!, quantity: each.quantity + by }],
            }
          : each,
      ),
    },
  } as unknown as Quote
}
