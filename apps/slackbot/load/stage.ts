import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Instant } from '@seatkeeper/rules'
import { slackWorkingText } from '@seatkeeper/wording'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit/account'
import { startTestServer } from '@seatkeeper/testkit/postgres'
import { Pool } from 'pg'
import { BOUND_WORKSPACE, LINKED_PERSON, SEATS_FOR_EVERYBODY } from '../test/rows.ts'
import { commandBody, interactionBody, send, sign, SIGNING_SECRET, type Signed } from '../test/sender.ts'
import { submission } from '../test/add-user-form.ts'
import { BOT_TOKEN, colleague, type Slack, startSlack, TEAM } from '../test/slack.ts'

/** What a load runs on: a real PostgreSQL, Slack's Web API, and bots as processes of their own. */
export interface Stage {
  readonly databaseUrl: string
  readonly account: TestAccount
  readonly slack: Slack
  readonly database: Pool
  /** Starts a bot; gives where it takes Slack's requests. */
  bot(): Promise<string>
  /** Milliseconds of processor time that the bots have used; null where the system does not say. */
  processorMs(): number | null
  /** Links so many team leads; gives their Slack identities. */
  people(count: number): Promise<readonly string[]>
  close(): Promise<void>
}

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const FIRST_PORT = 43_200

export async function setStage(
  seasons: readonly { readonly name: string; readonly seats: number }[],
): Promise<Stage> {
  const server = await startTestServer()
  const slack = await startSlack()
  const now = Date.now() as Instant
  const account = await buildAccount(server.url, {
    now,
    name: 'Load',
    fullTimeSeats: 100,
    seasons: seasons.map(({ name, seats }, i) => ({ name, seats, from: -5, to: 30 + i })),
  })
  const database = new Pool({ connectionString: server.url, max: 4 })
  const { organizationId, accountId, owner } = account
  await database.query(BOUND_WORKSPACE, [TEAM, organizationId, accountId, owner.memberId])
  const bots: ChildProcess[] = []

  return {
    databaseUrl: server.url,
    account,
    slack,
    database,
    async bot() {
      const port = FIRST_PORT + bots.length
      const bot = fork(main, {
        env: {
          ...process.env,
          SEATKEEPER_MODE: 'test',
          DATABASE_URL: server.url,
          APP_SECRET: randomUUID() + randomUUID(),
          SLACK_SIGNING_SECRET: SIGNING_SECRET,
          SLACK_BOT_TOKEN: BOT_TOKEN,
          SLACK_API_URL: slack.apiUrl,
          SLACKBOT_PORT: String(port),
          LOG_LEVEL: 'error',
        },
      })
      bots.push(bot)
      await new Promise<void>((resolve, reject) => {
        bot.once('message', () => resolve())
        bot.once('exit', (code) => reject(new Error(`The bot ended with ${code}`)))
      })
      return `http://127.0.0.1:${port}/slack/events`
    },
    processorMs: () => sumOrNull(bots.map(({ pid }) => processorMsOf(pid))),
    async people(count) {
      const ids = Array.from({ length: count }, (_, i) => `ULOAD${i}`)
      for (const id of ids) {
        slack.users.set(id, { ...colleague, real_name: id })
        const since = new Date(now - 60_000)
        const email = `${id.toLowerCase()}@example.com`
        await database.query(LINKED_PERSON, [organizationId, accountId, email, id, 'team-lead', TEAM, since])
      }
      await database.query(SEATS_FOR_EVERYBODY, [accountId])
      // As autovacuum does soon after: without statistics the planner believes all tables empty.
      await database.query('analyze')
      return ids
    },
    async close() {
      await Promise.all(
        bots.map((bot) => {
          const ended = new Promise((resolve) => bot.once('exit', resolve))
          bot.kill('SIGTERM')
          return ended
        }),
      )
      await database.end()
      await slack.close()
      await server.stop()
    },
  }
}

/** User and system time of a process, from Linux's `/proc`, which counts in hundredths of a second. */
function processorMsOf(pid: number | undefined): number | null {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
    const [user, system] = fields.split(' ').slice(11, 13)
    return (Number(user) + Number(system)) * 10
  } catch {
    return null
  }
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  )
}

/** `/seats`, signed now. */
export function seatsCommand(userId: string): Signed {
  return sign(commandBody({ team_id: TEAM, user_id: userId, trigger_id: randomUUID() }))
}

/**
 * Somebody sends off a filled-in form, signed now. Gives what they read in the end, also where a 'working' view came first, and
 * after how long.
 */
export async function addThroughForm(
  slack: Slack,
  url: string,
  { userId, email, seasonId }: { readonly userId: string; readonly email: string; readonly seasonId: string },
): Promise<{ readonly text: string; readonly took: number; readonly waited: boolean }> {
  const form = { id: `V${randomUUID()}`, private_metadata: JSON.stringify({ key: randomUUID() }) }
  const after = slack.replaced(form.id)
  const started = performance.now()
  const { text } = await send(url, signedForm(form, userId, email, seasonId))
  const waited = text.includes(slackWorkingText)
  return { text: waited ? await after : text, took: performance.now() - started, waited }
}

function signedForm(form: Parameters<typeof submission>[0], userId: string, email: string, seasonId: string) {
  return sign(
    interactionBody({
      team: { id: TEAM, domain: 'acme' },
      user: { id: userId, team_id: TEAM },
      trigger_id: randomUUID(),
      ...submission(form, { email, seasonIds: [seasonId] }),
    }),
  )
}

/** Runs `count` pieces of work, so many at a time. */
export async function inFlight(
  count: number,
  most: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let n = next++; n < count; n = next++) await work(n)
  }
  await Promise.all(Array.from({ length: most }, lane))
}

/** The value below which a share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
