import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { api } from './api.ts'
import { Books } from './books.ts'
import { addDemoCustomers } from './demo-customers.ts'
import { Events } from './events.ts'
import { hostedPages } from './hosted.ts'
import type { StripeSettings } from './settings.ts'

export { readStripeSettings, type StripeSettings } from './settings.ts'

const A_DAY_MS = 24 * 3_600_000

/** The stand-in for the payment processor, running. */
export interface StripeStandIn {
  /** What the gateway takes for the processor's API; the hosted pages are below /pay. */
  readonly apiUrl: string
  close(): Promise<void>
}

/**
 * Starts the stand-in for Stripe: the part of its API that the product uses (`endpoints/all.ts`), signed webhooks, and
 * the hosted pages for cards and authentication. On the loopback, in every mode but production.
 */
export async function startStripe(
  settings: Partial<StripeSettings>,
  businessNow: () => number = Date.now,
): Promise<StripeStandIn> {
  const books = new Books(settings.booksFile)
  addDemoCustomers(books.shelves, new Date(businessNow()))
  const events = new Events(settings.webhook)
  let base = ''
  const world = { books, events, baseUrl: () => base, businessNow }
  const app = new Hono()
  // A page elsewhere on the web must not reach it by pointing a name of its own at 127.0.0.1.
  app.use(async (c, next) => {
    const host = new URL(c.req.url).hostname
    if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) return c.text('This is not for you.', 400)
    await next()
    return undefined
  })
  app.get('/healthz', (c) => c.text('ok\n'))
  app.route('/pay', hostedPages(world)).route('/', api(world, settings.keysKeptMs ?? A_DAY_MS))
  const server = serve({ fetch: app.fetch, port: settings.apiPort ?? 0, hostname: '127.0.0.1' })
  base = `http://127.0.0.1:${await listening(server)}`
  return {
    apiUrl: base,
    async close() {
      events.stop()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function listening(server: ReturnType<typeof serve>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
