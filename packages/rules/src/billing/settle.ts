import type { Decision } from '../decision.ts'
import { chargeStep, type Currency } from '../money/currency.ts'
import { type Rounding, sumAmounts } from '../money/exact.ts'
import type { ContractFacts, Credit } from './contract.ts'
import { applyCredit } from './credit.ts'
import { type Discount, discountLines } from './discount.ts'
import type { InvoiceLine, LineRule, RateLine } from './line.ts'
import { type Tax, taxesOn } from './tax.ts'

/** What an account brings to an invoice besides its contract. Amounts are minor units of the contract's currency. */
export interface BillingAccount {
  /** Taken off before tax, in this order. */
  readonly discounts?: readonly Discount[]
  readonly taxes: readonly Tax[]
  readonly credits: readonly Credit[]
  /** Carried from earlier invoices that were under the minimum (BILL-12). */
  readonly carried: number
}

/** An invoice's figures, each on its own line (D-27); `due` is what is charged. */
export interface Settlement {
  /** The given lines, then discounts, tax, what is carried in, credit, what is carried on. They add up to `due`, never below 0. */
  readonly lines: readonly InvoiceLine[]
  /** What discounts take off, 0 or more; in an invoice in the customer's favour, what they leave of it. */
  readonly discount: number
  /** The charges after discounts, without any tax. */
  readonly net: number
  /** All of it, what the prices contain as well: net and tax are the charges after discounts with tax. */
  readonly tax: number
  /** What the prices contain; not among `lines`, for it adds nothing. */
  readonly includedTax: readonly RateLine[]
  readonly carriedIn: number
  readonly creditApplied: number
  /** What an invoice in the customer's favour adds to the credit balance: nothing is ever paid out (BILL-05). */
  readonly toBalance: number
  readonly carriedOut: number
  readonly due: number
  readonly creditsUsed: readonly { readonly creditId: string; readonly amount: number }[]
}

export type SettleRefusal = 'invalid-rate' | 'invalid-amount' | 'amount-out-of-range'

export interface SettlementRules {
  readonly currency: Currency
  readonly rounding: Rounding
  /** D-26; 0 for none. */
  readonly minimumCharge: number
  /** What a card is charged is a multiple of it, the rest is carried; default 1. */
  readonly chargeStep?: number
}

/** What a card can be charged; a wire can be of any amount (PAY-06). */
export function chargeable(
  { currency, payment }: Pick<ContractFacts, 'currency' | 'payment'>,
  minimumCharge: number,
): Pick<SettlementRules, 'minimumCharge' | 'chargeStep'> {
  return payment === 'wire' ? { minimumCharge: 0 } : { minimumCharge, chargeStep: chargeStep(currency) }
}

/**
 * Charges → what is due: minus discounts, plus tax, plus what was carried, minus credit oldest first; under the card's minimum it is
 * carried on, and so is what no card can be charged (BILL-05, BILL-12, D-26, D-27). Where nothing is charged nothing is collected either. Refused: as
 * `discountLines` and `taxLines`, and sums beyond the safe integers.
 */
export function settle(
  charges: readonly InvoiceLine[],
  account: BillingAccount,
  { currency, rounding, minimumCharge, chargeStep: step = 1 }: SettlementRules,
): Decision<Settlement, SettleRefusal> {
  const discounted = discountLines(charges, account.discounts ?? [], { currency, rounding })
  if (discounted.kind === 'refuse') return discounted
  const taxes = taxesOn(discounted.parts, account.taxes, { currency, rounding })
  if (taxes.kind === 'refuse') return taxes
  const charged = sumAmounts(discounted.parts.map((part) => part.amount))
  const carriedIn = charges.length === 0 ? 0 : account.carried
  const gross = charged === undefined ? undefined : sumAmounts([charged, taxes.total, carriedIn])
  if (charged === undefined || gross === undefined) return { kind: 'refuse', reason: 'amount-out-of-range' }

  const toBalance = Math.max(0 - gross, 0)
  const applied = applyCredit([{ id: '', due: gross + toBalance }], account.credits)
  const afterCredit = applied.invoices[0]!.due
  const creditApplied = gross + toBalance - afterCredit
  const carriedOut = afterCredit < minimumCharge ? afterCredit : afterCredit % step

  const lines: InvoiceLine[] = [...charges, ...discounted.lines, ...taxes.lines]
  const flat = (rule: LineRule, amount: number): void => {
    if (amount !== 0) lines.push({ kind: 'flat', rule, subject: rule, amount: { amount, currency } })
  }
  flat('carried-in', carriedIn)
  flat('credit-applied', 0 - creditApplied)
  flat('to-balance', toBalance)
  flat('carried-out', 0 - carriedOut)
  return {
    kind: 'grant',
    lines,
    discount: 0 - discounted.total,
    net: charged - taxes.includedTotal,
    tax: taxes.total + taxes.includedTotal,
    includedTax: taxes.included,
    carriedIn,
    creditApplied,
    toBalance,
    carriedOut,
    due: afterCredit - carriedOut,
    creditsUsed: applied.applications.map(({ creditId, amount }) => ({ creditId, amount })),
  }
}
