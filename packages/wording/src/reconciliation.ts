import type { CardFacts, Difference, Money } from '@seatkeeper/rules'
import { counted } from './counts.ts'
import { formatMoney } from './money.ts'
import { cardName } from './payments.ts'
import type { Viewer } from './viewer.ts'

/** What a difference is about, as its readers know it: `Invoice 8`, `The purchase of 3 Jun 2027 by Ada`, by identity. */
export interface DifferenceWords {
  readonly names: Readonly<Record<string, string>>
  readonly currency: Money['currency']
}

/** PAY-09: a difference as the vendor's staff read it. What has no name is said by its identity. */
export function differenceSentence(difference: Difference, { names, currency }: DifferenceWords): string {
  const { subject } = difference
  const money = (amount: number): string => formatMoney({ amount, currency })
  const charge = (kind: 'purchase' | 'invoice', id = subject): string => names[id] ?? `The ${kind} ${id}`
  switch (difference.kind) {
    case 'paid-there-open-here':
      return `${charge(difference.charge)} is paid at the processor (${money(difference.theirs)}) and open here (${money(difference.ours)}).`
    case 'paid-here-not-there':
      return `${charge(difference.charge)} is paid here, and at the processor it is ${difference.there === 'not-there' ? 'not known' : difference.there}.`
    case 'amount-differs':
      return `${charge(difference.charge)} is ${money(difference.ours)} here, and the processor collected ${theirMoney(difference.theirs, difference.theirCurrency)}.`
    case 'paid-twice':
      return `${charge('purchase', difference.charge)} was paid a second time at the processor (${money(difference.theirs)}, ${subject}).`
    case 'undecided':
      return `${charge(difference.charge)} has been open for hours, and nothing was heard of it.`
    case 'open-there-over-here':
      return `${charge('purchase')} came to nothing here, and can still be paid at the processor, by its invoice ${difference.processorInvoiceId}.`
    case 'left-over':
      return `A crash left an invoice at the processor (${subject}, ${difference.state}), which nothing here names.`
    case 'unknown-invoice':
      return `The processor has an invoice (${subject}, ${difference.state}, ${money(difference.theirs)}) that is not in our books.`
    case 'card-differs':
      return `The card on file, ${cardText(difference.ours)}, is ${cardText(difference.theirs)} at the processor.`
    case 'card-gone':
      return `The card on file, ${cardText(difference.ours)}, is not known to the processor any more.`
    case 'receivable-differs':
      return `The ledger says that ${money(difference.ledger)} are owed, and the unpaid invoices add up to ${money(difference.invoices)}.`
    case 'seats-differ':
      return `There are ${counted(difference.seats, 'seat')} of the kind ${names[subject] ?? subject}, and ${difference.invoiced} were invoiced for this period.`
    case 'not-billed':
      return `Something of the contract is due and cannot be billed: ${difference.why.replace(/[.\s]+$/, '')}.`
  }
}

const cardText = ({ brand, lastFour, expiryMonth, expiryYear }: CardFacts): string =>
  `${cardName(brand)} ending in ${lastFour} until ${String(expiryMonth).padStart(2, '0')}/${expiryYear}`

/** In whatever currency the processor names. */
const theirMoney = (amount: number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency)
    ? formatMoney({ amount, currency: currency as Money['currency'] })
    : `${amount} ${currency}`

/** The same for the customer: what it means for them, and what they need to do. Null: it is none of their business. */
export function differenceForCustomer(
  difference: Difference,
  currency: Money['currency'],
  viewer: Viewer,
): string | null {
  const money = (amount: number): string => formatMoney({ amount, currency }, viewer.locale)
  switch (difference.kind) {
    case 'paid-there-open-here':
      return `A payment of ${money(difference.theirs)} has arrived that is not in your invoices yet. We are booking it; please do not pay it again.`
    case 'amount-differs':
      return `Your card was charged another amount than the ${money(difference.ours)} that were due. We will put it right and write to you; there is nothing for you to do.`
    case 'paid-twice':
      return `A payment of ${money(difference.theirs)} seems to have been collected twice. We will put it right and write to you; there is nothing for you to do.`
    case 'undecided':
      return 'We have not heard from the payment processor what became of your last purchase, and are asking again.'
    case 'card-gone': {
      const { brand, lastFour } = difference.ours
      return `The payment processor does not know your ${cardName(brand)} ending in ${lastFour} any more. Please enter a card before the next invoice.`
    }
    case 'paid-here-not-there':
    case 'open-there-over-here':
    case 'left-over':
    case 'unknown-invoice':
    case 'card-differs':
    case 'receivable-differs':
    case 'seats-differ':
    case 'not-billed':
      return null
  }
}
