import type { DaySpan } from '../billing/prorate.ts'
import { addMonths } from '../time/months.ts'
import { dayOfCivil } from '../time/day.ts'
import { type Instant, MS_PER_DAY, startOfDay } from '../time/instant.ts'

/** MAIL-05: how many days before a period ends without a card its owner is reminded. */
export const CARD_REMINDER_DAYS: readonly number[] = [14, 3, 1]

/** BILL-11: how many days before a term renews its owner is told. */
export const RENEWAL_REMINDER_DAYS: readonly number[] = [30, 7]

/** BILL-11: only terms of more than three months are announced: who pays by the month hears of each renewal by its invoice (D-39). */
export const renewalIsAnnounced = ({ start, end }: DaySpan): boolean => addMonths(start, 3) < end

/** A reminder of something to come. */
export interface Reminder {
  readonly daysBefore: number
  readonly at: Instant
}

export interface ReminderFacts {
  /** What is reminded of: the end of a period, the next charge, the renewal. */
  readonly event: Instant
  /** By default {@link CARD_REMINDER_DAYS}. */
  readonly daysBefore?: readonly number[]
  /** The `daysBefore` of those that were sent. */
  readonly sent: readonly number[]
}

/** All reminders of an event, earliest first. */
export function remindersOf(event: Instant, daysBefore: readonly number[] = CARD_REMINDER_DAYS): Reminder[] {
  return [...new Set(daysBefore)]
    .sort((a, b) => b - a)
    .map((days) => ({ daysBefore: days, at: (event - days * MS_PER_DAY) as Instant }))
}

/**
 * MAIL-05, PAY-07, BILL-11: the reminder that is due by `upTo`, or null. Of several that are overdue (a worker that
 * was down, a contract that began late) only the latest goes out; after the event none does.
 */
export function dueReminder({ event, daysBefore, sent }: ReminderFacts, upTo: Instant): Reminder | null {
  if (upTo >= event) return null
  const latest = remindersOf(event, daysBefore)
    .filter((reminder) => reminder.at <= upTo)
    .at(-1)
  return latest && !sent.some((days) => days <= latest.daysBefore) ? latest : null
}

/** A card on file: the last month in which it can be charged, 1–12. */
export interface CardExpiry {
  readonly year: number
  readonly month: number
}

/** The first instant at which a card can no longer be charged: 00:00 UTC of the month after. */
export function cardExpiresAt({ year, month }: CardExpiry): Instant {
  return startOfDay(addMonths(dayOfCivil(year, month, 1), 1))
}

/** PAY-07: will the card have expired when the next charge comes? */
export function cardExpiresBefore(card: CardExpiry, nextCharge: Instant): boolean {
  return cardExpiresAt(card) <= nextCharge
}

/**
 * MAIL-05, PAY-07: the reminder due by `upTo` for an account that pays by card: that there is none, or that it
 * expires before the next charge. Null for a card that will do, and where none is due.
 */
export function dueCardReminder(
  facts: ReminderFacts & { readonly card: CardExpiry | null },
  upTo: Instant,
): (Reminder & { readonly kind: 'card-missing' | 'card-expiring' }) | null {
  if (facts.card && !cardExpiresBefore(facts.card, facts.event)) return null
  const reminder = dueReminder(facts, upTo)
  return reminder && { ...reminder, kind: facts.card ? 'card-expiring' : 'card-missing' }
}
