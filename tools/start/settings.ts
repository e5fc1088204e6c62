import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { StartFault } from './fault.ts'

export interface Settings {
  readonly root: string
  /** Database, mails, logs and the generated secret of this checkout. */
  readonly stateFolder: string
  readonly reset: boolean
  readonly demo: boolean
  readonly mode: 'demo' | 'test'
  readonly ports: {
    readonly portal: number
    readonly sandbox: number
    readonly smtp: number
    /** Where the Slack bot listens, and where the stand-in for Slack's Web API does. */
    readonly slackbot: number
    readonly slackApi: number
    /** Where the stand-in for the payment processor listens. */
    readonly payments: number
    readonly database: number
  }
  readonly portalUrl: string
  readonly sandboxUrl: string
  /** Absent: the PostgreSQL that npm brought along is started. */
  readonly databaseUrl: string | undefined
  /** Absent: mail goes to the local inbox. */
  readonly smtpUrl: string | undefined
  /** Absent: the stand-in of the sandbox takes the processor's part. */
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string } | undefined
  /** Whether the processor's tax service reckons taxes. */
  readonly taxService: 'on' | 'off'
  /** Absent: one is generated and kept in the state folder. */
  readonly appSecret: string | undefined
}

export const usage = `npm start                 starts everything; keeps what an earlier start has stored
npm start -- --reset      throws the stored data away first
npm start -- --no-demo    without demo data: follow with \`npm run setup\`

Settings, as environment variables: PORT (3000), SANDBOX_PORT (3001), SLACKBOT_PORT (3002),
SLACK_API_PORT (3003), STRIPE_API_PORT (3004), SMTP_PORT (2525), DATABASE_PORT (54329),
DATABASE_URL, SMTP_URL, STRIPE_SECRET_KEY with STRIPE_WEBHOOK_SECRET, STRIPE_TAX (off), PORTAL_URL, APP_SECRET, SEATKEEPER_STATE (.seatkeeper). More: docs/operations.md`

/** Reads command line and environment; throws `StartFault` for the first value that cannot be meant. */
export function readSettings(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Settings | 'help' {
  const options = readOptions(args)
  if (options.help) return 'help'
  const mode = env['SEATKEEPER_MODE'] || 'demo'
  if (mode !== 'demo' && mode !== 'test')
    throw new StartFault(
      '`npm start` is for trying and developing; docs/operations.md says how to run the parts in production.',
    )
  const ports = {
    portal: port(env, 'PORT', 3000),
    sandbox: port(env, 'SANDBOX_PORT', 3001),
    smtp: port(env, 'SMTP_PORT', 2525),
    slackbot: port(env, 'SLACKBOT_PORT', 3002),
    slackApi: port(env, 'SLACK_API_PORT', 3003),
    payments: port(env, 'STRIPE_API_PORT', 3004),
    database: port(env, 'DATABASE_PORT', 54329),
  }
  const databaseUrl = env['DATABASE_URL'] || undefined
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new StartFault(
      'DATABASE_URL must be an address such as postgres://user:password@host:5432/seatkeeper.',
    )
  if (options.reset && databaseUrl !== undefined)
    throw new StartFault(
      '--reset throws away only the database that Seatkeeper started itself, not the one that DATABASE_URL names.',
    )
  const state = env['SEATKEEPER_STATE'] || '.seatkeeper'
  return {
    root,
    stateFolder: isAbsolute(state) ? state : resolve(join(root, state)),
    reset: options.reset,
    demo: !options['no-demo'],
    mode,
    ports,
    portalUrl: env['PORTAL_URL'] || `http://localhost:${ports.portal}`,
    sandboxUrl: `http://localhost:${ports.sandbox}`,
    databaseUrl,
    smtpUrl: env['SMTP_URL'] || undefined,
    stripe: readStripe(env),
    taxService: readTaxService(env),
    appSecret: env['APP_SECRET'] || undefined,
  }
}

/** Both or neither: with a key alone no webhook could be trusted. */
function readStripe(env: NodeJS.ProcessEnv): Settings['stripe'] {
  const secretKey = env['STRIPE_SECRET_KEY']
  const webhookSecret = env['STRIPE_WEBHOOK_SECRET']
  if (!secretKey && !webhookSecret) return undefined
  if (secretKey && webhookSecret) return { secretKey, webhookSecret }
  throw new StartFault('STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: set both, or neither.')
}

function readTaxService({ STRIPE_TAX: given = 'off' }: NodeJS.ProcessEnv): Settings['taxService'] {
  if (given === 'on' || given === 'off') return given
  throw new StartFault('STRIPE_TAX must be on or off.')
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        reset: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return values
  } catch (error) {
    throw new StartFault(`${(error as Error).message}\n\n${usage}`)
  }
}

function port(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const given = env[name]
  if (given === undefined || given === '') return usual
  const number = Number(given)
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new StartFault(`${name} must be a port number from 1 to 65535, not "${given}".`)
  return number
}
