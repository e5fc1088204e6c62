import type { Decision } from '../decision.ts'
import { type Rounding, sumAmounts } from '../money/exact.ts'
import type { Currency } from '../money/currency.ts'
import type { Credit } from './contract.ts'
import { applyCredit } from './credit.ts'
import type { FlatLine, InvoiceLine, LineRule } from './line.ts'
import { type Tax, taxLines } from './tax.ts'

/** What an account brings to an invoice besides its contract. Amounts are minor units of the contract's currency. */
export interface BillingAccount {
  readonly taxes: readonly Tax[]
  readonly credits: readonly Credit[]
  /** Carried from earlier invoices that were under the minimum (BILL-12). */
  readonly carried: number
}

/** An invoice's figures, each on its own line (D-27); `due` is what is charged. */
export interface Settlement {
  /** The given lines, then tax, what is carried in, credit, what is carried on. They add up to `due`, never below 0. */
  readonly lines: readonly InvoiceLine[]
  readonly net: number
  readonly tax: number
  readonly carriedIn: number
  readonly creditApplied: number
  /** What an invoice in the customer's favour adds to the credit balance: nothing is ever paid out (BILL-05). */
  readonly toBalance: number
  readonly carriedOut: number
  readonly due: number
  readonly creditsUsed: readonly { readonly creditId: string; readonly amount: number }[]
}

export interface SettlementRules {
  readonly currency: Currency
  readonly rounding: Rounding
  /** D-26; 0 for none. */
  readonly minimumCharge: number
}

/**
 * Charges → what is due: plus tax, plus what was carried, minus credit oldest first; under the card's minimum it is
 * carried on (BILL-05, BILL-12, D-26, D-27). Where nothing is charged nothing is collected either. Refused: as
 * {@link taxLines}, and sums beyond the safe integers.
 */
export function settle(
  charges: readonly InvoiceLine[],
  account: BillingAccount,
  { currency, rounding, minimumCharge }: SettlementRules,
): Decision<Settlement, 'invalid-rate' | 'amount-out-of-range'> {
  const net = sumAmounts(charges.map((line) => line.amount.amount))
  if (net === undefined) return { kind: 'refuse', reason: 'amount-out-of-range' }
  const taxes = taxLines({ amount: net, currency }, account.taxes, rounding)
  if (taxes.kind === 'refuse') return taxes
  const carriedIn = charges.length === 0 ? 0 : account.carried
  const gross = sumAmounts([net, taxes.total, carriedIn])
  if (gross === undefined) return { kind: 'refuse', reason: 'amount-out-of-range' }

  const toBalance = Math.max(0 - gross, 0)
  const applied = applyCredit([{ id: '', due: gross + toBalance }], account.credits)
  const afterCredit = applied.invoices[0]!.due
  const creditApplied = gross + toBalance - afterCredit
  const carriedOut = afterCredit > 0 && afterCredit < minimumCharge ? afterCredit : 0

  const flat = (rule: LineRule, amount: number): FlatLine[] =>
    amount === 0 ? [] : [{ kind: 'flat', rule, subject: rule, amount: { amount, currency } }]
  return {
    kind: 'grant',
    lines: [
      ...charges,
      ...taxes.lines,
      ...flat('carried-in', carriedIn),
      ...flat('credit-applied', 0 - creditApplied),
      ...flat('to-balance', toBalance),
      ...flat('carried-out', 0 - carriedOut),
    ],
    net,
    tax: taxes.total,
    carriedIn,
    creditApplied,
    toBalance,
    carriedOut,
    due: afterCredit - carriedOut,
    creditsUsed: applied.applications.map(({ creditId, amount }) => ({ creditId, amount })),
  }
}
