import { renewLeases, type ClaimedEvent, type ClaimEnd, type Database } from '@seatkeeper/db'
import type { Mailer, SendResult } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import { jobs } from '../jobs/jobs.ts'
import { attemptsWithoutVerdict, MOST_ATTEMPTS, retryAt } from './backoff.ts'
import { type Desk, openDesk } from './desk.ts'
import type { Installation, Job, Prepared } from './job.ts'

export interface Clocks {
  businessNow(): Instant
  wallNow(): Instant
  /** Learns how the business clock stands; left out where nobody can move it. */
  refresh?(): Promise<void>
}

export interface DeliveryParts {
  readonly database: Database
  readonly mailer: Mailer
  readonly clocks: Clocks
  readonly installation: Installation
  /** From 0 to 1, spreads the retries. */
  readonly random: () => number
  /** How long a claim holds, unless it is renewed. */
  readonly leaseMs?: number
  readonly log: Logger
}

export type DeliveryOutcome =
  | 'delivered'
  | 'retry'
  /** Due again; what stands in the way is not this mail but the server, or what it thinks of us. */
  | 'unreached'
  | 'failed'
  | 'unknown'
  | 'skipped'
  | 'lease-lost'

/** How long a claim holds, unless it is renewed. */
export const LEASE_MS = 120_000

/** How an attempt ended, to be written down. */
export interface Attempted {
  readonly end: ClaimEnd
  readonly outcome: DeliveryOutcome
}

/**
 * Delivers one claimed event and writes down what came of it. However slow the mail server is, the claim is renewed as
 * long as this process works on it: only a dead worker's lease runs out.
 */
export async function deliver(
  parts: DeliveryParts,
  event: ClaimedEvent,
  leaseMs = LEASE_MS,
): Promise<DeliveryOutcome> {
  const desk = openDesk(parts)
  return holding(parts, [event], leaseMs, async () => {
    const attempted = await attempt(parts, desk, event)
    if (attempted === 'lease-lost') return attempted
    return (await desk.settle(attempted.end)) ? attempted.outcome : 'lease-lost'
  })
}

/** Keeps these claims ours while `work` goes on. */
export async function holding<T>(
  { database, clocks, log }: DeliveryParts,
  events: readonly ClaimedEvent[],
  leaseMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const renewal = setInterval(() => {
    renewLeases(database.worker(), events, { wallNow: clocks.wallNow(), leaseMs }).catch((error: unknown) =>
      log.warn({ err: error }, 'leases could not be renewed'),
    )
  }, leaseMs / 4)
  try {
    return await work()
  } finally {
    clearInterval(renewal)
  }
}

/** Makes the mail as things stand now, sends it, and says how that ended. */
export async function attempt(
  parts: DeliveryParts,
  desk: Desk,
  event: ClaimedEvent,
): Promise<Attempted | 'lease-lost'> {
  return send(parts, desk, event, await prepare(parts, desk, event))
}

/** What the event calls for as things stand now. Changes nothing. */
export function prepare(parts: DeliveryParts, { noticeMail }: Desk, event: ClaimedEvent): Promise<Prepared> {
  const { database, clocks, installation } = parts
  const [now, wallNow] = [clocks.businessNow(), clocks.wallNow()]
  // The union of events and their jobs is one and the same type by type.
  const job = jobs[event.type] as Job<typeof event.type>
  return job({ em: database.worker(), now, wallNow, installation, noticeMail }, event)
}

/**
 * Between `begin` and the end that is written down lies the gap that no order of steps can close: whoever dies in it
 * leaves an event that becomes `unknown`, and is not sent again until a person says so (MAIL-04, D-41).
 */
export async function send(
  parts: DeliveryParts,
  desk: Desk,
  event: ClaimedEvent,
  prepared: Prepared,
): Promise<Attempted | 'lease-lost'> {
  const { mailer, clocks, random } = parts
  if (prepared.kind === 'skip')
    return { outcome: 'skipped', end: { event, state: 'skipped', note: prepared.reason } }
  if (prepared.kind === 'wait') {
    const dueAt = retryAt(clocks.wallNow(), event.attempt, random())
    const attempts = attemptsWithoutVerdict(event.attempt)
    return { outcome: 'retry', end: { event, state: 'retry', attempts, dueAt, note: prepared.reason } }
  }
  if (!(await desk.begin(event))) return 'lease-lost'
  return resultOf(parts, event, await mailer.send(prepared.mail))
}

function resultOf(
  { clocks, random, log }: DeliveryParts,
  event: ClaimedEvent,
  result: SendResult,
): Attempted {
  if (result.kind === 'accepted')
    return { outcome: 'delivered', end: { event, state: 'delivered', messageId: result.messageId } }
  const note = result.error
  if (result.kind === 'unknown') return { outcome: 'unknown', end: { event, state: 'unknown', note } }
  const retry: ClaimEnd = {
    event,
    state: 'retry',
    dueAt: retryAt(clocks.wallNow(), event.attempt, random()),
    note,
  }
  // However long a server is away or a password wrong, no mail is given up for it: the event's own end comes first.
  if (result.kind === 'unreached') {
    log.error({ event: event.id, error: note }, 'the mail server does not take our mail')
    return { outcome: 'unreached', end: { ...retry, attempts: attemptsWithoutVerdict(event.attempt) } }
  }
  if (result.forGood) {
    return { outcome: 'failed', end: { event, state: 'failed', note, bounced: result.of === 'recipient' } }
  }
  if (event.attempt >= MOST_ATTEMPTS) return { outcome: 'failed', end: { event, state: 'failed', note } }
  return { outcome: 'retry', end: retry }
}
