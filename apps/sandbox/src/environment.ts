import { z } from 'zod'

const port = (usual: number) => z.coerce.number().int().min(1).max(65_535).default(usual)

const schema = z.object({
  SEATKEEPER_MODE: z
    .enum(['demo', 'test'], {
      error:
        'must be demo or test: the sandbox stands in for the outside world and never runs beside production',
    })
    .default('demo'),
  PORT: port(3001),
  SMTP_PORT: port(2525),
  MAIL_FOLDER: z.string({ error: 'is missing: the folder that keeps the mails' }).min(1),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
})

export interface Environment {
  readonly port: number
  readonly smtpPort: number
  readonly mailFolder: string
  /** Whose business clock the clock page moves; null: there is none to move. */
  readonly databaseUrl: string | null
}

/** Reads the environment once, at boot: all that is wrong at once, each fault beginning with its variable. */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly environment: Environment }
  | { readonly ok: false; readonly faults: readonly string[] } {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    return {
      ok: false,
      faults: parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    }
  const { PORT, SMTP_PORT, MAIL_FOLDER, DATABASE_URL = null } = parsed.data
  return {
    ok: true,
    environment: { port: PORT, smtpPort: SMTP_PORT, mailFolder: MAIL_FOLDER, databaseUrl: DATABASE_URL },
  }
}
