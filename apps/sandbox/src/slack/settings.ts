import { z } from 'zod'

const schema = z.object({
  SLACK_EVENTS_URL: z
    .url({ error: 'must be the address at which the bot takes Slack’s requests' })
    .default('http://127.0.0.1:3002/slack/events'),
  SLACK_SIGNING_SECRET: z.string().min(1).default('demo-signing-secret-of-the-sandbox'),
  SLACK_API_PORT: z.coerce.number().int().min(0).max(65_535).default(3003),
})

export interface SlackSettings {
  /** Where the bot listens. */
  readonly eventsUrl: string
  /** Signs every request to it. */
  readonly signingSecret: string
  /** Where the stand-in for Slack's Web API listens; 0: any free port. */
  readonly apiPort: number
}

/** Reads what the console needs of the environment; all faults at once, each beginning with its variable. */
export function readSlackSettings(
  variables: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly settings: SlackSettings }
  | { readonly ok: false; readonly faults: readonly string[] } {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    return {
      ok: false,
      faults: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    }
  const { SLACK_EVENTS_URL, SLACK_SIGNING_SECRET, SLACK_API_PORT } = parsed.data
  return {
    ok: true,
    settings: { eventsUrl: SLACK_EVENTS_URL, signingSecret: SLACK_SIGNING_SECRET, apiPort: SLACK_API_PORT },
  }
}
