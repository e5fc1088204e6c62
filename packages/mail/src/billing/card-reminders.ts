import type { BillingNotice } from '@seatkeeper/rules'
import { cardName, formatInstant, inOneLine } from '@seatkeeper/wording'
import { type BillingPlace, type BillingText, cardLink, NOTHING_IS_DELETED } from './billing-text.ts'

type Of<K extends BillingNotice['kind']> = Extract<BillingNotice, { kind: K }>

const SWITCH = 'These reminders can be switched off under Settings → Billing → Billing details.'

/** MAIL-05: the paid period ends soon, or the first invoice was issued, and there is no card to charge. */
export function cardMissing({ chargeAt }: Of<'card-missing'>, place: BillingPlace): BillingText {
  const when = inOneLine(formatInstant(chargeAt, place.reader))
  return {
    subject: 'Please add a card',
    preview: `Without one your account is locked at ${when}.`,
    heading: 'No card is on file',
    blocks: [
      {
        kind: 'paragraph',
        text: `no card is on file to pay with. From ${when} on everything but Billing is locked until one has been entered. ${NOTHING_IS_DELETED}`,
      },
      cardLink('Enter a card', place),
      { kind: 'note', text: SWITCH },
    ],
  }
}

/** PAY-07: the card will have expired when it is charged next. */
export function cardExpiring({ chargeAt, card }: Of<'card-expiring'>, place: BillingPlace): BillingText {
  const when = inOneLine(formatInstant(chargeAt, place.reader))
  const name = `${cardName(card.brand)} ending in ${card.lastFour}`
  const month = `${String(card.month).padStart(2, '0')}/${card.year}`
  return {
    subject: 'Your card expires before the next charge',
    preview: `${name} is good until the end of ${month} only.`,
    heading: 'The next charge needs another card',
    blocks: [
      {
        kind: 'paragraph',
        text: `the card on file, ${name}, is good until the end of ${month} only, and the next charge is at ${when}. Please enter another card, or the new one of the same number, before then.`,
      },
      cardLink('Enter another card', place),
      { kind: 'note', text: SWITCH },
    ],
  }
}
