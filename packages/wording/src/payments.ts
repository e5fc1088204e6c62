import type { DeclineReason } from '@seatkeeper/rules'

const declines: Readonly<Record<DeclineReason, string>> = {
  'insufficient-funds': 'The card has not enough funds.',
  'expired-card': 'The card has expired.',
  'wrong-security-code': 'The card’s security code was wrong.',
  'authentication-failed': 'The bank could not confirm that it was you.',
  'processing-fault': 'The bank could not process the charge.',
  declined: 'The bank declined the charge without saying why.',
}

/** PAY-03: why a card was not charged, as mails and pages say it. */
export const declineSentence = (cause: DeclineReason): string => declines[cause]

const brands: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
}

/** A card's brand as people know it. */
export const cardName = (brand: string | null): string =>
  brand === null ? 'Card' : (brands[brand] ?? `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`)
