import { type Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Stripe } from 'stripe'
import type { Endpoint, World } from './endpoint.ts'
import { endpoints } from './endpoints/all.ts'
import { ApiError, invalidRequest } from './errors.ts'
import { type Answer, Idempotency } from './idempotency.ts'
import { readForm, readParameters } from './parameters.ts'
import { newId } from './books.ts'

/** The processor's HTTP API, as far as the product uses it; what is not written down in `endpoints/` is refused. */
export function api(world: World, keysKeptMs: number): Hono {
  const app = new Hono()
  const idempotency = new Idempotency(world.books, keysKeptMs)
  for (const endpoint of endpoints) {
    app.on(endpoint.method, endpoint.path, (c) => handle(c, endpoint))
  }
  app.all('/v1/*', (c) => say(c, errorAnswer(unknownUrl(c.req.method, new URL(c.req.url).pathname))))

  async function handle(c: Context, endpoint: Endpoint): Promise<Response> {
    try {
      authenticate(c)
      const { method } = endpoint
      const body = method === 'POST' ? await c.req.text() : ''
      const parameters = readParameters(
        endpoint.parameters,
        readForm(method === 'POST' ? body : new URL(c.req.url).search.slice(1)),
      )
      const id = c.req.param('id') ?? ''
      const work = async (): Promise<Answer> => {
        try {
          return { status: 200, body: endpoint.answer(world, { id, parameters: parameters as never }) }
        } catch (fault) {
          if (!(fault instanceof ApiError)) throw fault
          return errorAnswer(fault)
        }
      }
      const key = method === 'GET' ? undefined : c.req.header('idempotency-key')
      const answer = await idempotency.once(key, { path: `${method} ${c.req.path}`, body }, work)
      if (method !== 'GET') world.books.save()
      return say(c, answer)
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault
      return say(c, errorAnswer(fault))
    }
  }
  return app
}

function authenticate(c: Context): void {
  const key = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (!key?.startsWith('sk_test_')) {
    throw new ApiError(401, {
      type: 'invalid_request_error',
      message: key ? 'Invalid API Key provided.' : 'You did not provide an API key.',
    })
  }
  const version = c.req.header('stripe-version')
  if (version !== Stripe.API_VERSION) {
    throw invalidRequest(`The stand-in speaks ${Stripe.API_VERSION} alone, not ${version ?? 'no version'}.`)
  }
}

function unknownUrl(method: string, path: string): ApiError {
  return new ApiError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}).`,
  })
}

function errorAnswer({ status, body }: ApiError): Answer {
  return { status, body: { error: body } }
}

function say(c: Context, { status, body, replayed }: Answer): Response {
  c.header('Request-Id', newId('req'))
  if (replayed) c.header('Idempotent-Replayed', 'true')
  return c.json(body as object, status as ContentfulStatusCode)
}
