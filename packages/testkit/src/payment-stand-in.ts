import { fork } from 'node:child_process'
import { createServer, request } from 'node:http'
import { join } from 'node:path'

/** The sandbox's stand-in for the payment processor, in a process of its own, as the product meets it: over HTTP. */
export interface PaymentStandIn {
  readonly apiUrl: string
  /** Enters a card on a hosted page, and answers the bank where it asks; until `12/31` unless told. */
  enterCard(pageUrl: string, number: string, expiry?: string): Promise<void>
  /** Answers the bank's question on its page. */
  answerBank(pageUrl: string, answer: 'complete' | 'fail'): Promise<void>
  /** The processor's own view of a customer's invoices. */
  invoicesOf(
    customerId: string,
  ): Promise<readonly { id: string; status: string; total: number; currency: string }[]>
  /** What a person does there, by the processor's own API. */
  byHand(path: string, form?: Record<string, string>): Promise<void>
  stop(): Promise<void>
}

const MAIN = join(import.meta.dirname, '../../../apps/sandbox/src/stripe/main.ts')
/** The stand-in speaks one version of the API; the product's own client sends it. */
const VERSION = '2026-10-28.endive'

export async function startPaymentStandIn(
  webhook?: { readonly url: string; readonly secret: string },
  /** For how long idempotency keys are remembered; a day, unless told. */
  { keysKeptMs }: { readonly keysKeptMs?: number } = {},
): Promise<PaymentStandIn> {
  const child = fork(MAIN, {
    env: {
      ...process.env,
      STRIPE_API_PORT: '0',
      ...(keysKeptMs !== undefined && { STRIPE_KEYS_KEPT_MS: String(keysKeptMs) }),
      ...(webhook && { STRIPE_WEBHOOK_URL: webhook.url, STRIPE_WEBHOOK_SECRET: webhook.secret }),
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const apiUrl = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { apiUrl: string }).apiUrl))
    child.once('exit', (code) => reject(new Error(`The stand-in ended with ${code}`)))
  })
  const submit = (url: string, form: Record<string, string>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })
  return {
    apiUrl,
    async enterCard(pageUrl, number, expiry = '12/31') {
      const answer = await submit(pageUrl, { number, expiry, cvc: '123' })
      const location = answer.headers.get('location')
      if (location?.startsWith('/pay/authenticate')) await submit(apiUrl + location, { answer: 'complete' })
    },
    async answerBank(pageUrl, answer) {
      await submit(pageUrl, { answer })
    },
    async invoicesOf(customerId) {
      const answer = await fetch(`${apiUrl}/v1/invoices?customer=${customerId}&limit=100`, {
        headers: { authorization: 'Bearer sk_test_inspection', 'stripe-version': VERSION },
      })
      const { data } = (await answer.json()) as {
        data: { id: string; status: string; total: number; currency: string }[]
      }
      return data
    },
    async byHand(path, form = {}) {
      const answer = await fetch(apiUrl + path, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_by_hand', 'stripe-version': VERSION },
        body: new URLSearchParams(form),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill()
      await gone
    },
  }
}

/** What a line to somewhere does to one request; `not-carried-out` is a 500 for something that did not happen. */
export type LineFault = 'lost-on-the-way' | 'answer-lost' | 'server-fault' | 'not-carried-out'

/** A line to an HTTP server that loses what `decide` says: the request before it arrives, or the answer after it was acted upon. */
export async function faultyLine(
  target: string,
  decide: (request: {
    readonly method: string
    readonly path: string
    readonly n: number
    /** Its idempotency key. */
    readonly key: string | undefined
  }) => LineFault | null,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { hostname, port } = new URL(target)
  let n = 0
  const server = createServer((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming
    const key = headers['idempotency-key']?.toString()
    const fault = decide({ method, path, n: n++, key })
    if (fault === 'lost-on-the-way') return void incoming.socket.destroy()
    if (fault === 'not-carried-out') {
      const error = { type: 'api_error', message: 'An unknown error occurred.' }
      outgoing.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
      return undefined
    }
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      if (fault === 'answer-lost') {
        answer.resume()
        answer.once('end', () => incoming.socket.destroy())
        return
      }
      outgoing.writeHead(fault === 'server-fault' ? 500 : (answer.statusCode ?? 502), answer.headers)
      answer.pipe(outgoing)
    })
    onward.once('error', () => incoming.socket.destroy())
    incoming.pipe(onward)
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address!.port : 0}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
