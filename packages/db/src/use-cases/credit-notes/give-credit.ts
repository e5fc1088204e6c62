import { randomUUIDv7 } from 'node:crypto'
import { creditPostings, type Currency, type Instant, type Quote } from '@seatkeeper/rules'
import { invoicingAddresses } from '../../outbox/invoice-mail.ts'
import type { Db } from '../../statement.ts'
import type { BillingRow } from '../billing/facts.ts'
import { billToOf, issueCreditNote } from '../billing/issue-invoice.ts'
import { post } from '../billing/ledger.ts'
import { queueCopies } from './invoice-rows.ts'

/**
 * D-02, D-03: what a change gives back goes into the credit balance, with a credit note that says it line by line, and is mailed
 * (MAIL-05). Under the lock of the account's money. Null: it gives nothing back.
 */
export async function giveCredit(
  db: Db,
  row: Pick<BillingRow, 'name' | 'profile'>,
  { lines, amount }: Quote['creditGranted'],
  given: {
    readonly accountId: string
    readonly contractId: string
    readonly currency: Currency
    readonly at: Instant
  },
): Promise<{ readonly invoiceId: string; readonly number: number } | null> {
  if (lines.length === 0) return null
  const { accountId, contractId, currency, at } = given
  const billTo = billToOf(row)
  const issued = await issueCreditNote(
    db,
    {
      accountId,
      contractId,
      currency,
      billTo,
      at,
      purchaseId: null,
      paid: true,
      held: false,
    },
    lines,
  )
  const tax = lines.reduce((sum, line) => sum - (line.rule === 'tax' ? line.amount.amount : 0), 0)
  const id = randomUUIDv7()
  const entry = { id, accountId, at, kind: 'credit', currency, invoiceId: issued.invoiceId } as const
  await post(db, entry, creditPostings({ net: amount - tax, tax }, id))
  await queueCopies(db, accountId, issued.invoiceId, invoicingAddresses(billTo).length)
  return issued
}
