import { businessTimeAt, type ClockStep, clockSteps, type Database } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Mail } from './mailbox.ts'

/** A mail with what the business clock showed when it arrived. */
export interface DatedMail extends Mail {
  readonly businessAt: Instant
}

export type DateMails = (mails: readonly Mail[]) => Promise<readonly DatedMail[]>

/** OPS-04: mails by the demo's clock. Without a database the clock is the wall's. */
export function mailDates(database: Database | null): DateMails {
  return async (mails) => {
    const oldest = mails.reduce((at, mail) => Math.min(at, mail.receivedAt.getTime()), Infinity)
    if (database === null || mails.length === 0) return datedBy([], mails)
    return datedBy(await clockSteps(database.identity(), oldest as Instant), mails)
  }
}

export function datedBy(steps: readonly ClockStep[], mails: readonly Mail[]): readonly DatedMail[] {
  return mails.map((mail) => ({
    ...mail,
    businessAt: businessTimeAt(steps, mail.receivedAt.getTime() as Instant),
  }))
}
