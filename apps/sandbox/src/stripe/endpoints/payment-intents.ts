import { z } from 'zod'
import { charge } from '../charge.ts'
import { endpoint } from '../endpoint.ts'
import { ApiError, cardError } from '../errors.ts'
import { text } from '../parameters.ts'

export const readPaymentIntent = endpoint({
  method: 'GET',
  path: '/v1/payment_intents/:id',
  parameters: z.strictObject({}),
  answer: ({ books }, { id }) => books.get('paymentIntents', id, 'intent'),
})

export const confirmPaymentIntent = endpoint({
  method: 'POST',
  path: '/v1/payment_intents/:id/confirm',
  parameters: z.strictObject({
    payment_method: text,
    return_url: z.string().regex(/^https?:\/\//, 'not a valid URL'),
  }),
  answer(world, { id, parameters }) {
    const { books } = world
    const intent = books.get('paymentIntents', id, 'intent')
    const method = books.get('paymentMethods', parameters.payment_method, 'payment_method')
    if (method.customer !== intent.customer) {
      throw new ApiError(400, {
        type: 'invalid_request_error',
        message: 'The provided PaymentMethod does not belong to the Customer of this PaymentIntent.',
        param: 'payment_method',
      })
    }
    if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_confirmation') {
      throw new ApiError(400, {
        type: 'invalid_request_error',
        code: 'payment_intent_unexpected_state',
        message: `You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`,
        payment_intent: intent,
      })
    }
    intent.payment_method = method.id
    books.shelves.returnUrls[id] = parameters.return_url
    charge(world, intent, false)
    if (intent.status === 'requires_payment_method') throw cardError(intent)
    return intent
  },
})
