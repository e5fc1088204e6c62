import {
  type ContractFacts,
  type Currency,
  type Day,
  type Instant,
  quoteScheduled,
  type ScheduledMade,
  type Tax,
  withoutRefused,
  withScheduled,
} from '@seatkeeper/rules'
import type { Db } from '../../statement.ts'
import { catalogFor, contractFacts } from '../billing/facts.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { askedOf, placeOf, reportSale } from '../billing/taxes.ts'
import { giveCredit } from '../credit-notes/give-credit.ts'
import { rollBackWith } from '../../transaction.ts'
import { applyTerms, BY_BILLING, lockSeatsOf, markMade, stillNamed } from './apply-terms.ts'
import { accountOn, type BilledAccount, billedAccount } from './billed-account.ts'
import { declineChanges, withoutImpossible } from './decline-refused.ts'
import { issueOnAccount } from './issue-period.ts'
import { ASK_AGAIN, isSaidOf, type PeriodTaxes } from './period-taxes.ts'
import type { StepOfTerm } from './run.ts'

/**
 * BILL-04: what was scheduled for a day of the term. On the first day of a period its invoice follows and says it all; within a
 * period that is invoiced already an increase costs the rest of it, and a reduction is credited as far as it was paid (D-03).
 */
export async function makeChange(db: Db, step: StepOfTerm): Promise<void> {
  const { accountId, term, now } = step
  const { contractId } = term
  const { on, dueAt } = step.step
  await lockSeatsOf(db, contractId)
  const row = await billedAccount(db, { accountId, contractId }, dueAt)
  const agreed = await stillNamed(db, contractFacts(row.contract), contractId, now)
  const facts = await withoutImpossible(db, row, agreed, { on, now })
  const made = isWithinPaid(step) ? await chargeChange(db, row, facts, step) : withoutCharge(row, facts, on)
  if (made === null) return
  const { contract: after, releases } = made
  const given = { before: row.contract, after, releases, on, now, by: BY_BILLING }
  await applyTerms(db, { accountId, contractId, ...given })
  await markMade(db, contractId, { on, now, after })
  await refreshStanding(db, accountId, now)
}

const isWithinPaid = ({ term, step }: StepOfTerm): boolean =>
  term.billedUntil !== null && step.on < term.billedUntil

/** What a tax service is asked of a change within a period; null: it charges nothing. Nothing is written. */
export async function changeAhead(
  db: Db,
  given: StepOfTerm,
): Promise<(Pick<PeriodTaxes, 'asked'> & { readonly currency: Currency }) | null> {
  if (!isWithinPaid(given)) return null
  const { accountId, term, step, now } = given
  const { contractId } = term
  const row = await billedAccount(db, { accountId, contractId }, step.dueAt)
  const agreed = await stillNamed(db, contractFacts(row.contract), contractId, now)
  const { contract } = withoutRefused(agreed, catalogFor(row.contract), step.on)
  const quote = quotedChange(row, contract, step.dueAt)
  if (quote.kind === 'refuse') return null
  return { currency: quote.currency, asked: { place: placeOf(row), ...askedOf(quote) } }
}

function quotedChange(row: BilledAccount, contract: ContractFacts, at: Instant, taxes?: readonly Tax[]) {
  const account = { ...accountOn(row, at), ...(taxes && { taxes }) }
  return quoteScheduled({ contract, catalog: catalogFor(row.contract), account, by: 'vendor' }, at)
}

type Made = Pick<ScheduledMade, 'contract' | 'releases'>

function withoutCharge(row: BilledAccount, facts: ContractFacts, on: Day): Made {
  const made = withScheduled(facts, catalogFor(row.contract), on)
  if (made.kind === 'refuse') throw new Error(`What is scheduled for ${on} is refused: ${made.reason}`)
  return made
}

/** Null: it cannot be priced, and was declined. */
async function chargeChange(
  db: Db,
  row: BilledAccount,
  facts: ContractFacts,
  { accountId, term, step, now, taxes: said }: StepOfTerm,
): Promise<Made | null> {
  const { dueAt: at } = step
  const known = said === 'not-asked' ? undefined : said
  const quote = quotedChange(row, facts, at, known?.taxes)
  if (quote.kind === 'refuse') {
    // It comes to nothing where as many are in use as before (D-23).
    if (quote.reason === 'nothing-to-change') return withoutCharge(row, facts, step.on)
    const due = facts.scheduled.filter(({ effectiveOn }) => effectiveOn <= step.on)
    const { reason } = quote
    await declineChanges(
      db,
      row,
      due.map((change) => ({ change, reason })),
      now,
    )
    return null
  }
  const { creditGranted, dueToday, creditsUsed, currency } = quote
  const asked = { place: placeOf(row), ...askedOf(quote) }
  if (said && !isSaidOf(said, { contractId: term.contractId, on: step.on, asked }))
    return rollBackWith(ASK_AGAIN)
  const basis = known?.basis ?? null
  if (dueToday.lines.length > 0) {
    const settlement = { ...dueToday, creditsUsed }
    const invoiceId = await issueOnAccount(db, row, { accountId, at, now, settlement, taxBasis: basis })
    await reportSale(db, { accountId, invoiceId, basis, currency, at })
  }
  const contractId = row.contract.id
  await giveCredit(db, row, creditGranted, { accountId, contractId, currency, at })
  return quote
}
