import type { BillingNotice } from '@seatkeeper/rules'
import { formatInstant, inOneLine } from '@seatkeeper/wording'
import {
  billingLink,
  type BillingPlace,
  type BillingText,
  cardLink,
  invoiceFacts,
  NOTHING_IS_DELETED,
} from './billing-text.ts'

type Of<K extends BillingNotice['kind']> = Extract<BillingNotice, { kind: K }>

/** PAY-03, D-20: the grace deadline has passed. BILL-08: or what was cancelled is over. */
export function accountDeactivated(
  { since, cause, unpaid }: Of<'account-deactivated'>,
  place: BillingPlace,
): BillingText {
  const when = inOneLine(formatInstant(since, place.reader))
  if (cause === 'ended') {
    return {
      subject: 'Your account is deactivated',
      preview: 'The subscription was cancelled and is over. It can be begun again under Billing.',
      heading: 'Your subscription is over',
      blocks: [
        {
          kind: 'paragraph',
          text: `the subscription was cancelled, and its term is over. Since ${when} nobody can sign in, and everything but Billing is locked. An owner or billing admin can begin it again there at any time. ${NOTHING_IS_DELETED}`,
        },
        billingLink('Go to Billing', place),
        ...(unpaid.length === 0
          ? []
          : [{ kind: 'facts' as const, groups: unpaid.map((invoice) => invoiceFacts(invoice, place)) }]),
      ],
    }
  }
  return {
    subject: 'Your account is deactivated',
    preview: 'An invoice is unpaid. Entering a card opens everything again at once.',
    heading: 'Your account is deactivated',
    blocks: [
      {
        kind: 'paragraph',
        text: `an invoice is still unpaid, so since ${when} nobody can sign in, and everything but Billing is locked. Paying what is open, by card or by a wire that has arrived, opens everything again at once. ${NOTHING_IS_DELETED}`,
      },
      cardLink('Enter a card', place),
      { kind: 'facts', groups: unpaid.map((invoice) => invoiceFacts(invoice, place)) },
    ],
  }
}

/** ACC-04: a period has ended, and no card is there to pay the next. */
export function cardRequired({ since }: Of<'card-required'>, place: BillingPlace): BillingText {
  const when = inOneLine(formatInstant(since, place.reader))
  return {
    subject: 'A card is needed to go on',
    preview: 'The paid period has ended and no card is on file.',
    heading: 'A card is needed to go on',
    blocks: [
      {
        kind: 'paragraph',
        text: `the paid period has ended and no card is on file. Since ${when} everything but Billing is locked. Entering a card pays what is open and opens everything again at once. ${NOTHING_IS_DELETED}`,
      },
      cardLink('Enter a card', place),
    ],
  }
}

/** ACC-05: what locked it is settled. */
export function accountReactivated({ at }: Of<'account-reactivated'>, place: BillingPlace): BillingText {
  const when = inOneLine(formatInstant(at, place.reader))
  return {
    subject: 'Your account is open again',
    preview: 'Everybody can sign in as before.',
    heading: 'Your account is open again',
    blocks: [
      {
        kind: 'paragraph',
        text: `thank you: what locked your account is settled. Since ${when} everybody can sign in as before.`,
      },
      billingLink('Go to Billing', place),
    ],
  }
}
