import { splitInteger } from '../money/split.ts'
import type { Instant } from '../time/instant.ts'
import { chargesOf, isCredit, type OpenCharge, takeCredit } from './credit-attribution.ts'
import { type InvoiceLine, type LineRule, pricedLine, rateLine } from './line.ts'
import type { Posting } from './postings.ts'

/** A document of an account as it was issued, for what was credited of an invoice since. */
export interface IssuedDocument {
  readonly id: string
  readonly kind: 'invoice' | 'credit-note'
  /** The invoice that this credit note takes back as a whole. */
  readonly voids: string | null
  readonly issuedAt: Instant
  readonly paidAt: Instant | null
  readonly net: number
  readonly tax: number
  readonly lines: readonly InvoiceLine[]
}

/** An invoice that is to be taken back, as its figures stand in the books. Minor units. */
export interface InvoiceToVoid extends IssuedDocument {
  readonly kind: 'invoice'
  readonly due: number
  readonly carriedOut: number
  readonly toBalance: number
}

/** What taking an invoice back comes to. */
export interface VoidedInvoice {
  /** Of the credit note: the invoice's charges with the other sign, then what was given back already. */
  readonly lines: readonly InvoiceLine[]
  /** Positive: what the invoice charged for itself, less what was given back of it already. */
  readonly net: number
  readonly tax: number
  /** Was owed, and is no more. */
  readonly noLongerOwed: number
  /** Waited for the next invoice, and does no more. */
  readonly noLongerCarried: number
  /** Goes into the credit balance: what was really paid, by money or by credit; never cash. */
  readonly credit: number
  /** What the invoice had taken over from an earlier one, and is owed again. */
  readonly carriedAgain: number
}

export type VoidDecision =
  | ({ readonly kind: 'grant' } & VoidedInvoice)
  | { readonly kind: 'impossible'; readonly why: 'voided-already' | 'in-your-favour' }

/** What settles an invoice, and is no charge of its own. */
const SETTLES: ReadonlySet<LineRule> = new Set(['carried-in', 'credit-applied', 'to-balance', 'carried-out'])

/**
 * D-02, BILL-09: a wrong invoice is taken back by a credit note of the same lines. What is unpaid is owed no more; what was paid, or settled by
 * credit, becomes credit, less what was credited of it already (D-34): never more than was paid, never cash. Impossible: an
 * invoice that was taken back already; one in the customer's favour, whose credit may be used up.
 *
 * @param documents Of the contract, from the invoice on, in the order of their numbers.
 * @param carried What waits for the account's next invoice (BILL-12).
 */
export function voidInvoice(
  invoice: InvoiceToVoid,
  documents: readonly IssuedDocument[],
  carried: number,
): VoidDecision {
  if (documents.some(({ voids }) => voids === invoice.id))
    return { kind: 'impossible', why: 'voided-already' }
  if (invoice.toBalance > 0) return { kind: 'impossible', why: 'in-your-favour' }
  const { net: grossNet, tax: grossTax, due, paidAt } = invoice
  const given = creditedOfInvoice(invoice.id, documents)
  const [net, tax] = [Math.max(grossNet - given.net, 0), Math.max(grossTax - given.tax, 0)]
  const noLongerOwed = paidAt === null ? due : 0
  const noLongerCarried = Math.min(invoice.carriedOut, Math.max(carried, 0))
  const rest = net + tax - noLongerOwed - noLongerCarried
  return {
    kind: 'grant',
    lines: [
      ...invoice.lines.filter(({ rule }) => !SETTLES.has(rule)).map(mirrored),
      ...givenBefore(invoice, net, tax),
    ],
    net,
    tax,
    noLongerOwed,
    noLongerCarried,
    credit: Math.max(rest, 0),
    carriedAgain: Math.max(0 - rest, 0),
  }
}

/** The postings of {@link voidInvoice}; they add up to zero. */
export function voidPostings(voided: VoidedInvoice, creditId: string): Posting[] {
  const postings: Posting[] = [
    { ledgerAccount: 'revenue', amount: voided.net },
    { ledgerAccount: 'tax', amount: voided.tax },
    { ledgerAccount: 'receivable', amount: 0 - voided.noLongerOwed },
    { ledgerAccount: 'carried', amount: voided.carriedAgain - voided.noLongerCarried },
    { ledgerAccount: 'credit', amount: 0 - voided.credit, creditId },
  ]
  return postings.filter(({ amount }) => amount !== 0)
}

/** The line with the other sign; reckoned from its terms like any other (BILL-09). */
function mirrored(line: InvoiceLine): InvoiceLine {
  if (line.kind === 'flat') return { ...line, amount: { ...line.amount, amount: 0 - line.amount.amount } }
  if (line.kind === 'priced') return pricedLine({ ...line, sign: line.sign === 1 ? -1 : 1 })!
  return rateLine({ ...line, of: { ...line.of, amount: 0 - line.of.amount } })!
}

function givenBefore(invoice: InvoiceToVoid, net: number, tax: number): InvoiceLine[] {
  const currency = invoice.lines[0]?.amount.currency
  if (currency === undefined) return []
  const lines: InvoiceLine[] = [
    {
      kind: 'flat',
      rule: 'credited-before',
      subject: 'credited-before',
      amount: { amount: invoice.net - net, currency },
    },
    {
      kind: 'flat',
      rule: 'tax',
      subject: 'Tax credited before',
      amount: { amount: invoice.tax - tax, currency },
    },
  ]
  return lines.filter(({ amount }) => amount.amount !== 0)
}

/** What was given back of an invoice by later credit notes, as {@link takeCredit} says. Documents before the invoice change nothing of it. */
export function creditedOfInvoice(
  invoiceId: string,
  documents: readonly IssuedDocument[],
): { readonly net: number; readonly tax: number } {
  let open: OpenCharge[] = []
  const given = { net: 0, tax: 0 }
  for (const document of documents) {
    if (document.kind === 'invoice') open.push(...chargesOf(document.id, document.lines))
    else if (document.voids !== null) open = open.filter((charge) => charge.invoiceId !== document.voids)
    else {
      const { taken, rest } = attributed(document, open, documents)
      const mine = taken.get(invoiceId) ?? 0
      const weights = [mine, [...taken.values()].reduce((sum, each) => sum + each, 0) - mine + rest]
      given.net += splitInteger(0 - document.net, weights)?.[0] ?? 0
      given.tax += splitInteger(0 - document.tax, weights)?.[0] ?? 0
    }
  }
  return given
}

/** How much of a credit note is of which invoice; `rest`: of none that is known. */
function attributed(
  { lines, issuedAt }: IssuedDocument,
  open: readonly OpenCharge[],
  documents: readonly IssuedDocument[],
): { readonly taken: ReadonlyMap<string, number>; readonly rest: number } {
  const paid = new Set(
    documents.filter(({ paidAt }) => paidAt !== null && paidAt <= issuedAt).map(({ id }) => id),
  )
  const taken = new Map<string, number>()
  let rest = 0
  for (const line of lines.filter(isCredit)) {
    const given = takeCredit(line, open, (id) => paid.has(id))
    for (const [id, part] of given.taken) taken.set(id, (taken.get(id) ?? 0) + part)
    rest += given.rest
  }
  return { taken, rest }
}
