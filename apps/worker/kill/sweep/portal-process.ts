import { spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startSession } from '@seatkeeper/db'
import { type Instant, MS_PER_HOUR } from '@seatkeeper/rules'
import type { Buyer } from '../../test/buyer.ts'
import { type Line, postgresLine } from './postgres-line.ts'
import { Steps } from './steps.ts'

const PORTAL = path.resolve(import.meta.dirname, '../../../portal')
const START_MS = 180_000
export const WEBHOOK_SECRET = 'whsec_of_the_sweep'

/** The built portal in a process of its own, whose statements go over a line that counts them. */
export class PortalProcess {
  readonly steps: Steps
  readonly origin: string
  readonly #child: ChildProcess
  readonly #line: Line
  #cookie = ''
  #formToken = ''

  private constructor(parts: { steps: Steps; origin: string; child: ChildProcess; line: Line }) {
    this.steps = parts.steps
    this.origin = parts.origin
    this.#child = parts.child
    this.#line = parts.line
  }

  static async start(databaseUrl: string, apiUrl: string): Promise<PortalProcess> {
    const steps = new Steps(() => child.kill('SIGKILL'))
    const [line, port] = await Promise.all([postgresLine(databaseUrl, steps), freePort()])
    const origin = `http://127.0.0.1:${port}`
    const child = spawn(process.execPath, ['server/main.ts'], {
      cwd: PORTAL,
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        SEATKEEPER_MODE: 'test',
        DATABASE_URL: line.url,
        PORT: String(port),
        PORTAL_URL: origin,
        APP_SECRET: 'a secret of the sweep, long enough to be one',
        STRIPE_SECRET_KEY: 'sk_test_x',
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        STRIPE_API_URL: apiUrl,
        LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const portal = new PortalProcess({ steps, origin, child, line })
    for (const deadline = Date.now() + START_MS; ; await pause(50)) {
      const answer = await fetch(`${origin}/readyz`).catch(() => null)
      if (answer?.ok) return portal
      if (child.exitCode === null && Date.now() < deadline) continue
      await portal.end()
      throw new Error('The portal did not start: has it been built?')
    }
  }

  /** Signs the buyer in, without a password: that is no step of a purchase. */
  async signIn(buyer: Buyer): Promise<void> {
    const token = randomBytes(32).toString('base64url')
    const wallNow = Date.now() as Instant
    const { world, account, now } = buyer
    const hour = (wallNow + MS_PER_HOUR) as Instant
    const session = await startSession(
      { em: world.database.identity(), now, wallNow },
      {
        personId: account.owner.personId,
        provenBy: { kind: 'passkey' },
        tokenHash: new Uint8Array(createHash('sha256').update(token).digest()),
        endsAt: hour,
        idleEndsAt: hour,
      },
    )
    if (session.kind !== 'grant') throw new Error(`No session: ${session.kind}`)
    this.#cookie = `__Host-seatkeeper-session=${token}`
  }

  /** Opens the page of a form; what follows will be a step. */
  async open(page: string): Promise<void> {
    const answer = await fetch(this.origin + page, {
      headers: { cookie: this.#cookie },
      redirect: 'manual',
    })
    const text = await answer.text()
    const token = /name="csrf" value="([^"]+)"/.exec(text)?.[1]
    if (answer.status !== 200 || token === undefined) throw new Error(`${page}: ${answer.status}, no form`)
    this.#formToken = token
  }

  /** Where the answer leads to; null: there was no answer. */
  async send(page: string, fields: Readonly<Record<string, string>>): Promise<string | null> {
    const answer = await fetch(this.origin + page, {
      method: 'POST',
      headers: { cookie: this.#cookie, origin: this.origin, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ csrf: this.#formToken, ...fields }),
      redirect: 'manual',
    }).catch(() => null)
    return answer === null ? null : (answer.headers.get('location') ?? String(answer.status))
  }

  /** As the processor delivers an event; true: it was taken. */
  async deliver(body: string, signature: string): Promise<boolean> {
    const answer = await fetch(`${this.origin}/webhooks/payments`, {
      method: 'POST',
      headers: { 'stripe-signature': signature },
      body,
    }).catch(() => null)
    return answer?.ok === true
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await gone
    }
    this.#line.close()
  }
}

async function freePort(): Promise<number> {
  const probe = net.createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as net.AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
