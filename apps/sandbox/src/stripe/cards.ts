/** What a test card's bank says, at entry and whenever it is charged. */
export interface TestCard {
  readonly number: string
  readonly brand: 'visa' | 'mastercard' | 'amex' | 'discover'
  readonly funding: 'credit' | 'debit'
  readonly about: string
  /** Refused when it is entered. */
  readonly entry?: Decline
  readonly entryAuthenticates?: boolean
  readonly chargeAuthenticates?: boolean
  /** Refused when it is charged, after authentication where there is one. */
  readonly charge?: Decline
}

export interface Decline {
  readonly code: 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error'
  readonly declineCode?: 'generic_decline' | 'insufficient_funds' | 'lost_card'
  readonly message: string
}

const declined: Decline = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'Your card was declined.',
}
const noFunds: Decline = {
  code: 'card_declined',
  declineCode: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
}

/** The processor's published test numbers, with the meaning that it gives them. */
export const TEST_CARDS: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', funding: 'credit', about: 'Visa: pays' },
  { number: '4000056655665556', brand: 'visa', funding: 'debit', about: 'Visa debit: pays' },
  { number: '5555555555554444', brand: 'mastercard', funding: 'credit', about: 'Mastercard: pays' },
  { number: '378282246310005', brand: 'amex', funding: 'credit', about: 'American Express: pays' },
  { number: '6011111111111117', brand: 'discover', funding: 'credit', about: 'Discover: pays' },
  {
    number: '4000000000000341',
    brand: 'visa',
    funding: 'credit',
    about: 'Can be entered; every charge is declined',
    charge: declined,
  },
  {
    number: '4000002500003155',
    brand: 'visa',
    funding: 'credit',
    about: 'Asks for authentication when it is entered, then pays',
    entryAuthenticates: true,
  },
  {
    number: '4000002760003184',
    brand: 'visa',
    funding: 'credit',
    about: 'Asks for authentication every time, then pays',
    entryAuthenticates: true,
    chargeAuthenticates: true,
  },
  {
    number: '4000008260003178',
    brand: 'visa',
    funding: 'credit',
    about: 'Asks for authentication every time, then has insufficient funds',
    entryAuthenticates: true,
    chargeAuthenticates: true,
    charge: noFunds,
  },
  {
    number: '4000000000000002',
    brand: 'visa',
    funding: 'credit',
    about: 'Refused at entry: declined',
    entry: declined,
  },
  {
    number: '4000000000009995',
    brand: 'visa',
    funding: 'credit',
    about: 'Refused at entry: insufficient funds',
    entry: noFunds,
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    funding: 'credit',
    about: 'Refused at entry: expired',
    entry: { code: 'expired_card', message: 'Your card has expired.' },
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    funding: 'credit',
    about: 'Refused at entry: wrong security code',
    entry: { code: 'incorrect_cvc', message: 'Your card’s security code is incorrect.' },
  },
  {
    number: '4000000000000119',
    brand: 'visa',
    funding: 'credit',
    about: 'Refused at entry: processing error',
    entry: { code: 'processing_error', message: 'An error occurred while processing your card. Try again.' },
  },
]

export function testCard(number: string): TestCard | undefined {
  return TEST_CARDS.find((card) => card.number === number)
}
