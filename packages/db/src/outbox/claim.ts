import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import type { OutboxPayload, OutboxType } from './events.ts'

export type ClaimedEvent = {
  readonly [T in OutboxType]: {
    readonly id: string
    readonly type: T
    readonly payload: OutboxPayload<T>
    readonly organizationId: string
    readonly accountId: string
    /** 1 at the first try. */
    readonly attempt: number
    /** Marks that this very claim still holds; pass the event on unchanged. */
    readonly lease: string
  }
}[OutboxType]

/** Takes up to `limit` events that are due, oldest first, for `leaseMs`; others skip them. Wall clock. */
export async function claimOutbox(
  _em: Em,
  _claim: { readonly wallNow: Instant; readonly limit: number; readonly leaseMs: number },
): Promise<readonly ClaimedEvent[]> {
  throw new Error('not built yet')
}

/** Each mark gives false when the lease was lost meanwhile (then nothing was written). */
export async function markDelivered(
  _em: Em,
  _event: ClaimedEvent,
  _at: { readonly wallNow: Instant; readonly messageId?: string },
): Promise<boolean> {
  throw new Error('not built yet')
}

/** The server surely did not accept it: due again at `retryAt`. */
export async function markRetry(
  _em: Em,
  _event: ClaimedEvent,
  _at: { readonly wallNow: Instant; readonly retryAt: Instant; readonly error: string },
): Promise<boolean> {
  throw new Error('not built yet')
}

/** It may have been accepted: never re-sent by itself. */
export async function markUnknown(
  _em: Em,
  _event: ClaimedEvent,
  _at: { readonly wallNow: Instant; readonly error: string },
): Promise<boolean> {
  throw new Error('not built yet')
}

/** Refused for good, or tried often enough. `bounced` shows on the user's row (MAIL-06). */
export async function markFailed(
  _em: Em,
  _event: ClaimedEvent,
  _at: { readonly wallNow: Instant; readonly error: string; readonly bounced?: boolean },
): Promise<boolean> {
  throw new Error('not built yet')
}

/** It has become pointless; the reason is kept. */
export async function markSkipped(
  _em: Em,
  _event: ClaimedEvent,
  _at: { readonly wallNow: Instant; readonly reason: string },
): Promise<boolean> {
  throw new Error('not built yet')
}

/**
 * Events whose worker died: those that had not begun to send go back to `retry`, those that had become `unknown`.
 * Call `beginSending` right before the mail server is spoken to. Gives how many became what.
 */
export async function sweepLeases(
  _em: Em,
  _at: { readonly wallNow: Instant },
): Promise<{ readonly retry: number; readonly unknown: number }> {
  throw new Error('not built yet')
}

/** Writes down that from here on the server may have it. False: the lease was lost, do not send. */
export async function beginSending(
  _em: Em,
  _event: ClaimedEvent,
  _at: { readonly wallNow: Instant },
): Promise<boolean> {
  throw new Error('not built yet')
}
