import { z } from 'zod'

const id = z.string().regex(/^[A-Z0-9]{2,30}$/)
const team = z.looseObject({ id, domain: z.string().optional() })
const user = z.looseObject({ id, team_id: id.optional() })
const view = z.looseObject({
  id: z.string(),
  callback_id: z.string(),
  team_id: id,
  app_installed_team_id: id.nullish(),
  private_metadata: z.string().optional(),
  state: z.looseObject({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) }).optional(),
})
/** Slack sends `team: null` for an installation on a whole enterprise, which Seatkeeper does not serve. */
const parties = { team, user }

// What Slack may send, as far as anything relies on it. Bolt trusts shapes blindly, so they are checked before it.

const command = z.looseObject({
  command: z.string().startsWith('/'),
  text: z.string().default(''),
  team_id: id,
  team_domain: z.string().optional(),
  user_id: id,
  trigger_id: z.string(),
  response_url: z.url({ protocol: /^https?$/ }),
})

const interaction = z.discriminatedUnion('type', [
  z.looseObject({
    ...parties,
    type: z.literal('block_actions'),
    actions: z
      .array(z.looseObject({ action_id: z.string(), block_id: z.string(), type: z.string() }))
      .nonempty(),
    view: view.optional(),
  }),
  z.looseObject({
    ...parties,
    type: z.literal('block_suggestion'),
    action_id: z.string(),
    block_id: z.string(),
    value: z.string(),
    view: view.optional(),
  }),
  z.looseObject({ ...parties, type: z.literal('view_submission'), view: view.required({ state: true }) }),
  z.looseObject({ ...parties, type: z.literal('view_closed'), view }),
  z.looseObject({
    ...parties,
    type: z.literal('shortcut'),
    callback_id: z.string(),
    trigger_id: z.string(),
    view: z.undefined().optional(),
  }),
])

const event = z.looseObject({
  type: z.literal('event_callback'),
  team_id: id,
  event_id: z.string().min(1).max(100),
  // Some events describe a person at length instead of naming them; none of those is listened to.
  event: z.looseObject({ type: z.string(), user: id.optional().catch(undefined) }),
})

export type SlackPayload =
  | { readonly kind: 'command'; readonly body: z.infer<typeof command> }
  | { readonly kind: 'interaction'; readonly body: z.infer<typeof interaction> }
  | { readonly kind: 'event'; readonly body: z.infer<typeof event> }

/** What came in, once it is known to be Slack's. */
export type Received =
  | SlackPayload
  /** Slack tries out the address: to be answered at once with this text. */
  | { readonly kind: 'probe'; readonly answer: string }
  | { readonly kind: 'senseless' }

/** A signed body → what Slack means by it. A signature says who wrote a body, not that it makes sense (SLK-08). */
export function readPayload(body: Buffer, contentType: string | undefined): Received {
  const sent = decode(body.toString('utf8'), contentType?.split(';')[0]?.trim().toLowerCase())
  if (sent === null || typeof sent !== 'object' || Array.isArray(sent)) return { kind: 'senseless' }
  if ('ssl_check' in sent && sent.ssl_check === '1') return { kind: 'probe', answer: '' }
  if ('type' in sent && sent.type === 'url_verification') {
    return 'challenge' in sent && typeof sent.challenge === 'string' && sent.challenge.length <= 1000
      ? { kind: 'probe', answer: sent.challenge }
      : { kind: 'senseless' }
  }
  return (
    parsedAs('command', command, sent) ??
    parsedAs('interaction', interaction, sent) ??
    parsedAs('event', event, sent) ?? { kind: 'senseless' }
  )
}

function parsedAs<K extends string, T>(
  kind: K,
  schema: z.ZodType<T>,
  sent: object,
): { readonly kind: K; readonly body: T } | null {
  const parsed = schema.safeParse(sent)
  return parsed.success ? { kind, body: parsed.data } : null
}

/** JSON as it is, a form's `payload` field as JSON, any other form as its fields; null when it is none of these. */
function decode(text: string, contentType: string | undefined): unknown {
  try {
    if (contentType === 'application/json') return JSON.parse(text)
    if (contentType !== 'application/x-www-form-urlencoded') return null
    const form = new URLSearchParams(text)
    const payload = form.get('payload')
    return payload === null ? Object.fromEntries(form) : JSON.parse(payload)
  } catch {
    return null
  }
}
