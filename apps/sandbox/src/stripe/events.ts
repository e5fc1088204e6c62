import { setTimeout as sleep } from 'node:timers/promises'
import { Stripe } from 'stripe'
import { newId, seconds } from './books.ts'

export interface WebhookTarget {
  readonly url: string
  readonly secret: string
}

/** How long to wait before each try; the real one tries for three days. */
const PAUSES_MS = [0, 500, 2_000, 10_000, 60_000, 300_000]

/** Events that our code listens to. */
export type EventType =
  | 'checkout.session.completed'
  | 'invoice.finalized'
  | 'invoice.marked_uncollectible'
  | 'invoice.paid'
  | 'invoice.payment_action_required'
  | 'invoice.payment_failed'
  | 'invoice.voided'
  | 'payment_intent.payment_failed'
  | 'payment_intent.succeeded'

/** Signed webhooks, each sent until it is taken: at least once, in no promised order. */
export class Events {
  readonly #target: WebhookTarget | undefined
  readonly #stopped = new AbortController()

  constructor(target: WebhookTarget | undefined) {
    this.#target = target
  }

  emit(type: EventType, object: { readonly id: string; readonly object: string }): void {
    const event = {
      id: newId('evt'),
      object: 'event',
      api_version: Stripe.API_VERSION,
      created: seconds(),
      data: { object: structuredClone(object) },
      livemode: false,
      pending_webhooks: 1,
      request: null,
      type,
    }
    if (this.#target) void this.#deliver(JSON.stringify(event), this.#target)
  }

  stop(): void {
    this.#stopped.abort()
  }

  async #deliver(payload: string, { url, secret }: WebhookTarget): Promise<void> {
    for (const pause of PAUSES_MS) {
      try {
        await sleep(pause, undefined, { signal: this.#stopped.signal })
        const answer = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json; charset=utf-8',
            'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload, secret }),
          },
          body: payload,
          redirect: 'manual',
          signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(10_000)]),
        })
        if (answer.ok) return
      } catch {
        if (this.#stopped.signal.aborted) return
      }
    }
  }
}
