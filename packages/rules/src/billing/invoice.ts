import type { Decision } from '../decision.ts'
import { monthsOf } from '../time/billing-period.ts'
import { addDays, type Day } from '../time/day.ts'
import type { ContractFacts, ContractSeason } from './contract.ts'
import { unbilled } from './cover.ts'
import { allLines, type InvoiceLine, pricedLine, type PricedLine } from './line.ts'
import { contractPeriodAt } from './period.ts'
import { isInTerm, seasonMonths } from './preview.ts'
import { type DaySpan, portionByDay } from './prorate.ts'
import { type BillingAccount, chargeable, settle, type SettleRefusal, type Settlement } from './settle.ts'

export interface InvoiceFacts {
  readonly contract: ContractFacts
  readonly account: BillingAccount
  /** D-26; ignored for wire. */
  readonly minimumCharge: number
  /** What else is due with it: storage overage, priced ad hoc seasons, adjustments. */
  readonly pending?: readonly InvoiceLine[]
}

export interface Invoice extends Settlement {
  readonly period: DaySpan
}

/**
 * The invoice in advance for the billing period that contains a day (BILL-06): every item for the period, or its
 * part at the ends of the term; the contract seasons that open in it, whole; what is pending; tax, what was carried,
 * credit oldest first, the card's minimum (BILL-05, BILL-12). Refused: a day outside the term; rates that are no
 * rates; amounts beyond the safe integers.
 */
export function invoiceFor(
  { contract, account, minimumCharge, pending = [] }: InvoiceFacts,
  day: Day,
): Decision<Invoice, 'change-outside-period' | SettleRefusal> {
  const { term, currency, policy } = contract
  if (day < term.start || day >= term.end) {
    return { kind: 'refuse', reason: 'change-outside-period', ...term }
  }
  const charges = periodLines(contract, day)
  if (!charges) return { kind: 'refuse', reason: 'amount-out-of-range' }
  const settled = settle([...charges, ...pending], account, {
    currency,
    rounding: policy.rounding,
    ...chargeable(contract, minimumCharge),
  })
  if (settled.kind === 'refuse') return settled
  return { ...settled, period: contractPeriodAt(contract, day).charged }
}

/** The contract's own lines of a period; undefined where an amount does not fit the safe integers. */
export function periodLines(contract: ContractFacts, day: Day): readonly PricedLine[] | undefined {
  const { currency, policy, interval } = contract
  const { full, charged } = contractPeriodAt(contract, day)
  const portion = portionByDay({
    period: full,
    changeOn: charged.start,
    until: charged.end,
    basis: policy.basis === 'second' ? 'day' : policy.basis,
  })
  if (portion.kind === 'refuse') throw new RangeError(`A period that is none: ${full.start} – ${full.end}`)
  const lines: (PricedLine | undefined)[] = []
  for (const { id, quantity, unitPrice, terms } of contract.items) {
    if (quantity * unitPrice === 0 || terms?.mode === 'unlimited') continue
    lines.push(
      pricedLine({
        rule: 'period',
        subject: id,
        sign: 1,
        quantity,
        unitPrice: { amount: unitPrice, currency },
        times: monthsOf(interval),
        per: 1,
        from: charged.start,
        until: charged.end,
        part: portion.part,
        whole: portion.whole,
        unit: 'day',
        rounding: policy.rounding,
      }),
    )
  }
  for (const season of contract.seasons) {
    const firstDay = season.billedOn ?? season.firstDay
    if (season.source === 'contract' && isInTerm({ firstDay }, charged))
      lines.push(seasonLine(contract, season))
  }
  return allLines(lines)
}

/**
 * A season's line: seats × price × months or parts of one, whole. A contract season is on the invoice of the period
 * in which it opens; an ad hoc one is invoiced when the customer accepts its price (BILL-06, D-24).
 */
export function seasonLine(
  { currency, policy }: Pick<ContractFacts, 'currency' | 'policy'>,
  season: ContractSeason,
): PricedLine | undefined {
  return pricedLine({
    rule: season.source === 'contract' ? 'season' : 'ad-hoc-season',
    subject: season.id,
    sign: 1,
    quantity: season.seats,
    unitPrice: { amount: season.unitPrice, currency },
    times: seasonMonths(season),
    per: 1,
    from: season.firstDay,
    until: addDays(season.lastDay, 1),
    part: 1,
    whole: 1,
    unit: 'month',
    rounding: policy.rounding,
  })
}

/** The contract once the invoice of its running period is out: every item covered at its price (D-34). */
export function invoiced(contract: ContractFacts, paid: boolean): ContractFacts {
  return {
    ...contract,
    items: contract.items.map((item) => ({
      ...unbilled(item),
      cover: item.quantity > 0 ? [{ quantity: item.quantity, unitPrice: item.unitPrice, paid }] : [],
    })),
  }
}
