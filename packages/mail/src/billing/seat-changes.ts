import {
  type BillingNotice,
  DEFAULT_CATALOG,
  type NoticedChange,
  type NoticedSeason,
} from '@seatkeeper/rules'
import {
  counted,
  daySpanText,
  formatCount,
  formatDay,
  formatInstant,
  inOneLine,
  itemName,
} from '@seatkeeper/wording'
import type { Block, Fact, FactGroup } from '../content/mail-content.ts'
import { billingLink, type BillingPlace, type BillingText } from './billing-text.ts'

type Of<K extends BillingNotice['kind']> = Extract<BillingNotice, { kind: K }>

const planName = (plan: string): string => DEFAULT_CATALOG.plans[plan]?.name ?? plan

const renewalLink = (label: string, { portalUrl }: BillingPlace): Block => {
  return { kind: 'link', label, url: `${portalUrl}/settings/billing/renewal` }
}

function changeFacts(
  changes: readonly NoticedChange[],
  { reader: { locale } }: BillingPlace,
  title = 'What was asked for',
): FactGroup {
  return {
    title,
    facts: changes.map((change): Fact =>
      change.kind === 'plan'
        ? { label: 'Plan', value: `${planName(change.from)} → ${planName(change.to)}` }
        : {
            label: itemName(change.item),
            value: `${formatCount(change.from, locale)} → ${formatCount(change.to, locale)}`,
          },
    ),
  }
}

function seasonFacts(
  { name, firstDay, lastDay, seats }: NoticedSeason,
  { reader: { locale } }: BillingPlace,
): FactGroup {
  return {
    title: name,
    facts: [
      { label: 'Days', value: daySpanText(firstDay, lastDay, locale) },
      { label: 'Seats', value: formatCount(seats, locale) },
    ],
  }
}

/** BILL-04, D-02 */
export function changeAccepted(
  { changes, effectiveOn }: Of<'change-accepted' | 'change-declined' | 'change-made'>,
  place: BillingPlace,
): BillingText {
  const when = formatDay(effectiveOn, place.reader.locale)
  return {
    subject: 'Your change is agreed',
    preview: `It takes effect on ${when}.`,
    heading: 'Your change is agreed',
    blocks: [
      {
        kind: 'paragraph',
        text: `what you asked for is agreed. It takes effect with the renewal on ${when}; nothing changes before, and until then it can be called off.`,
      },
      { kind: 'facts', groups: [changeFacts(changes, place)] },
      renewalLink('See the renewal', place),
      {
        kind: 'note',
        text: 'Where more people hold a seat then than are left, and nobody else is named, it renews at the number in use: nobody loses a seat unasked.',
      },
    ],
  }
}

/** BILL-04, D-02 */
export function changeDeclined(
  { changes }: Of<'change-accepted' | 'change-declined' | 'change-made'>,
  place: BillingPlace,
): BillingText {
  return {
    subject: 'Your change was not agreed',
    preview: 'The contract renews as it is.',
    heading: 'Your change was not agreed',
    blocks: [
      {
        kind: 'paragraph',
        text: 'what you asked for was not agreed. Nothing changes: without it, the contract renews as it is.',
      },
      { kind: 'facts', groups: [changeFacts(changes, place)] },
      renewalLink('See the renewal', place),
    ],
  }
}

/** D-02 */
export function changeMade(
  { changes, effectiveOn }: Of<'change-accepted' | 'change-declined' | 'change-made'>,
  place: BillingPlace,
): BillingText {
  const when = formatDay(effectiveOn, place.reader.locale)
  return {
    subject: 'Your contract has changed',
    preview: `It is so from ${when} on.`,
    heading: 'Your contract has changed',
    blocks: [
      {
        kind: 'paragraph',
        text: `as agreed with you, the contract was reduced at once, from ${when} on. What was paid for the rest of the period has gone into your credit balance; a credit note says how much, where there is any.`,
      },
      { kind: 'facts', groups: [changeFacts(changes, place, 'What has changed')] },
      billingLink('Go to Billing', place),
    ],
  }
}

/** BILL-06 */
export function seasonOffered(
  { offerId, season, expiresAt }: Of<'season-offered'>,
  place: BillingPlace,
): BillingText {
  const until = inOneLine(formatInstant(expiresAt, place.reader))
  return {
    subject: `A season is offered to you: ${season.name}`,
    preview: `The offer stands until ${until}.`,
    heading: 'A season is offered to you',
    blocks: [
      {
        kind: 'paragraph',
        text: `a season outside your contract has been priced for you. The offer stands until ${until}; nothing is charged unless you accept it.`,
      },
      { kind: 'facts', groups: [seasonFacts(season, place)] },
      {
        kind: 'link',
        label: 'See the price, accept or decline',
        url: `${place.portalUrl}/settings/billing/offers/${offerId}`,
      },
    ],
  }
}

/** BILL-11 */
export function seasonsAgreed({ seasons }: Of<'seasons-agreed'>, place: BillingPlace): BillingText {
  const one = seasons.length === 1
  return {
    subject: one ? `${seasons[0]!.name} is agreed` : 'Seasons are agreed',
    preview: 'Users can be put into them from now on.',
    heading: one ? 'A season is agreed' : 'Seasons are agreed',
    blocks: [
      {
        kind: 'paragraph',
        text: `${one ? 'a season of your contract is' : 'seasons of your contract are'} agreed for another year. Users can be given its seats from now on. It is on the invoice of the period in which it opens, or on one of its own where that one is out.`,
      },
      { kind: 'facts', groups: seasons.map((season) => seasonFacts(season, place)) },
      { kind: 'link', label: 'See the seasons', url: `${place.portalUrl}/settings/seasons` },
    ],
  }
}

/** BILL-08, D-21 */
export function subscriptionCancelled(
  { endsOn }: Of<'subscription-cancelled' | 'cancellation-undone'>,
  place: BillingPlace,
): BillingText {
  const when = formatDay(endsOn, place.reader.locale)
  return {
    subject: `Your subscription ends on ${when}`,
    preview: 'It was cancelled. Until then it can be undone.',
    heading: 'Your subscription is cancelled',
    blocks: [
      {
        kind: 'paragraph',
        text: `the subscription was cancelled. Everybody works as before until it ends on ${when} (00:00 UTC); after that only Billing stays open. Nothing is deleted. What was waiting for the renewal has lapsed.`,
      },
      {
        kind: 'link',
        label: 'Undo the cancellation',
        url: `${place.portalUrl}/settings/billing/cancel`,
      },
    ],
  }
}

/** BILL-08 */
export function cancellationUndone(
  { endsOn }: Of<'subscription-cancelled' | 'cancellation-undone'>,
  place: BillingPlace,
): BillingText {
  const when = formatDay(endsOn, place.reader.locale)
  return {
    subject: 'Your subscription goes on',
    preview: `It renews on ${when}.`,
    heading: 'Your subscription goes on',
    blocks: [
      {
        kind: 'paragraph',
        text: `the cancellation was undone: the subscription renews on ${when} (00:00 UTC) as it would have. What lapsed with the cancellation does not come back by itself.`,
      },
      billingLink('Go to Billing', place),
    ],
  }
}

/** D-23 */
export function seatsGivenUp({ people }: Of<'seats-given-up'>, place: BillingPlace): BillingText {
  const { locale } = place.reader
  const number = counted(people.length, 'person has', 'people have', locale)
  return {
    subject: `${number} given up a seat`,
    preview: 'They were named when fewer seats were agreed.',
    heading: `${number} given up a seat`,
    blocks: [
      {
        kind: 'paragraph',
        text: 'the contract has fewer seats from now on. Those who were named for it are deactivated; their data stays, and each has been told.',
      },
      {
        kind: 'facts',
        groups: [{ title: 'Who', facts: people.map((name) => ({ label: 'Name', value: name })) }],
      },
      { kind: 'link', label: 'See the users', url: `${place.portalUrl}/settings/users` },
    ],
  }
}
