import type { Instant } from '@seatkeeper/rules'
import { Stripe } from 'stripe'

/** How far a signature's time may be from ours, either way. */
const TOLERANCE_MS = 300_000

/** What we take from a webhook: that something happened to an object. What it is now is asked of the processor itself. */
export interface PaymentEvent {
  readonly id: string
  readonly type: string
  readonly objectType: string
  readonly objectId: string
}

/**
 * PAY-04: reads a webhook as it came, byte for byte, signed with any of our secrets. Null: the signature is missing, wrong, or was made
 * more than five minutes ago or ahead; or the body is no event. Wall clock.
 */
export function readWebhook(
  {
    body,
    signature,
    secrets,
  }: { readonly body: string; readonly signature: string; readonly secrets: readonly string[] },
  wallNow: Instant,
): PaymentEvent | null {
  // The library refuses old signatures and takes those of the future.
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1]) * 1000
  if (!(Math.abs(wallNow - signedAt) <= TOLERANCE_MS)) return null
  const receivedAt = Math.floor(wallNow / 1000)
  for (const secret of secrets) {
    try {
      const event: unknown = Stripe.webhooks.constructEvent(
        body,
        signature,
        secret,
        TOLERANCE_MS / 1000,
        undefined,
        receivedAt,
      )
      return eventOf(event)
    } catch {
      // Not with this one.
    }
  }
  return null
}

function eventOf(event: unknown): PaymentEvent | null {
  const { id, type, data } = (event ?? {}) as { id?: unknown; type?: unknown; data?: { object?: unknown } }
  const object = (data?.object ?? {}) as { id?: unknown; object?: unknown }
  const texts = [id, type, object.object, object.id]
  if (!texts.every((text): text is string => typeof text === 'string' && text !== '' && text.length < 256))
    return null
  const [eventId, eventType, objectType, objectId] = texts as [string, string, string, string]
  return { id: eventId, type: eventType, objectType, objectId }
}
