import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Instant } from '@seatkeeper/rules'
import type { AckFn, App, Receiver } from '@slack/bolt'
import type { Logger } from 'pino'
import { readBody } from './body.ts'
import { deliveryKey } from './delivery.ts'
import { type Parties, partiesOf } from './parties.ts'
import { readPayload, type SlackPayload } from './payload.ts'
import { signatureFault } from './signature.ts'

/** What every listener finds in Bolt's context beside Bolt's own entries. */
export interface Arrival extends Record<string, unknown> {
  readonly parties: Parties
  readonly deliveryKey: string | null
  /** `performance.now()` at which the request came in: Slack waits three seconds from then. */
  readonly arrivedAt: number
}

export interface ReceiverOptions {
  readonly signingSecret: string
  readonly log: Logger
  readonly wallNow: () => Instant
  /** Resolves when the bot can serve (the database answers), rejects when it cannot. */
  readonly ready: () => Promise<void>
}

const SLACK_PATH = '/slack/events'
/** After this Slack has given up; a listener that has not acknowledged by then is at fault. */
const SLACK_WAITS_MS = 2_900
/** What a sender may still push at us after its 413, so that it gets to read the answer. */
const DRAIN_LIMIT = 16_000_000

/**
 * The HTTP door for Bolt, in place of its own receiver, which acts on replays, takes timestamps of the future, and ends the
 * process over a signed `null` (SLK-08). Stateless: whether a delivery was seen before is for the listeners to ask.
 */
export class HttpReceiver implements Receiver {
  readonly #options: ReceiverOptions
  readonly #server: Server
  readonly #underWay = new Set<Promise<void>>()
  #app: App | undefined

  constructor(options: ReceiverOptions) {
    this.#options = options
    this.#server = createServer(
      { headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 65_000 },
      (request, response) => {
        const work = this.#serve(request, response).finally(() => this.#underWay.delete(work))
        this.#underWay.add(work)
      },
    )
  }

  init(app: App): void {
    this.#app = app
  }

  /** Listens; gives the port. Rejects when the port is taken. */
  start(port: number, host?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject)
        const address = this.#server.address()
        resolve(address !== null && typeof address === 'object' ? address.port : port)
      })
    })
  }

  /**
   * Takes no new requests and waits, for up to `drainMs`, until those under way are done: also what goes on after Slack was told
   * to wait.
   */
  async stop(drainMs = 10_000): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeIdleConnections()
    const { promise: impatience, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, drainMs)
    await Promise.race([Promise.all([closed, ...this.#underWay]), impatience])
    clearTimeout(timer)
    this.#server.closeAllConnections()
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(request, response)
    } catch (error) {
      this.#options.log.error({ err: error }, 'a request failed')
      answer(response, 500)
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0]
    if (path === '/healthz' || path === '/readyz') return this.#health(path, response)
    if (path !== SLACK_PATH) return answer(response, 404)
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST')
      return answer(response, 405)
    }
    const arrivedAt = performance.now()
    const body = await readBody(request)
    if (body === null) return tooLarge(request, response)

    const signature = header(request, 'x-slack-signature')
    const timestamp = header(request, 'x-slack-request-timestamp')
    const { signingSecret, wallNow, log } = this.#options
    const fault = signatureFault({ signature, timestamp, body }, signingSecret, wallNow())
    if (fault !== null || signature === undefined) {
      log.warn({ fault, from: request.socket.remoteAddress }, 'a request was not Slack’s')
      return answer(response, 401)
    }
    const received = readPayload(body, request.headers['content-type'])
    if (received.kind === 'probe') return answer(response, 200, received.answer)
    if (received.kind === 'senseless') {
      log.warn({ bytes: body.length }, 'a signed request made no sense')
      return answer(response, 400)
    }
    await this.#dispatch(
      received.body,
      { parties: partiesOf(received), deliveryKey: deliveryKey(received, signature), arrivedAt },
      header(request, 'x-slack-retry-num'),
      response,
    )
  }

  async #dispatch(
    body: SlackPayload['body'],
    arrival: Arrival,
    retry: string | undefined,
    response: ServerResponse,
  ): Promise<void> {
    const ack: AckFn<unknown> = (said) => {
      if (said === undefined || said === '') answer(response, 200)
      else if (typeof said === 'string') answer(response, 200, said)
      else answer(response, 200, JSON.stringify(said), 'application/json; charset=utf-8')
      return Promise.resolve()
    }
    const giveUp = () => {
      if (response.writableEnded) return
      this.#options.log.error({ parties: arrival.parties }, 'nobody acknowledged in time')
      answer(response, 503)
    }
    // A process that the machine let stand for a second finds the listener's shorter timer due as well, and Node keeps no order
    // among timers of different lengths: so whoever may still acknowledge goes first.
    const patience = setTimeout(() => setImmediate(giveUp), SLACK_WAITS_MS)
    try {
      await this.#app?.processEvent({
        body,
        ack,
        ...(retry === undefined ? {} : { retryNum: Number(retry) }),
        customProperties: arrival,
      })
      // Signed and well-formed, but nothing that this bot ever offered.
      if (!response.writableEnded) answer(response, 404)
    } finally {
      clearTimeout(patience)
    }
  }

  async #health(path: string, response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', 'no-store')
    if (path === '/healthz') return answer(response, 200, 'ok\n')
    try {
      await this.#options.ready()
      answer(response, 200, 'ready\n')
    } catch (error) {
      this.#options.log.warn({ err: error }, 'not ready')
      answer(response, 503, 'not ready\n')
    }
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function answer(
  response: ServerResponse,
  status: number,
  text = '',
  contentType = 'text/plain; charset=utf-8',
): void {
  if (response.writableEnded) return
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(text) })
  response.end(text)
}

function tooLarge(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close')
  answer(response, 413)
  let drained = 0
  request.on('data', (chunk: Buffer) => {
    drained += chunk.length
    if (drained > DRAIN_LIMIT) request.destroy()
  })
}
