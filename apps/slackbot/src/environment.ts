import { z } from 'zod'

const schema = z
  .object({
    SEATKEEPER_MODE: z
      .enum(['demo', 'test', 'production'], { error: 'must be demo, test or production' })
      .default('production'),
    DATABASE_URL: z
      .string({ error: 'is missing: the address of the PostgreSQL database, postgres://…' })
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
    PORTAL_URL: z
      .url({
        protocol: /^https?$/,
        error: 'must be the address people use, such as https://seats.example.com',
      })
      .default('http://localhost:3000'),
    SLACKBOT_PORT: z.coerce
      .number({ error: 'must be a port number' })
      .int('must be a port number')
      .min(1, 'must be a port number')
      .max(65_535, 'must be a port number')
      .default(3002),
    APP_SECRET: z
      .string({ error: 'is missing: the same 32 or more random characters that the portal has' })
      .min(32, 'is too short: 32 or more random characters'),
    SLACK_SIGNING_SECRET: z
      .string({ error: 'is missing: the signing secret of the Slack app (Basic Information)' })
      .min(16, 'is too short: copy the signing secret of the Slack app'),
    SLACK_BOT_TOKEN: z
      .string({ error: 'is missing: the bot token of the Slack app, xoxb-…' })
      .startsWith('xoxb-', 'must be a bot token, xoxb-…'),
    SLACK_API_URL: z
      .url({
        protocol: /^https?$/,
        error: 'must be the address of Slack’s Web API, such as https://slack.com/api/',
      })
      .endsWith('/', 'must end with /')
      .default('https://slack.com/api/'),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'must be a level such as info' })
      .default('info'),
  })
  .superRefine((env, context) => {
    if (env.SEATKEEPER_MODE === 'production' && !env.SLACK_API_URL.startsWith('https://')) {
      // The bot token goes along with every call.
      context.addIssue({ code: 'custom', path: ['SLACK_API_URL'], message: 'must begin with https://' })
    }
  })

export interface Environment {
  readonly mode: 'demo' | 'test' | 'production'
  readonly databaseUrl: string
  /** Origin only: scheme, host and port. */
  readonly portalUrl: string
  readonly port: number
  readonly appSecret: string
  readonly signingSecret: string
  readonly botToken: string
  readonly slackApiUrl: string
  readonly logLevel: string
}

/** Reads the environment once, at boot: all that is wrong at once, each fault beginning with its variable. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly faults: readonly string[] } {
  // An empty variable is one that was not set.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    }
  }
  const env = parsed.data
  return {
    ok: true,
    environment: {
      mode: env.SEATKEEPER_MODE,
      databaseUrl: env.DATABASE_URL,
      portalUrl: new URL(env.PORTAL_URL).origin,
      port: env.SLACKBOT_PORT,
      appSecret: env.APP_SECRET,
      signingSecret: env.SLACK_SIGNING_SECRET,
      botToken: env.SLACK_BOT_TOKEN,
      slackApiUrl: env.SLACK_API_URL,
      logLevel: env.LOG_LEVEL,
    },
  }
}
