import { z } from 'zod'

const schema = z.object({
  STRIPE_API_PORT: z.coerce.number().int().min(0).max(65_535).default(3004),
  STRIPE_WEBHOOK_URL: z
    .url({ error: 'must be the address at which the portal takes payment webhooks' })
    .default('http://127.0.0.1:3000/webhooks/payments'),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).default('whsec_demo_of_the_sandbox'),
  /** Keeps customers and cards over a restart; without it everything is in memory. */
  STRIPE_BOOKS: z.string().min(1).optional(),
  /** For how long an idempotency key is remembered; tests that come a day later set it to nothing. */
  STRIPE_KEYS_KEPT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(24 * 3_600_000),
})

export interface StripeSettings {
  /** 0: any free port. */
  readonly apiPort: number
  readonly webhook: { readonly url: string; readonly secret: string }
  readonly booksFile?: string
  readonly keysKeptMs: number
}

/** Reads what the stand-in needs of the environment; all faults at once, each beginning with its variable. */
export function readStripeSettings(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly settings: StripeSettings }
  | { readonly ok: false; readonly faults: readonly string[] } {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    return {
      ok: false,
      faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    }
  const { STRIPE_API_PORT, STRIPE_WEBHOOK_URL, STRIPE_WEBHOOK_SECRET, STRIPE_BOOKS, STRIPE_KEYS_KEPT_MS } =
    parsed.data
  return {
    ok: true,
    settings: {
      apiPort: STRIPE_API_PORT,
      webhook: { url: STRIPE_WEBHOOK_URL, secret: STRIPE_WEBHOOK_SECRET },
      keysKeptMs: STRIPE_KEYS_KEPT_MS,
      ...(STRIPE_BOOKS !== undefined && { booksFile: STRIPE_BOOKS }),
    },
  }
}
