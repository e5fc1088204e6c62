import type { Decision } from '../decision.ts'
import type { Currency } from '../money/currency.ts'
import { sumAmounts } from '../money/exact.ts'
import type { Day } from '../time/day.ts'
import { dayAt, type Instant, MS_PER_MINUTE, startOfDay } from '../time/instant.ts'
import { type AmendFacts, amend, type AmendRefusal } from './amend.ts'
import { changeLines } from './change-lines.ts'
import type { ContractFacts, Effective, SubscriptionChange } from './contract.ts'
import type { InvoiceLine } from './line.ts'
import { invoiceAfter, type NextInvoice } from './next-invoice.ts'
import { type ContractPeriod, contractPeriodAt } from './period.ts'
import { type AnnualCost, annualCost } from './preview.ts'
import { type BillingAccount, chargeable, settle, type SettleRefusal, type Settlement } from './settle.ts'
import { discountLines } from './discount.ts'
import type { QuoteSubject } from './quote-subject.ts'
import { taxesOn } from './tax.ts'

export interface QuoteFacts extends AmendFacts {
  readonly account: BillingAccount
  /** A reduction that the vendor grants at once is credited unless this is false (D-02, D-34). */
  readonly credited?: boolean
}

/** A priced, dated, expiring proposal; what is accepted is what is charged. JSON-safe. */
export interface Quote {
  readonly currency: Currency
  readonly changes: readonly SubscriptionChange[]
  /** What it is about where that is not changes of the running contract; `changes` is empty then. */
  readonly subject?: QuoteSubject
  readonly madeAt: Instant
  /** Exclusive; never beyond the period that the proration was reckoned for. */
  readonly expiresAt: Instant
  /** The lines of the invoice, which add up to the total due today, and its figures (D-27). */
  readonly dueToday: Omit<Settlement, 'creditsUsed'>
  readonly creditsUsed: Settlement['creditsUsed']
  /** What goes into the credit balance for later invoices, with its tax (D-02); lines negative, `amount` positive. */
  readonly creditGranted: { readonly lines: readonly InvoiceLine[]; readonly amount: number }
  /** BILL-02: current and new, side by side. */
  readonly annual: { readonly current: AnnualCost; readonly next: AnnualCost }
  /** The next invoice in advance, without tax; null where the contract ends before it. */
  readonly nextInvoice: NextInvoice | null
  /** The contract as it will be: quantities, plan, scheduled changes. */
  readonly contract: ContractFacts
}

export type QuoteRefusal = AmendRefusal | 'self-service-off' | 'contract-ended' | SettleRefusal

/**
 * Prices one purchase of several changes (BILL-02, BILL-03, BILL-05, BILL-12, BILL-14, CLS-03, CLS-04). The same
 * facts at the same instant give the same quote, to the last field. Refused: a customer whose special terms switch
 * self-service off; a contract whose term is over, or has not begun; a change for a day that is not to come; and as `amend` and `settle` do.
 */
export function quoteChange(
  facts: QuoteFacts,
  changes: readonly SubscriptionChange[],
  now: Instant,
): Decision<Quote, QuoteRefusal> {
  const { contract, catalog, account, by, credited = true } = facts
  const today = dayAt(now)
  if (by === 'customer' && !contract.selfService) return { kind: 'refuse', reason: 'self-service-off' }
  const { term } = contract
  if (today < term.start) return { kind: 'refuse', reason: 'change-outside-period', ...term }
  const endsOn = contract.endsOn != null && contract.endsOn < term.end ? contract.endsOn : term.end
  if (today >= endsOn) return { kind: 'refuse', reason: 'contract-ended', endedOn: endsOn }
  if (changes.some(({ effective }) => isPast(effective, today))) {
    return { kind: 'refuse', reason: 'change-outside-period', ...term }
  }
  const amendment = amend(facts, changes)
  if (amendment.kind === 'refuse') return amendment
  const period = contractPeriodAt(contract, today)
  const lines = changeLines(contract, amendment, { now, period, credited })
  if (!lines) return { kind: 'refuse', reason: 'amount-out-of-range' }

  const annual = { current: annualCost(contract), next: annualCost(lines.contract) }
  if (!Number.isSafeInteger(annual.next.yearly)) return { kind: 'refuse', reason: 'amount-out-of-range' }

  const { currency, policy } = contract
  const settled = settle(lines.charges, account, {
    currency,
    rounding: policy.rounding,
    ...chargeable(contract, catalog.minimumCharge),
  })
  if (settled.kind === 'refuse') return settled
  const credit = creditOf(lines.credits, contract, account)
  if (credit.kind === 'refuse') return credit
  return {
    kind: 'grant',
    currency,
    changes,
    madeAt: now,
    expiresAt: expiryOf(period, now, catalog.quoteMinutes),
    // Field by field: leaving two out of an object costs more than reckoning a line.
    dueToday: {
      lines: settled.lines,
      discount: settled.discount,
      net: settled.net,
      tax: settled.tax,
      includedTax: settled.includedTax,
      carriedIn: settled.carriedIn,
      creditApplied: settled.creditApplied,
      toBalance: settled.toBalance,
      carriedOut: settled.carriedOut,
      due: settled.due,
    },
    creditsUsed: settled.creditsUsed,
    creditGranted: { lines: credit.lines, amount: credit.amount },
    annual,
    nextInvoice: invoiceAfter(period, lines.contract, catalog),
    contract: lines.contract,
  }
}

function isPast(effective: Effective | undefined, today: Day): boolean {
  // The words come after every day.
  return effective !== undefined && effective <= today
}

/** Credit for what was really paid: less the discount by percentage, its tax included (D-03). */
export function creditOf(
  lines: readonly InvoiceLine[],
  { currency, policy: { rounding } }: Pick<ContractFacts, 'currency' | 'policy'>,
  { discounts = [], taxes }: BillingAccount,
): Decision<{ readonly lines: readonly InvoiceLine[]; readonly amount: number }, SettleRefusal> {
  if (lines.length === 0) return { kind: 'grant', lines: [], amount: 0 }
  const discounted = discountLines(lines, discounts, { currency, rounding })
  if (discounted.kind === 'refuse') return discounted
  const taxed = taxesOn(discounted.parts, taxes, { currency, rounding })
  if (taxed.kind === 'refuse') return taxed
  const all = [...lines, ...discounted.lines, ...taxed.lines]
  const amount = sumAmounts(all.map((line) => line.amount.amount))
  if (amount === undefined) return { kind: 'refuse', reason: 'amount-out-of-range' }
  return { kind: 'grant', lines: all, amount: 0 - amount }
}

function expiryOf({ charged }: ContractPeriod, now: Instant, minutes: number): Instant {
  const periodEnds = startOfDay(charged.end)
  return Math.min(now + minutes * MS_PER_MINUTE, periodEnds) as Instant
}
