import { App } from '@slack/bolt'
import { boltLogger } from './bolt-logger.ts'
import type { Parts } from './door/door.ts'
import { listeners } from './listeners/index.ts'
import { outdatedListeners } from './listeners/outdated.ts'
import { HttpReceiver } from './receiver/receiver.ts'

export interface BotOptions extends Parts {
  readonly signingSecret: string
  readonly botToken: string
  readonly slackApiUrl: string
  readonly ready: () => Promise<void>
}

/** The bot with all its listeners, not listening yet. */
export function createBot(options: BotOptions): HttpReceiver {
  const { signingSecret, botToken, slackApiUrl, log, wallNow, ready } = options
  const receiver = new HttpReceiver({ signingSecret, log, wallNow, ready })
  const app = new App({
    receiver,
    logger: boltLogger(log),
    // One app, one workspace's token; which organization a workspace belongs to is the database's to say.
    authorize: async ({ teamId }) => (teamId === undefined ? { botToken } : { botToken, teamId }),
    ignoreSelf: false,
    convoStore: false,
    clientOptions: {
      slackApiUrl,
      // Slack says after how long to come again (429, Retry-After), and the client waits that long (SLK-10).
      rejectRateLimitedCalls: false,
      retryConfig: { retries: 3, minTimeout: 250, maxTimeout: 2_000 },
      timeout: 10_000,
    },
  })
  for (const listener of [...listeners, ...outdatedListeners(listeners)]) listener.register(app, options)
  // The receiver answers for what goes wrong here.
  app.error(async (error) => {
    throw error.original ?? error
  })
  return receiver
}
