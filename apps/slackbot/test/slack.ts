import { createServer, type IncomingMessage } from 'node:http'
import { createEmulator } from 'emulate'

export const TEAM = 'T000000001'
export const BOT_TOKEN = 'xoxb-of-the-tests'

/** What `users.info` says of somebody beside their name. */
export type SlackUser = Readonly<Record<string, unknown>>

export const colleague: SlackUser = { team_id: TEAM, is_email_confirmed: true }

/** A call that the bot made. */
export interface ApiCall {
  readonly method: string
  readonly args: Readonly<Record<string, string>>
  readonly at: number
}

export interface Slack {
  /** For the bot: `SLACK_API_URL`. */
  readonly apiUrl: string
  readonly calls: ApiCall[]
  /** By identity; who is not here does not exist. */
  readonly users: Map<string, SlackUser>
  /** Identities of the views that were opened. */
  readonly openedViews: string[]
  /** Views that their person has closed: Slack no longer finds them. */
  readonly closedViews: Set<string>
  /** Says that a view of this identity is on a screen; gives what takes its place, as JSON. */
  replaced(viewId: string): Promise<string>
  /** Answers the next calls of a method with 429 and `Retry-After`. */
  limit(method: string, times: number, retryAfterSeconds: number): void
  /** A trigger that opens one modal within three seconds. */
  trigger(): Promise<string>
  /** Where `response_url` points. */
  readonly responseUrl: string
  /** What came there. */
  readonly responses: Readonly<Record<string, unknown>>[]
  close(): Promise<void>
}

/**
 * Slack's Web API: the emulator for views, before it what the emulator does not know of people, rate limits and response
 * addresses.
 */
export async function startSlack(): Promise<Slack> {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: { tokens: [{ token: BOT_TOKEN, type: 'bot', user_id: 'U000000001' }] } },
  })
  const users = new Map<string, SlackUser>()
  const calls: ApiCall[] = []
  const openedViews: string[] = []
  const closedViews = new Set<string>()
  const awaited = new Map<string, (view: string) => void>()
  const responses: Record<string, unknown>[] = []
  const limited = new Map<string, { times: number; readonly retryAfterSeconds: number }>()

  const server = createServer((request, response) => {
    void (async () => {
      const body = await textOf(request)
      const json = (said: unknown, headers: Record<string, string> = {}, status = 200) => {
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers })
        response.end(JSON.stringify(said))
      }
      if (request.url === '/response') {
        responses.push(JSON.parse(body) as Record<string, unknown>)
        return json({ ok: true })
      }
      const method = (request.url ?? '').replace('/api/', '')
      const args = Object.fromEntries(new URLSearchParams(body))
      calls.push({ method, args, at: performance.now() })
      const limit = limited.get(method)
      if (limit && limit.times-- > 0) {
        return json({ ok: false, error: 'ratelimited' }, { 'Retry-After': `${limit.retryAfterSeconds}` }, 429)
      }
      if (method === 'users.info') {
        const user = users.get(args.user ?? '')
        return json(
          user ? { ok: true, user: { id: args.user, ...user } } : { ok: false, error: 'user_not_found' },
        )
      }
      // It is said in a conversation that the emulator would want opened first.
      if (method === 'chat.postMessage') return json({ ok: true, channel: args.channel, ts: '1.2' })
      const viewId = method === 'views.update' ? (args.view_id ?? '') : ''
      if (closedViews.has(viewId)) return json({ ok: false, error: 'not_found' })
      const replace = awaited.get(viewId)
      if (replace) {
        awaited.delete(viewId)
        replace(args.view ?? '')
        return json({ ok: true, view: { id: viewId } })
      }
      const answer = await fetch(`${emulator.url}/api/${method}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          Authorization: request.headers.authorization ?? '',
        },
        body,
      })
      const said = (await answer.json()) as { view?: { id: string } }
      if (method === 'views.open' && said.view) openedViews.push(said.view.id)
      return json(said)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`

  return {
    apiUrl: `${origin}/api/`,
    calls,
    users,
    openedViews,
    closedViews,
    replaced: (viewId) => new Promise((resolve) => void awaited.set(viewId, resolve)),
    responses,
    responseUrl: `${origin}/response`,
    limit: (method, times, retryAfterSeconds) => void limited.set(method, { times, retryAfterSeconds }),
    async trigger() {
      const answer = await fetch(`${emulator.url}/api/views.generateTriggerId`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${BOT_TOKEN}` },
      })
      return ((await answer.json()) as { trigger_id: string }).trigger_id
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await emulator.close()
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
