import { createDatabase, createProcessClock, type Database } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import { createBot } from './bot.ts'
import { createSlackAccounts } from './door/slack-accounts.ts'
import type { Environment } from './environment.ts'
import type { HttpReceiver } from './receiver/receiver.ts'

export interface Composition {
  readonly database: Database
  readonly bot: HttpReceiver
  readonly wallNow: () => Instant
}

/** The one place where the bot's parts are made and joined. */
export async function compose(environment: Environment, log: Logger): Promise<Composition> {
  const database = await createDatabase({
    url: environment.databaseUrl,
    applicationName: 'slackbot',
    connections: { tenant: 20, identity: 20, worker: 1 },
  })
  const clock = createProcessClock({ mode: environment.mode, em: () => database.identity() })
  const { appSecret, portalUrl, signingSecret, botToken, slackApiUrl } = environment
  const bot = createBot({
    database,
    accounts: createSlackAccounts(),
    log,
    portalUrl,
    appSecret,
    businessNow: clock.businessNow,
    wallNow: clock.wallNow,
    learnTime: clock.refresh,
    signingSecret,
    botToken,
    slackApiUrl,
    ready: () => database.ping(),
  })
  return { database, bot, wallNow: clock.wallNow }
}
