import type { Instant, Role } from '@seatkeeper/rules'
import {
  buildAccount,
  createTestDatabase,
  type TestAccount,
  type TestAccountOptions,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { pino } from 'pino'
import { createBot } from '../src/bot.ts'
import type { Parts } from '../src/door/door.ts'
import { createSlackAccounts } from '../src/door/slack-accounts.ts'
import { BOUND_WORKSPACE, LINKED_PERSON } from './rows.ts'
import {
  type Answer,
  commandBody,
  interactionBody,
  send,
  sign,
  SIGNING_SECRET,
  type Signed,
} from './sender.ts'
import { BOT_TOKEN, colleague, type Slack, startSlack, TEAM } from './slack.ts'

export const APP_SECRET = 'a secret of at least thirty-two characters'
export const PORTAL_URL = 'https://seats.example.com'

/** The bot on its port, a real database, Slack's Web API: everything between a request and its effect. */
export interface World {
  readonly data: TestDatabase
  readonly slack: Slack
  readonly account: TestAccount
  readonly now: Instant
  readonly url: string
  /** A member with a Slack account of this identity that is linked. */
  person(userId: string, role: Role): Promise<{ readonly memberId: string; readonly personId: string }>
  command(userId: string, text?: string, fields?: Readonly<Record<string, string>>): Promise<Answer>
  interact(userId: string, payload: object): Promise<Answer>
  send(signed: Signed): Promise<Answer>
  /** Waits until something holds; throws when it does not within the time. */
  until(holds: () => boolean, ms?: number): Promise<void>
  close(): Promise<void>
}

export async function startWorld(
  options: TestAccountOptions & {
    /** Other parts than the usual, e.g. a database behind a slow line. */
    readonly parts?: (data: TestDatabase) => Promise<Partial<Parts>>
    readonly connections?: Parameters<typeof createTestDatabase>[0]
  } = {},
): Promise<World> {
  const now = Date.now() as Instant
  const data = await createTestDatabase(options.connections)
  const slack = await startSlack()
  const account = await buildAccount(data.url, { now, name: 'Larkspur', ...options })
  const bot = createBot({
    database: data.database,
    accounts: createSlackAccounts(),
    log: pino({ level: 'silent' }),
    portalUrl: PORTAL_URL,
    appSecret: APP_SECRET,
    businessNow: () => Date.now() as Instant,
    wallNow: () => Date.now() as Instant,
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    slackApiUrl: slack.apiUrl,
    ready: () => data.database.ping(),
    ...(await options.parts?.(data)),
  })
  const url = `http://127.0.0.1:${await bot.start(0, '127.0.0.1')}/slack/events`

  await data.query(BOUND_WORKSPACE, [TEAM, account.organizationId, account.accountId, account.owner.memberId])

  return {
    data,
    slack,
    account,
    now,
    url,
    async person(userId, role) {
      slack.users.set(userId, { ...colleague, real_name: userId })
      const [member] = await data.query<{ memberId: string; personId: string }>(LINKED_PERSON, [
        account.organizationId,
        account.accountId,
        `${userId.toLowerCase()}@example.com`,
        userId,
        role,
        TEAM,
        new Date(now - 60_000),
      ])
      if (!member) throw new Error('no member')
      return member
    },
    async command(userId, text = '', fields = {}) {
      const body = commandBody({
        text,
        team_id: TEAM,
        user_id: userId,
        trigger_id: await slack.trigger(),
        response_url: slack.responseUrl,
        ...fields,
      })
      return send(url, sign(body))
    },
    interact: (userId, payload) =>
      send(
        url,
        sign(
          interactionBody({
            team: { id: TEAM, domain: 'acme' },
            user: { id: userId, team_id: TEAM },
            // As with Slack, no two are the same to the letter.
            trigger_id: `${Math.random()}`,
            ...payload,
          }),
        ),
      ),
    send: (signed) => send(url, signed),
    async until(holds, ms = 5_000) {
      for (const deadline = Date.now() + ms; !holds();) {
        if (Date.now() > deadline) throw new Error('It did not come to hold in time')
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    async close() {
      await bot.stop(1_000)
      await slack.close()
      await data.drop()
    },
  }
}
