import { randomUUIDv7 } from 'node:crypto'
import {
  type Currency,
  type Day,
  type Instant,
  type InvoiceToVoid,
  type IssuedDocument,
  type Refusal,
  type VoidedInvoice,
  voidInvoice as decideVoid,
  voidPostings,
} from '@seatkeeper/rules'
import { accountOf, tellIfOpened } from '../../collections/collection-steps.ts'
import { invoicingAddresses } from '../../outbox/invoice-mail.ts'
import { digestOf, iso } from '../../parameters.ts'
import type { Db } from '../../statement.ts'
import { untilDecided } from '../../transaction.ts'
import { asVendor } from '../../vendor.ts'
import { billingOf, lockMoney } from '../billing/facts.ts'
import { type BillTo, issueCreditNote } from '../billing/issue-invoice.ts'
import { post } from '../billing/ledger.ts'
import { refreshStanding } from '../billing/refresh-standing.ts'
import { findAccount, type FoundAccount } from '../billing-changes/vendor-account.ts'
import type { VendorContext } from '../billing-changes/vendor-change.ts'
import { recordChange } from '../record-change.ts'
import {
  documentsSince,
  invoiceAgain,
  queueCopies,
  raisedSince,
  selectInvoice,
  stopCollecting,
  type StoredInvoice,
  waivePeriod,
} from './invoice-rows.ts'

/** Which invoice the vendor takes back, and what becomes of its period. */
export interface InvoiceToTakeBack {
  readonly number: number
  /** For the audit log, where the customer reads it. */
  readonly reason: string
  /** The billing run invoices its period anew, as the contract stands by then; otherwise nobody does. */
  readonly again: boolean
  /** Nothing is written: what would be. */
  readonly dryRun: boolean
}

export interface TakenBack extends Omit<VoidedInvoice, 'lines'> {
  readonly account: string
  readonly number: number
  readonly currency: Currency
  readonly paid: boolean
  /** What stands at the processor for it is made unpayable by the worker. */
  readonly atProcessor: boolean
  /** Null: it was not of a period. The last day is not part of it. */
  readonly period: { readonly start: Day; readonly end: Day } | null
  readonly again: boolean
  /** Null: nothing was written. */
  readonly creditNote: number | null
  readonly mails: number
}

export type TakeBackAnswer =
  | ({ readonly kind: 'grant' } & TakenBack)
  | Exclude<FoundAccount, { kind: 'found' }>
  | { readonly kind: 'no-such-invoice' }
  /** Credit notes are not taken back. */
  | { readonly kind: 'is-credit-note' }
  | { readonly kind: 'voided-already'; readonly creditNote: number }
  | { readonly kind: 'in-your-favour' }
  /** A later period is invoiced, or the contract is over: nothing would invoice this one again. */
  | { readonly kind: 'not-invoiced-again' }
  /** A higher plan or more of a season was charged within the period: by invoice `by`, or by none. */
  | { readonly kind: 'raised-since'; readonly by: number | null }
  | Refusal

/**
 * D-02: the vendor takes a wrong invoice back by a credit note of its own number. In one transaction, under the lock of the account's money: the
 * credit note with the invoice's lines, the postings, the end of collecting, the standing, audit entry and mail. What was paid becomes
 * credit as far as it was not credited before, never cash; seats and plan stay as they are. The tax service is told by a row of
 * `tax_report`, and the processor by the worker, which makes the invoice there unpayable until that has an answer
 * (`void_there`); where it was paid there in between, that money becomes credit as well. Safe to repeat: a second time
 * is refused. Refused: while a purchase is on its way; see {@link TakeBackAnswer}.
 * Other writers of collections: the worker's steps, which write nothing to one that is void.
 */
export async function takeInvoiceBack(
  { url, now }: VendorContext,
  account: string,
  wish: InvoiceToTakeBack,
): Promise<TakeBackAnswer> {
  const answer = await untilDecided(() => asVendor(url, (db) => attempt(db, account, wish, now)))
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

async function attempt(
  db: Db,
  account: string,
  wish: InvoiceToTakeBack,
  now: Instant,
): Promise<TakeBackAnswer> {
  const found = await findAccount(db, account)
  if (found.kind !== 'found') return found
  const { actor } = found
  const { accountId } = actor
  await lockMoney(db, accountId)
  const [invoice] = await selectInvoice(db, accountId, wish.number)
  if (!invoice) return { kind: 'no-such-invoice' }
  if (invoice.kind === 'credit-note') return { kind: 'is-credit-note' }
  if (invoice.creditNote !== null) return { kind: 'voided-already', creditNote: invoice.creditNote }
  const row = await billingOf(db, actor, now)
  // What it was quoted for is what was invoiced until then.
  if (row.openPurchase !== null) return { kind: 'refuse', reason: 'busy' }
  const documents = (await documentsSince(db, invoice.contractId, invoice.number)).map(documentFacts)
  const decided = decideVoid(factsOf(invoice), documents, row.carried)
  if (decided.kind === 'impossible') {
    if (decided.why === 'in-your-favour') return { kind: 'in-your-favour' }
    throw new Error('It was taken back already, in spite of the lock')
  }
  const { periodStart: start, periodEnd: end } = invoice
  const period = start === null || end === null ? null : { start, end }
  const again = wish.again && period !== null
  if (wish.again && (period === null || !(await invoiceAgain(db, invoice.id))[0])) {
    return { kind: 'not-invoiced-again' }
  }
  if (again) {
    const [raised] = await raisedSince(db, invoice.id)
    if (raised) return { kind: 'raised-since', by: raised.number }
  }
  const { lines, kind: _, ...figures } = decided
  const billTo = {
    ...invoice.billTo,
    // As it was issued, to the addresses of today.
    profile: invoice.billTo.profile && {
      ...invoice.billTo.profile,
      ...(row.profile && { email: row.profile.email, furtherEmails: row.profile.furtherEmails }),
    },
  }
  const mails = invoicingAddresses(billTo).length
  const said: Omit<TakenBack, 'creditNote'> = {
    ...figures,
    account: found.name,
    number: invoice.number,
    currency: invoice.currency,
    paid: invoice.paidAt !== null,
    atProcessor: invoice.paidAt === null && invoice.processorInvoiceId !== null,
    period,
    again,
    mails,
  }
  if (wish.dryRun) return { kind: 'grant', ...said, creditNote: null }

  const before = await accountOf(db, accountId)
  const { number: creditNote } = await write(db, invoice, { ...decided, billTo, now })
  if (period !== null && !again) await waivePeriod(db, invoice.contractId, period.end)
  await refreshStanding(db, accountId, now)
  await tellIfOpened(db, accountId, before, now)
  const { currency, number } = invoice
  const action = 'billing.invoice-voided' as const
  await recordChange(
    db,
    actor,
    {
      action,
      subjectId: invoice.id,
      before: { number, due: invoice.due, currency, paid: invoice.paidAt !== null },
      after: {
        creditNote,
        credited: figures.credit,
        noLongerOwed: figures.noLongerOwed,
        invoicedAgain: again,
        reason: wish.reason,
      },
      idempotencyKey: undefined,
      requestHash: digestOf([action, invoice.id]),
      result: {},
    },
    now,
  )
  return { kind: 'grant', ...said, creditNote }
}

async function write(
  db: Db,
  invoice: StoredInvoice,
  given: VoidedInvoice & { readonly billTo: BillTo; readonly now: Instant },
): Promise<{ readonly number: number }> {
  const { id, accountId, contractId, currency } = invoice
  const { lines, billTo, now, credit } = given
  const issued = await issueCreditNote(
    db,
    {
      accountId,
      contractId,
      currency,
      billTo,
      at: now,
      purchaseId: null,
      paid: true,
      held: false,
      voids: { invoiceId: id, toBalance: credit },
    },
    lines,
  )
  const entryId = randomUUIDv7()
  const ofNote = { accountId, at: now, currency, invoiceId: issued.invoiceId }
  const entry = { ...ofNote, id: entryId, kind: 'void' } as const
  await post(db, entry, voidPostings(given, entryId))
  await stopCollecting(db, id, iso(now))
  const addresses = invoicingAddresses(billTo).length
  await queueCopies(db, accountId, issued.invoiceId, addresses)
  return issued
}

const documentFacts = ({
  id,
  kind,
  voids,
  issuedAt,
  paidAt,
  net,
  tax,
  lines,
}: IssuedDocument): IssuedDocument => {
  return { id, kind, voids, issuedAt, paidAt, net, tax, lines }
}

const factsOf = (invoice: StoredInvoice): InvoiceToVoid => {
  const { due, carriedOut, toBalance } = invoice
  return { ...documentFacts(invoice), kind: 'invoice', due, carriedOut, toBalance }
}
