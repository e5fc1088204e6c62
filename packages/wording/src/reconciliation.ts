import type { Difference, Money } from '@seatkeeper/rules'
import { counted } from './counts.ts'
import { formatMoney } from './money.ts'
import { cardName } from './payments.ts'
import type { Viewer } from './viewer.ts'

const CHARGES = { purchase: 'purchase', invoice: 'invoice' } as const

/** PAY-09: a difference as the vendor's staff read it; amounts in minor units, as the books have them. */
export function differenceSentence(difference: Difference): string {
  const { subject } = difference
  switch (difference.kind) {
    case 'paid-there-open-here':
      return `The ${CHARGES[difference.charge]} ${subject} is paid at the processor (${difference.theirs}) and open here (${difference.ours}).`
    case 'paid-here-not-there':
      return `The ${CHARGES[difference.charge]} ${subject} is paid here, and at the processor it is ${difference.there === 'not-there' ? 'not known' : difference.there}.`
    case 'amount-differs':
      return `The ${CHARGES[difference.charge]} ${subject} is ${difference.ours} here, and the processor collected ${difference.theirs} ${difference.theirCurrency}.`
    case 'paid-twice':
      return `A second invoice (${subject}) for ${difference.charge} was paid at the processor (${difference.theirs}).`
    case 'undecided':
      return `The ${CHARGES[difference.charge]} ${subject} has been open for hours, and nothing was heard of it.`
    case 'open-there-over-here':
      return `What came to nothing here (${subject}) can still be paid at the processor, by its invoice ${difference.processorInvoiceId}.`
    case 'left-over':
      return `A crash left the invoice ${subject} at the processor (${difference.state}), which nothing here names.`
    case 'unknown-invoice':
      return `The processor has an invoice ${subject} (${difference.state}, ${difference.theirs}) that is not in our books.`
    case 'card-differs':
      return `The card on file has other details at the processor: ${subject}.`
    case 'card-gone':
      return `The card on file is not known to the processor any more: ${subject}.`
    case 'receivable-differs':
      return `The ledger says that ${difference.ledger} is owed, and the unpaid invoices add up to ${difference.invoices}.`
    case 'seats-differ':
      return `There are ${counted(difference.seats, 'seat')} of kind ${subject}, and ${difference.invoiced} were invoiced for this period.`
  }
}

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
      return null
  }
}
