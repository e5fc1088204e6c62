import type { Decision } from '../decision.ts'
import { addDays, type Day } from '../time/day.ts'
import { type Instant, startOfDay } from '../time/instant.ts'

/** An invoice that is sent with net terms, not charged (PAY-06). */
export interface WireInvoice {
  readonly issuedOn: Day
  /** Net 30: payable until the end of the thirtieth day after the issue. */
  readonly netDays: number
  /** Until when access is kept beyond the terms; null: staff have set none, and nothing locks (D-28). */
  readonly staffDeadline: Instant | null
  readonly paidAt: Instant | null
}

export type WireStatus =
  | { readonly wire: 'open'; readonly dueOn: Day }
  | { readonly wire: 'past-due'; readonly since: Instant; readonly graceDeadline: Instant | null }
  | { readonly wire: 'deactivated'; readonly since: Instant }
  | { readonly wire: 'paid'; readonly at: Instant; readonly late: boolean }

/** Where a contract says nothing else (PAY-06). */
export const DEFAULT_NET_DAYS = 30

/** Ten years: beyond that somebody mistyped. */
const MOST_NET_DAYS = 3660

/** PAY-06: the last day on which payment is in time. Refused: terms that are no whole number of days, up to ten years. */
export function wireDueOn(
  issuedOn: Day,
  netDays: number,
): Decision<{ readonly dueOn: Day; readonly overdueFrom: Instant }, 'invalid-quantity'> {
  if (!Number.isSafeInteger(netDays) || netDays < 0 || netDays > MOST_NET_DAYS) {
    return { kind: 'refuse', reason: 'invalid-quantity' }
  }
  const dueOn = addDays(issuedOn, netDays)
  return { kind: 'grant', dueOn, overdueFrom: startOfDay(addDays(dueOn, 1)) }
}

/**
 * D-28: where a wire invoice stands. Past due from 00:00 UTC of the day after its terms; deactivated from the deadline
 * that staff set on, never before the terms are over and never by itself. Refused: as {@link wireDueOn}.
 */
export function wireStatusAt(
  { issuedOn, netDays, staffDeadline, paidAt }: WireInvoice,
  now: Instant,
): Decision<{ readonly status: WireStatus }, 'invalid-quantity'> {
  const terms = wireDueOn(issuedOn, netDays)
  if (terms.kind === 'refuse') return terms
  const { dueOn, overdueFrom } = terms
  const status = (): WireStatus => {
    if (paidAt !== null && paidAt <= now) return { wire: 'paid', at: paidAt, late: paidAt >= overdueFrom }
    if (now < overdueFrom) return { wire: 'open', dueOn }
    const deadline = staffDeadline === null ? null : (Math.max(staffDeadline, overdueFrom) as Instant)
    if (deadline !== null && deadline <= now) return { wire: 'deactivated', since: deadline }
    return { wire: 'past-due', since: overdueFrom, graceDeadline: deadline }
  }
  return { kind: 'grant', status: status() }
}
