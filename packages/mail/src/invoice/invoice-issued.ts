import { type Day, explainLine, type InvoiceLine, type Money } from '@seatkeeper/rules'
import { formatDay, formatMoney, lineText, type Viewer } from '@seatkeeper/wording'
import type { Fact, RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

export interface InvoiceIssuedProps {
  readonly product: string
  /** Whom the invoice is made out to. */
  readonly company: string
  readonly number: number
  readonly issuedOn: Day
  /** Null: still to be paid. */
  readonly paidOn: Day | null
  /** Until when a sent invoice is to be paid. */
  readonly dueOn: Day | null
  readonly total: Money
  readonly lines: readonly InvoiceLine[]
  /** Names of the seasons that lines are about, by id. */
  readonly seasons: Readonly<Record<string, string>>
  /** The invoice's page. */
  readonly url: string
  readonly reader: Viewer
}

/** BILL-07: an invoice that was paid, or that is to be paid, with all its lines. */
export function invoiceIssued(props: InvoiceIssuedProps): Promise<RenderedMail> {
  const { product, company, number, issuedOn, paidOn, dueOn, total, lines, seasons, url, reader } = props
  const { locale } = reader
  const amount = formatMoney(total, locale)
  const paid = paidOn !== null
  const until = dueOn === null ? '' : ` Please pay it until ${formatDay(dueOn, locale)}.`
  return renderMail({
    subject: `Invoice ${number} of ${product}, ${paid ? 'paid' : 'to be paid'}`,
    preview: paid ? `${amount} were paid.` : `${amount} are to be paid.`,
    heading: paid ? `Invoice ${number} is paid` : `Invoice ${number}`,
    blocks: [
      {
        kind: 'paragraph',
        text: paid
          ? `${amount} were paid on ${formatDay(paidOn, locale)}. This is your copy of the invoice for ${slot.name}.`
          : `this is the invoice over ${amount} for ${slot.name}.${until}`,
      },
      {
        kind: 'facts',
        groups: [
          {
            title: `Invoice ${number}, issued on ${formatDay(issuedOn, locale)}`,
            facts: [
              ...lines.map((line): Fact => {
                const value = formatMoney(line.amount, locale)
                const label = lineText(line, { locale, seasons })
                return line.kind === 'flat'
                  ? { label, value }
                  : { label, value, aside: explainLine(line).formula }
              }),
              { label: paid ? 'Total, paid' : 'Total due', value: amount },
            ],
          },
        ],
      },
      { kind: 'link', label: 'Open the invoice', url: slot.url },
    ],
    reason: `You get this mail because your address is among the invoicing e-mails of ${company}.`,
    sender: product,
    recipient: { name: company, url },
  })
}
