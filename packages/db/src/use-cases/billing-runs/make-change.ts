import {
  type ContractFacts,
  creditPostings,
  type Day,
  quoteScheduled,
  type ScheduledMade,
  withScheduled,
} from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import type { Db } from '../../statement.ts'
import { catalogFor, contractFacts } from '../billing/facts.ts'
import { billToOf, issueCreditNote } from '../billing/issue-invoice.ts'
import { post } from '../billing/ledger.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { applyTerms, lockSeatsOf, markMade, stillNamed } from './apply-terms.ts'
import { accountOn, type BilledAccount, billedAccount } from './billed-account.ts'
import { declineChanges, withoutImpossible } from './decline-refused.ts'
import { issueOnAccount } from './issue-period.ts'
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
  const invoiced = term.billedUntil !== null && on < term.billedUntil
  const made = invoiced ? await chargeChange(db, row, facts, step) : withoutCharge(row, facts, on)
  if (made === null) return
  const { contract: after, releases } = made
  await applyTerms(db, { accountId, contractId, before: row.contract, after, releases, on, now })
  await markMade(db, contractId, { on, now, after })
  await refreshStanding(db, accountId, now)
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
  { accountId, step, now }: StepOfTerm,
): Promise<Made | null> {
  const { dueAt: at } = step
  const account = accountOn(row, at)
  const quote = quoteScheduled(
    { contract: facts, catalog: catalogFor(row.contract), account, by: 'vendor' },
    at,
  )
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
  const { creditGranted, dueToday, creditsUsed } = quote
  if (dueToday.lines.length > 0) {
    await issueOnAccount(db, row, { accountId, at, now, settlement: { ...dueToday, creditsUsed } })
  }
  if (creditGranted.lines.length > 0) {
    const { currency } = quote
    const entryId = randomUUIDv7()
    const { invoiceId } = await issueCreditNote(
      db,
      {
        accountId,
        contractId: row.contract.id,
        currency,
        billTo: billToOf(row),
        at,
        purchaseId: null,
        paid: true,
        held: false,
      },
      creditGranted.lines,
    )
    const tax = creditGranted.lines.reduce(
      (sum, { rule, amount }) => sum - (rule === 'tax' ? amount.amount : 0),
      0,
    )
    await post(
      db,
      { id: entryId, accountId, at, kind: 'credit', currency, invoiceId },
      creditPostings({ net: creditGranted.amount - tax, tax }, entryId),
    )
  }
  return quote
}
