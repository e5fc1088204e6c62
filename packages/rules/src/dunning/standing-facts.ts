import type { AccountFacts } from '../access/standing.ts'
import { type Instant } from '../time/instant.ts'
import { type DeclinedNotice, GRACE, graceDeadline, type GraceTerms, reissuedDeadline } from './grace.ts'
import { type WireInvoice, wireDueOn } from './wire.ts'

/** An invoice that is not paid, and how its collecting stands. */
export type UnpaidInvoice =
  /** `due`: the card is about to be charged. `no-card`: it was tried and there was none; a card lifts that by paying it (ACC-05). */
  | {
      readonly collection: 'due' | 'no-card'
      readonly issuedAt: Instant
      /** Nothing of the account was ever paid before it: there was no paid period that could have ended. */
      readonly first: boolean
    }
  /** Declined, or the bank asks: either way it was tried and is not paid. */
  | {
      readonly collection: 'declined'
      readonly declinedAt: Instant
      readonly notice: DeclinedNotice
    }
  | { readonly collection: 'sent'; readonly wire: WireInvoice }

/** What an account's standing follows from, as far as money has to do with it. */
export interface StandingCauses {
  readonly hasCard: boolean
  readonly open: readonly UnpaidInvoice[]
  /** When the card is charged next; null: never (wire, or nothing follows). */
  readonly nextChargeAt: Instant | null
  /** When access ends with a contract that has no next term (D-21); null: it goes on. */
  readonly endsAt: Instant | null
}

/** The part of {@link AccountFacts} that money settles. */
export type MoneyFacts = Required<Pick<AccountFacts, 'cardMissingFrom' | 'overdue' | 'endsAt'>>

/**
 * ACC-04, PAY-03, D-06, D-20, D-28: the facts that `accountStanding` judges. They name instants, also ones to come, and
 * need no job to come true. As long as a declined notice is on its way there is no deadline: nobody is locked out who was
 * not told, even if everything that sends mail is down. Of several invoices the earliest settles each instant.
 */
export function moneyFacts(causes: StandingCauses, terms: GraceTerms = GRACE): MoneyFacts {
  const { hasCard, open, nextChargeAt, endsAt } = causes
  const missing: Instant[] = []
  const overdue: { readonly since: Instant; readonly graceDeadline: Instant | null }[] = []
  for (const invoice of open) {
    switch (invoice.collection) {
      case 'due':
      case 'no-card':
        if (!hasCard || invoice.collection === 'no-card') missing.push(cardNeededFrom(invoice, terms))
        break
      case 'declined':
        overdue.push({ since: invoice.declinedAt, graceDeadline: promisedDeadline(invoice.notice, terms) })
        break
      case 'sent': {
        const due = wireDueOn(invoice.wire.issuedOn, invoice.wire.netDays)
        if (due.kind === 'refuse') throw new RangeError(`Net terms of ${invoice.wire.netDays} days`)
        const { staffDeadline } = invoice.wire
        overdue.push({
          since: due.overdueFrom,
          graceDeadline: staffDeadline && (Math.max(staffDeadline, due.overdueFrom) as Instant),
        })
      }
    }
  }
  if (!hasCard && nextChargeAt !== null) missing.push(nextChargeAt)
  return {
    cardMissingFrom: earliest(missing),
    overdue:
      overdue.length === 0
        ? null
        : {
            since: earliest(overdue.map(({ since }) => since))!,
            graceDeadline: earliest(overdue.flatMap(({ graceDeadline }) => graceDeadline ?? [])),
          },
    endsAt,
  }
}

/**
 * ACC-04: an invoice that no card can pay asks for one from its issue on, since the period before it has ended then. The first
 * of all ends no period that was paid: whoever has just signed has the days that a declined card leaves, too.
 */
export function cardNeededFrom(
  { issuedAt, first }: { readonly issuedAt: Instant; readonly first: boolean },
  terms: GraceTerms = GRACE,
): Instant {
  return first ? graceDeadline(issuedAt, terms) : issuedAt
}

/** The deadline that was really promised to somebody; null while the notice is on its way. */
export function promisedDeadline(notice: DeclinedNotice, terms: GraceTerms = GRACE): Instant | null {
  if (notice.deliveredAt === null) return null
  return reissuedDeadline(notice, terms) ?? graceDeadline(notice.committedAt, terms)
}

function earliest(instants: readonly Instant[]): Instant | null {
  return instants.length === 0 ? null : (Math.min(...instants) as Instant)
}
