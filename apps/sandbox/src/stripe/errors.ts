import type { Stripe } from 'stripe'

/** An answer that is an error, in the processor's own shape. */
export class ApiError extends Error {
  readonly status: number
  readonly body: { readonly type: string; readonly message: string } & Readonly<Record<string, unknown>>

  constructor(status: number, body: ApiError['body']) {
    super(body.message)
    this.status = status
    this.body = body
  }
}

export function invalidRequest(
  message: string,
  rest: { readonly code?: string; readonly param?: string } = {},
) {
  return new ApiError(400, { type: 'invalid_request_error', message, ...rest })
}

export function missing(kind: string, id: string, param = 'id') {
  return new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  })
}

/** A card's refusal comes as an error of its own kind, with the payment that it happened to. */
export function cardError(intent: Stripe.PaymentIntent) {
  const { type: _, message = 'Your card was declined.', code, decline_code } = intent.last_payment_error!
  return new ApiError(402, {
    type: 'card_error',
    message,
    code,
    ...(decline_code && { decline_code }),
    payment_intent: intent,
  })
}
