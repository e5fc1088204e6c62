import { type Day, explainLine, type InvoiceLine, type Money } from '@seatkeeper/rules'
import { formatDay, lineText, moneyWords, type Viewer } from '@seatkeeper/wording'
import type { Fact, RenderedMail } from '../content/mail-content.ts'
import { renderMail } from '../content/render-mail.ts'
import { slot } from '../content/slot.ts'

export interface CreditNoteIssuedProps {
  readonly product: string
  readonly company: string
  readonly number: number
  readonly issuedOn: Day
  /** The number of the invoice that it voids; null: it gives back a part of what was paid. */
  readonly voids: number | null
  /** What it comes to, positive. */
  readonly total: Money
  /** What of it goes into the credit balance. */
  readonly toBalance: number
  /** Whether anything had been paid for the invoice that it voids, by money or by credit. */
  readonly wasPaid: boolean
  readonly lines: readonly InvoiceLine[]
  /** Names of the seasons that lines are about, by id. */
  readonly seasons: Readonly<Record<string, string>>
  /** The credit note's page. */
  readonly url: string
  readonly reader: Viewer
}

/** MAIL-05, D-02: what was invoiced wrongly, or is given up, is taken back; with all its lines. */
export function creditNoteIssued(props: CreditNoteIssuedProps): Promise<RenderedMail> {
  const { product, company, number, issuedOn, voids, total, toBalance, lines, seasons, url, reader } = props
  const { locale } = reader
  const money = (amount: number) => moneyWords(amount, total.currency, locale)
  const what = voids === null ? `Credit note ${number}` : `Credit note ${number}: invoice ${voids} is void`
  const credited =
    toBalance > 0
      ? `${money(toBalance)} went into the credit balance: the next invoices use it by themselves.`
      : nothingCredited(props)
  return renderMail({
    subject: `${what} (${product})`,
    preview: toBalance > 0 ? `${money(toBalance)} are credited.` : 'Nothing is to be paid.',
    heading: voids === null ? `Credit note ${number}` : `Invoice ${voids} is void`,
    blocks: [
      {
        kind: 'paragraph',
        text:
          voids === null
            ? `this is credit note ${number} for ${slot.name}. ${credited}`
            : `invoice ${voids} is taken back by credit note ${number}: it is not owed any more. ${credited}`,
      },
      {
        kind: 'facts',
        groups: [
          {
            title: `Credit note ${number}, issued on ${formatDay(issuedOn, locale)}`,
            facts: [
              ...lines.map((line): Fact => {
                const value = money(line.amount.amount)
                const label = lineText(line, { locale, seasons })
                return line.kind === 'flat'
                  ? { label, value }
                  : { label, value, aside: explainLine(line).formula }
              }),
              { label: 'Total', value: money(0 - total.amount) },
            ],
          },
        ],
      },
      { kind: 'link', label: 'Open the credit note', url: slot.url },
    ],
    reason: `You get this mail because your address is among the invoicing e-mails of ${company}.`,
    sender: product,
    recipient: { name: company, url },
  })
}

function nothingCredited({ lines, wasPaid }: CreditNoteIssuedProps): string {
  if (lines.some(({ rule }) => rule === 'credited-before')) {
    return 'Nothing more went into the credit balance: what had been paid was credited before.'
  }
  return wasPaid
    ? 'Nothing went into the credit balance: what had been paid was owed from an earlier invoice.'
    : 'Nothing went into the credit balance, for nothing had been paid.'
}
