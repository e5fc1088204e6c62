import {
  beginSending,
  markDelivered,
  markFailed,
  markRetry,
  markSkipped,
  markUnknown,
  renewLease,
  type ClaimedEvent,
  type Database,
} from '@seatkeeper/db'
import type { Mailer, SendResult } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import { jobs } from '../jobs/jobs.ts'
import { MOST_ATTEMPTS, retryAt } from './backoff.ts'
import type { Installation } from './job.ts'

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

/**
 * Delivers one claimed event and writes down what came of it. However slow the mail server is, the claim is renewed as
 * long as this process works on it: only a dead worker's lease runs out. Between `beginSending` and the mark lies the gap
 * that no order of steps can close: whoever dies in it leaves an event that becomes `unknown`, and is not sent
 * again until a person says so (MAIL-04, D-41).
 */
export async function deliver(
  parts: DeliveryParts,
  event: ClaimedEvent,
  leaseMs = LEASE_MS,
): Promise<DeliveryOutcome> {
  const renewal = setInterval(() => {
    renewLease(parts.database.worker(), event, { wallNow: parts.clocks.wallNow(), leaseMs }).catch(
      (error: unknown) => parts.log.warn({ err: error, event: event.id }, 'a lease could not be renewed'),
    )
  }, leaseMs / 4)
  try {
    return await work(parts, event)
  } finally {
    clearInterval(renewal)
  }
}

async function work(parts: DeliveryParts, event: ClaimedEvent): Promise<DeliveryOutcome> {
  const { database, mailer, clocks, installation } = parts
  const em = database.worker()
  const prepared = await jobs[event.type](
    { em, now: clocks.businessNow(), wallNow: clocks.wallNow(), installation },
    event,
  )
  if (prepared.kind === 'skip') {
    const kept = await markSkipped(em, event, { wallNow: clocks.wallNow(), reason: prepared.reason })
    return kept ? 'skipped' : 'lease-lost'
  }
  if (!(await beginSending(em, event, { wallNow: clocks.wallNow() }))) return 'lease-lost'
  const result = await mailer.send(prepared.mail)
  return write(parts, event, result)
}

async function write(
  parts: DeliveryParts,
  event: ClaimedEvent,
  result: SendResult,
): Promise<DeliveryOutcome> {
  const { log } = parts
  const em = parts.database.worker()
  const wallNow = parts.clocks.wallNow()
  const marked = async (outcome: DeliveryOutcome, mark: Promise<boolean>) =>
    (await mark) ? outcome : 'lease-lost'
  if (result.kind === 'accepted')
    return marked('delivered', markDelivered(em, event, { wallNow, messageId: result.messageId }))
  const { error } = result
  if (result.kind === 'unknown') return marked('unknown', markUnknown(em, event, { wallNow, error }))
  const at = { wallNow, retryAt: retryAt(wallNow, event.attempt, parts.random()), error }
  // However long a server is away or a password wrong, no mail is given up for it: the event's own end comes first.
  if (result.kind === 'unreached') {
    log.error({ event: event.id, error }, 'the mail server does not take our mail')
    return marked('unreached', markRetry(em, event, at))
  }
  if (result.forGood)
    return marked('failed', markFailed(em, event, { wallNow, error, bounced: result.of === 'recipient' }))
  if (event.attempt >= MOST_ATTEMPTS) return marked('failed', markFailed(em, event, { wallNow, error }))
  return marked('retry', markRetry(em, event, at))
}
