import { isIP } from 'node:net'
import { type PaymentSettings, readPaymentSettings } from '@seatkeeper/payments'
import { z } from 'zod'

const flagged = (message: string) => ({ error: message })

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
  .transform((list) => list.filter((host) => host !== ''))

const portalUrl = z
  .url({ protocol: /^https?$/, error: 'must be the address people use, such as https://seats.example.com' })
  .superRefine((text, context) => {
    const url = new URL(text)
    // The sign-in cookie is Secure: over plain http a browser keeps it for this machine only.
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      context.addIssue(
        'must begin with https:// (plain http works on localhost only: browsers refuse the sign-in cookie)',
      )
    }
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
      context.addIssue('must not have a path')
    }
  })

const schema = z.object({
  SEATKEEPER_MODE: z
    .enum(['demo', 'test', 'production'], flagged('must be demo, test or production'))
    .default('production'),
  DATABASE_URL: z
    .string(flagged('is missing: the address of the PostgreSQL database, postgres://…'))
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  PORTAL_URL: portalUrl.default('http://localhost:3000'),
  PORT: z.coerce
    .number(flagged('must be a port number'))
    .int('must be a port number')
    .min(1, 'must be a port number')
    .max(65_535, 'must be a port number')
    .default(3000),
  APP_SECRET: z
    .string(flagged('is missing: 32 or more random characters that sign links and forms'))
    .min(32, 'is too short: 32 or more random characters'),
  BILLING_CONTACT: z.email({ error: 'must be an e-mail address, such as billing@example.com' }).optional(),
  PRODUCT_NAME: z.string().trim().min(1, 'must not be empty').max(60, 'is too long').default('Seatkeeper'),
  SANDBOX_URL: z.url({ protocol: /^https?$/, error: 'must be the address of the sandbox' }).optional(),
  ALLOWED_HOSTS: list,
  TRUSTED_PROXIES: list.refine(
    (proxies) => proxies.every(isNetwork),
    'must be addresses or networks, such as 10.0.0.0/8, parted by commas',
  ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], flagged('must be a level such as info'))
    .default('info'),
})

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

export interface Environment {
  readonly mode: 'demo' | 'test' | 'production'
  readonly databaseUrl: string
  /** Origin only: scheme, host and port. */
  readonly portalUrl: string
  readonly port: number
  readonly appSecret: string
  /** Where a demo's stand-ins are; null in production. */
  readonly sandboxUrl: string | null
  readonly productName: string
  /** Whom customers ask for what they can't buy themselves (BILL-14); null: it is not said. */
  readonly billingContact: string | null
  /** Host (with port, where it is not the scheme's own) → the origin that it is served under. */
  readonly origins: ReadonlyMap<string, string>
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** Null: no card can be entered here. */
  readonly payments: PaymentSettings | null
  readonly logLevel: string
}

/**
 * Reads the environment once, at boot.
 *
 * Given the variables of the process; returns them checked, or every fault at once, each as a sentence
 * that begins with the variable's name.
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly faults: string[] } {
  // An empty variable is one that was not set: `PORT= node …` means the default.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  const payments = readPaymentSettings(variables, modeOf(variables))
  if (!parsed.success || payments.faults.length > 0) {
    const issues = parsed.error?.issues ?? []
    return {
      ok: false,
      faults: [...issues.map((issue) => `${issue.path.join('.')} ${issue.message}`), ...payments.faults],
    }
  }
  const env = parsed.data
  return {
    ok: true,
    environment: {
      mode: env.SEATKEEPER_MODE,
      databaseUrl: env.DATABASE_URL,
      portalUrl: new URL(env.PORTAL_URL).origin,
      port: env.PORT,
      appSecret: env.APP_SECRET,
      sandboxUrl: env.SEATKEEPER_MODE === 'production' ? null : (env.SANDBOX_URL ?? null),
      productName: env.PRODUCT_NAME,
      billingContact: env.BILLING_CONTACT ?? null,
      origins: allowedOrigins(env.PORTAL_URL, env.ALLOWED_HOSTS),
      trustedProxies: env.TRUSTED_PROXIES,
      payments: payments.settings,
      logLevel: env.LOG_LEVEL,
    },
  }
}

function allowedOrigins(portalUrl: string, furtherHosts: readonly string[]): ReadonlyMap<string, string> {
  const main = new URL(portalUrl)
  const origins = new Map([[main.host, main.origin]])
  const add = (host: string) => origins.set(host, `${main.protocol}//${host}`)
  furtherHosts.forEach(add)
  // Whoever runs it on their own machine types either name.
  if (isLoopback(main.hostname)) {
    for (const name of ['localhost', '127.0.0.1', '[::1]']) add(main.port ? `${name}:${main.port}` : name)
  }
  return origins
}

/** As the schema reads it; what is no mode is its complaint, not this one's. */
function modeOf({ SEATKEEPER_MODE: mode }: Readonly<Record<string, string | undefined>>) {
  return mode === 'demo' || mode === 'test' ? mode : 'production'
}
