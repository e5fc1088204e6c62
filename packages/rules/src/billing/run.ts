import type { Day } from '../time/day.ts'
import { type Instant, startOfDay } from '../time/instant.ts'
import { contractPeriodAt, type PeriodFacts } from './period.ts'

/** What has become of a term so far: no flag that a job has to set, but its invoices and what is scheduled. */
export interface RunFacts extends Pick<PeriodFacts, 'interval' | 'term'> {
  readonly signedAt: Instant
  /** It follows another term of the same contract. */
  readonly renewal: boolean
  /** BILL-08: nothing follows it. */
  readonly cancelled: boolean
  /** Until when its periods have been invoiced; null: none of them. */
  readonly billedUntil: Day | null
  /** The first day on which something that is scheduled takes effect. */
  readonly changesOn: Day | null
}

/** What a contract needs next, and the instant from which on. `on`: the first day of the period, or of the change. */
export interface BillingStep {
  readonly step: 'change' | 'invoice' | 'renew' | 'end'
  readonly on: Day
  readonly dueAt: Instant
}

/**
 * The next step of a contract through time (BILL-04, BILL-06, BILL-08, BILL-11). There always is one; whether it is due says its
 * instant. Steps come in the order in which they are due: on one day the change before the invoice that it alters, and the
 * next term only once this one is invoiced. Whoever was away for long takes them one after the other, each with its own day.
 */
export function nextBillingStep(facts: RunFacts): BillingStep {
  const { term, billedUntil, cancelled } = facts
  const next = billedUntil ?? term.start
  const change = changeIn(facts)
  if (change !== null && change <= next) {
    return { step: 'change', on: change, dueAt: later(startOfDay(change), facts) }
  }
  if (next < term.end) return { step: 'invoice', on: next, dueAt: invoiceDue(facts, next) }
  return { step: cancelled ? 'end' : 'renew', on: term.end, dueAt: startOfDay(term.end) }
}

/** What takes effect with the next term is made with the renewal. Before the term began, it waits for its first day. */
function changeIn({ changesOn, term }: RunFacts): Day | null {
  if (changesOn === null || changesOn >= term.end) return null
  return changesOn < term.start ? term.start : changesOn
}

/** BILL-06: a year is invoiced in full as soon as it is signed, any other period on its first day. */
function invoiceDue(facts: RunFacts, on: Day): Instant {
  const { interval, signedAt, renewal, billedUntil } = facts
  if (interval === 'annual' && !renewal && billedUntil === null) return signedAt
  return later(startOfDay(on), facts)
}

/** Nothing happens before the contract was signed; the next term follows from one that was. */
function later(at: Instant, { signedAt, renewal }: RunFacts): Instant {
  return !renewal && signedAt > at ? signedAt : at
}

/**
 * Since when the period that is running has another invoice than its own behind it: none yet, or already the next one's. A purchase then
 * would be charged for what an invoice to come, or one that has just gone out, charges again or not at all. So does a new contract on its
 * first day: its first invoice says all seats that there are by then. What was invoiced elsewhere says until when. Null: its own is there.
 */
export function awaitsInvoiceSince(
  facts: PeriodFacts & Pick<RunFacts, 'billedUntil'>,
  today: Day,
): Day | null {
  const { term, billedUntil } = facts
  if (today < term.start || today >= term.end) return null
  const { start, end } = contractPeriodAt(facts, today).charged
  if (billedUntil === end) return null
  const next = billedUntil ?? term.start
  return next < start ? next : start
}
