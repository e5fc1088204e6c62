import type { SellerFacts } from '@seatkeeper/db'
import { type PaymentSettings, readPaymentSettings } from '@seatkeeper/payments'
import { z } from 'zod'

/** Semicolons stand for the ends of lines, which an environment can't hold. */
function linesOf(most: number) {
  return z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(';')
        .map((line) => line.trim())
        .filter(Boolean),
    )
    .pipe(
      z.array(z.string().max(100, 'has a line that is too long')).max(most, `has more than ${most} lines`),
    )
}

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
    APP_SECRET: z
      .string({ error: 'is missing: the same 32 or more random characters that the portal has' })
      .min(32, 'is too short: 32 or more random characters'),
    SMTP_URL: z
      .string({ error: 'is missing: the mail server, smtp://user:password@host:587 or smtps://…' })
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'),
    MAIL_FROM: z
      .string()
      .regex(/@[^\s>]+>?$/, 'must be an address, such as Seatkeeper <seats@example.com>')
      .optional(),
    PRODUCT_NAME: z.string().trim().min(1, 'must not be empty').max(60).default('Seatkeeper'),
    PRODUCT_URL: z
      .url({ protocol: /^https?$/, error: 'must be the address at which people log in to the product' })
      .optional(),
    SELLER_NAME: z.string().trim().min(1).max(120).optional(),
    SELLER_ADDRESS: linesOf(6),
    SELLER_TAX_ID: z.string().trim().max(40).optional(),
    SELLER_EMAIL: z.email({ error: 'must be an address, such as billing@example.com' }).optional(),
    SELLER_BANK: linesOf(6),
    LOG_LEVEL: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], { error: 'must be a level such as info' })
      .default('info'),
  })
  .superRefine((env, context) => {
    if (env.SEATKEEPER_MODE === 'production' && env.MAIL_FROM === undefined)
      context.addIssue({
        code: 'custom',
        path: ['MAIL_FROM'],
        message: 'is missing: whom the mails come from, such as Seatkeeper <seats@example.com>',
      })
  })

export interface Environment {
  readonly mode: 'demo' | 'test' | 'production'
  readonly databaseUrl: string
  /** Origin only: scheme, host and port. */
  readonly portalUrl: string
  readonly appSecret: string
  readonly smtpUrl: string
  readonly mailFrom: string
  readonly productName: string
  /** Where people log in to the vendor's product; without one, the portal's own sign-in. */
  readonly productUrl: string
  /** Null: no card is charged here. */
  readonly payments: PaymentSettings | null
  /** Who sells, as invoices say it. */
  readonly seller: SellerFacts
  readonly logLevel: string
}

/** Reads the environment once, at boot: all that is wrong at once, each fault beginning with its variable. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly faults: readonly string[] } {
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
      appSecret: env.APP_SECRET,
      smtpUrl: env.SMTP_URL,
      mailFrom: env.MAIL_FROM ?? `${env.PRODUCT_NAME} <seats@seatkeeper.example>`,
      productName: env.PRODUCT_NAME,
      productUrl: env.PRODUCT_URL ?? `${new URL(env.PORTAL_URL).origin}/sign-in`,
      payments: payments.settings,
      seller: {
        name: env.SELLER_NAME ?? env.PRODUCT_NAME,
        address: env.SELLER_ADDRESS,
        taxId: env.SELLER_TAX_ID ?? null,
        email: env.SELLER_EMAIL ?? null,
        bank: env.SELLER_BANK,
      },
      logLevel: env.LOG_LEVEL,
    },
  }
}

/** As the schema reads it; what is no mode is its complaint, not this one's. */
function modeOf({ SEATKEEPER_MODE: mode }: Readonly<Record<string, string | undefined>>) {
  return mode === 'demo' || mode === 'test' ? mode : 'production'
}
