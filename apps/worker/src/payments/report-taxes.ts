import { claimTaxReports, settleTaxReport, type TaxReportOutcome, type TaxReportWork } from '@seatkeeper/db'
import type { PaymentGateway } from '@seatkeeper/payments'
import { type Instant, MS_PER_HOUR } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import type { CollectParts } from './collect-purchase.ts'

type ReportParts = Pick<CollectParts, 'em' | 'clocks'> & {
  readonly gateway: Pick<PaymentGateway, 'reportTaxSale' | 'reportTaxReversal'>
  readonly log: Logger
}

const LEASE_MS = 120_000
const BATCH = 8
const FIRST_WAIT_MS = 5_000
const LONGEST_WAIT_MS = 600_000
/** A key may be wrong for a while; what is refused for so many hours is a person's to look at. */
const MOST_REFUSALS = 20

/**
 * BILL-02: tells the tax service what was sold and given back. The row's id is key and reference: a call whose answer was lost is the
 * same call again. Gives how many were looked at.
 */
export async function reportTaxes(parts: ReportParts): Promise<number> {
  const wallNow = parts.clocks.wallNow()
  const works = await claimTaxReports(parts.em(), { wallNow, limit: BATCH, leaseMs: LEASE_MS })
  await Promise.all(
    works.map(async (work) => {
      const outcome = outcomeOf(await tell(parts.gateway, work), work.attempt, wallNow)
      if (outcome.kind === 'refused')
        parts.log.error({ report: work.id, outcome }, 'a sale’s tax is not reported')
      await settleTaxReport(parts.em(), work.id, outcome)
    }),
  )
  return works.length
}

type Told = Awaited<ReturnType<PaymentGateway['reportTaxSale']>>

function tell(gateway: ReportParts['gateway'], work: TaxReportWork): Promise<Told> {
  const { id, kind, calculationId, reversedTransactionId, amount, currency } = work
  return kind === 'sale'
    ? gateway.reportTaxSale({ calculationId: calculationId!, reference: id }, id)
    : gateway.reportTaxReversal(
        { transactionId: reversedTransactionId!, amount: { amount, currency }, reference: id },
        id,
      )
}

function outcomeOf(told: Told, attempt: number, wallNow: Instant): TaxReportOutcome {
  if (told.kind === 'known') return { kind: 'told', transactionId: told.transactionId }
  if (told.ours && attempt >= MOST_REFUSALS) return { kind: 'refused', why: told.error }
  const wait = told.ours
    ? MS_PER_HOUR
    : Math.min(FIRST_WAIT_MS * 2 ** Math.min(attempt - 1, 10), LONGEST_WAIT_MS)
  return { kind: 'again', at: (wallNow + wait) as Instant }
}
