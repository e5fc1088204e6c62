export { acceptQuote, type Replay, replayQuote } from './accept.ts'
export { agreeSeason } from './agree-season.ts'
export { amend, type AmendFacts, type Amendment, type AmendRefusal, type ChangedBy } from './amend.ts'
export { cancelContract, quoteReactivation, type Reactivation, undoCancellation } from './cancel.ts'
export type {
  ContractFacts,
  ContractItem,
  ContractSeason,
  CoverLayer,
  CreditedUnits,
  Credit,
  Effective,
  ScheduledChange,
  ScheduledPlan,
  ScheduledQuantity,
  SubscriptionChange,
} from './contract.ts'
export { coverOf, creditedOf, type IssuedLine } from './cover.ts'
export { type AppliedCredit, applyCredit, type CreditApplication, type OpenInvoice } from './credit.ts'
export { invoiced, type Invoice, type InvoiceFacts, invoiceFor, periodLines, seasonLine } from './invoice.ts'
export {
  explainLine,
  type FlatLine,
  type InvoiceLine,
  type LineExplanation,
  type LineRule,
  type LineTerms,
  pricedLine,
  type PricedLine,
  rateLine,
  type RateLine,
  recomputeLine,
} from './line.ts'
export { type Discount, discountLines, type Discounts } from './discount.ts'
export { movedSeasonBilledOn } from './moved-season.ts'
export type { NextInvoice } from './next-invoice.ts'
export { type PlannedRenewal, planRenewal, type RenewalWish } from './plan-renewal.ts'
export { type PriceRefusal, tiedSeats } from './plan-terms.ts'
export { type ContractPeriod, contractPeriodAt, type PeriodFacts } from './period.ts'
export { type AnnualCost, annualCost, seasonMonths } from './preview.ts'
export {
  type DayOfChange,
  type DayProration,
  type DaySpan,
  type Portion,
  portionOf,
  type Priced,
  prorate,
  type Proration,
  type ProrationBasis,
  type SecondProration,
} from './prorate.ts'
export {
  PRODUCT_CONFIRMATION_HOURS,
  type ProductConfirmation,
  productConfirmationAt,
  type ProductConfirmationFacts,
} from './product-confirmation.ts'
export { type Quote, quoteChange, type QuoteFacts, type QuoteRefusal } from './quote.ts'
export type { BillingRefusal, CatalogFault } from './refusal.ts'
export { quoteReduction, type ReductionWish } from './reduce-now.ts'
export { invoicedAgain, type PeriodTakenBack } from './invoice-again.ts'
export { previewRenewal, type RenewalPreview } from './renewal-preview.ts'
export { renew, type Renewal } from './renew.ts'
export { type PredictedStep, predictRuns } from './predict-runs.ts'
export { awaitsInvoiceSince, type BillingStep, nextBillingStep, type RunFacts } from './run.ts'
export { quoteScheduled } from './quote-scheduled.ts'
export {
  quoteAdHocSeason,
  quoteAgain,
  quoteNewTerm,
  type QuoteSubject,
  type SubjectRefusal,
} from './quote-subject.ts'
export { withoutScheduled } from './schedule.ts'
export { atLeastInUse, type ScheduledMade, withScheduled } from './scheduled-changes.ts'
export {
  type BillingAccount,
  settle,
  type SettleRefusal,
  type Settlement,
  type SettlementRules,
} from './settle.ts'
export { seasonDifference, type SeasonDifference } from './season-difference.ts'
export {
  decideEnableStaff,
  staffCountExceeded,
  type StaffFacts,
  type StaffWayOut,
  staffWaysOut,
} from './staff-count.ts'
export { upcomingInvoice, type UpcomingInvoice } from './upcoming-invoice.ts'
export { type Tax, type TaxByRate, type TaxByService, type Taxes, taxLines } from './tax.ts'
export {
  type TaxBasis,
  type TaxFallback,
  taxesHold,
  taxesWithoutService,
  type TaxPlace,
} from './tax-basis.ts'
export { readTaxId, type ReadTaxId, taxIdKind } from './tax-id.ts'
export { DEFAULT_TAX_TABLE, reverseCharge, taxesByTable, type TaxTable } from './tax-table.ts'
export {
  type DeclineReason,
  nextPurchaseStep,
  type ProcessorInvoice,
  type PurchaseFacts,
  type PurchaseFailure,
  type PurchaseState,
  type PurchaseStep,
} from './purchase.ts'
export {
  creditPostings,
  holdPostings,
  invoicePostings,
  type LedgerAccount,
  paymentPostings,
  type Posting,
  releasePostings,
  strayPaymentPostings,
} from './postings.ts'
export { type DocumentLine, standingLines } from './standing-lines.ts'
export {
  creditedOfInvoice,
  type InvoiceToVoid,
  type IssuedDocument,
  type VoidDecision,
  type VoidedInvoice,
  voidInvoice,
  voidPostings,
} from './void-invoice.ts'
export { withoutRefused } from './without-refused.ts'
