import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '../time/instant.ts'

/** D-06: how much time a declined card leaves. */
export interface GraceTerms {
  /** Full UTC days after the notice. */
  readonly days: number
  /** A notice that is delivered later than so many hours is issued anew. */
  readonly reissueAfterHours: number
}

export const GRACE: GraceTerms = { days: 3, reissueAfterHours: 12 }

/**
 * PAY-03, D-06: the end of the third full UTC day after the declined notice was committed to the outbox, exclusive,
 * so never less than 72 hours: committed on the 10th at 15:00, the full days are the 11th to the 13th and access ends
 * on the 14th at 00:00. A notice at 00:00 itself has that whole day before it.
 */
export function graceDeadline(noticeAt: Instant, { days }: Pick<GraceTerms, 'days'> = GRACE): Instant {
  return ((Math.ceil(noticeAt / MS_PER_DAY) + days) * MS_PER_DAY) as Instant
}

/** The declined notice on its way. */
export interface DeclinedNotice {
  /** When it was committed to the outbox. */
  readonly committedAt: Instant
  /** When the mail server took it, or refused it for good; null while neither happened. */
  readonly deliveredAt: Instant | null
}

/**
 * D-06: a notice that is delivered more than twelve hours late left less time than it promised: it is issued anew,
 * with the deadline that a notice of that instant has. Null: the first one stands.
 */
export function reissuedDeadline(
  { committedAt, deliveredAt }: DeclinedNotice,
  terms: GraceTerms = GRACE,
): Instant | null {
  if (deliveredAt === null || deliveredAt - committedAt <= terms.reissueAfterHours * MS_PER_HOUR) return null
  return graceDeadline(deliveredAt, terms)
}

/**
 * The grace deadline that counts at an instant. While a notice is late and still on its way nobody was told, and the
 * deadline is the one that it would have if it were delivered now: never past. It only ever moves later.
 */
export function deadlineAt(notice: DeclinedNotice, now: Instant, terms: GraceTerms = GRACE): Instant {
  const { committedAt, deliveredAt } = notice
  const knownBy = deliveredAt !== null && deliveredAt <= now ? deliveredAt : now
  return reissuedDeadline({ committedAt, deliveredAt: knownBy }, terms) ?? graceDeadline(committedAt, terms)
}
