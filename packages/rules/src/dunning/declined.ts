import type { Instant } from '../time/instant.ts'
import {
  deadlineAt,
  type DeclinedNotice,
  GRACE,
  graceDeadline,
  type GraceTerms,
  reissuedDeadline,
} from './grace.ts'

/** A charge that was declined, and what happened since (PAY-03). */
export interface DeclinedFacts {
  /** D-06: only the charge of an invoice starts dunning; a purchase that fails is simply not granted. */
  readonly charge: 'invoice' | 'purchase'
  readonly declinedAt: Instant
  readonly notice: DeclinedNotice
  /** When the open invoices were paid. */
  readonly paidAt: Instant | null
}

/** Where an account stands on the timeline of a declined charge. */
export type Dunning =
  | { readonly dunning: 'none' }
  | { readonly dunning: 'past-due'; readonly since: Instant; readonly graceDeadline: Instant }
  | { readonly dunning: 'deactivated'; readonly since: Instant }
  | { readonly dunning: 'paid'; readonly at: Instant; readonly reactivated: boolean }

/**
 * PAY-03, D-06, D-20: past due with access until the grace deadline, exclusive; deactivated from it on until it is
 * paid, whenever that is. Facts that are still to come do not count yet.
 */
export function dunningAt(facts: DeclinedFacts, now: Instant, terms: GraceTerms = GRACE): Dunning {
  const { charge, declinedAt, notice, paidAt } = facts
  if (charge === 'purchase' || now < declinedAt) return { dunning: 'none' }
  if (paidAt !== null && paidAt <= now) {
    return { dunning: 'paid', at: paidAt, reactivated: deadlineAt(notice, paidAt, terms) <= paidAt }
  }
  const deadline = deadlineAt(notice, now, terms)
  return now < deadline
    ? { dunning: 'past-due', since: declinedAt, graceDeadline: deadline }
    : { dunning: 'deactivated', since: deadline }
}

/** MAIL-05: the mails of a declined charge. */
export type DunningNotice =
  | { readonly kind: 'card-declined'; readonly at: Instant; readonly graceDeadline: Instant }
  | { readonly kind: 'card-declined-reissued'; readonly at: Instant; readonly graceDeadline: Instant }
  | { readonly kind: 'account-deactivated'; readonly at: Instant }
  | { readonly kind: 'account-reactivated'; readonly at: Instant }

/** MAIL-05: which mails are due by `upTo`, in order, each with its instant; the caller knows which were sent. */
export function dunningNotices(
  { charge, notice, paidAt }: DeclinedFacts,
  upTo: Instant,
  terms: GraceTerms = GRACE,
): DunningNotice[] {
  if (charge === 'purchase') return []
  const { committedAt, deliveredAt } = notice
  const deadline = deadlineAt(notice, paidAt ?? upTo, terms)
  const reissued = reissuedDeadline(notice, terms)
  const notices: DunningNotice[] = [
    { kind: 'card-declined', at: committedAt, graceDeadline: graceDeadline(committedAt, terms) },
  ]
  if (reissued !== null && deliveredAt !== null && (paidAt === null || deliveredAt < paidAt)) {
    notices.push({ kind: 'card-declined-reissued', at: deliveredAt, graceDeadline: reissued })
  }
  if (paidAt === null || deadline <= paidAt) notices.push({ kind: 'account-deactivated', at: deadline })
  if (paidAt !== null && deadline <= paidAt) notices.push({ kind: 'account-reactivated', at: paidAt })
  // A payment that is still to come changes nothing that is due by now.
  return notices.filter((each) => each.at <= upTo)
}
