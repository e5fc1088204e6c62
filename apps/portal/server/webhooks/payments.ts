import { storePaymentEvent } from '@seatkeeper/db'
import { readWebhook } from '@seatkeeper/payments'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import type { Services } from '../../app/server/scope.ts'

const PATH = '/webhooks/payments'
/** The processor's events are smaller. */
const MOST = '512kb'

/**
 * PAY-04: where the payment processor tells that something happened. Whoever comes is proved by the signature over the
 * very bytes that came, and by nothing else; the event is stored once and answered at once, the worker does the rest. Forged,
 * old and replayed-too-late ones get 400 and leave nothing behind.
 */
export function paymentWebhooks({ payments, database, clock }: Services): express.Router {
  const router = express.Router({ caseSensitive: true, strict: true })
  if (payments === null) return router

  const take: RequestHandler = (request, response, next) => {
    const body: unknown = request.body
    const signature = request.get('stripe-signature')
    const wallNow = clock.wallNow()
    const event =
      typeof body === 'string' && signature !== undefined
        ? readWebhook({ body, signature, secrets: payments.webhookSecrets }, wallNow)
        : null
    if (event === null) return void response.status(400).type('text').send('Not signed by the processor.\n')
    storePaymentEvent(database.identity(), event, wallNow).then(
      () => response.status(200).type('text').send('Thank you.\n'),
      next,
    )
    return undefined
  }
  const tooMuch: ErrorRequestHandler = (error: { status?: number }, _request, response, next) => {
    if (error.status === undefined || error.status >= 500) return next(error)
    response
      .status(error.status === 413 ? 413 : 400)
      .type('text')
      .send('Not an event.\n')
  }
  router.post(PATH, express.text({ type: () => true, limit: MOST }), take)
  router.all(PATH, (_request, response) => void response.status(405).set('Allow', 'POST').end())
  router.use(PATH, tooMuch)
  return router
}
