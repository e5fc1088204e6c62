import { Hono } from 'hono'
import { checkBlocks } from '../blocks/check.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { asObject } from './arguments.ts'

/** Where answers to one command or press go. */
export interface ReplyTo {
  readonly personId: string
  readonly channelId: string
  /** The message whose button was pressed. */
  readonly messageId?: string
}

/** Slack lets an app answer five times within half an hour. */
const limits = { uses: 5, lasts: 30 * 60_000 } as const

/** Makes the addresses by which the app answers later, and takes what comes there. */
export class ResponseUrls {
  readonly #workspace: Workspace
  readonly #base: () => string
  readonly #wallClock: () => number
  readonly #open = new Map<string, { readonly to: ReplyTo; readonly until: number; uses: number }>()

  /** `base` is asked late: the address is known only when the server listens. */
  constructor(workspace: Workspace, base: () => string, wallClock: () => number = Date.now) {
    this.#workspace = workspace
    this.#base = base
    this.#wallClock = wallClock
  }

  make(to: ReplyTo): string {
    const now = this.#wallClock()
    for (const [token, { until }] of this.#open) if (until <= now) this.#open.delete(token)
    const token = crypto.randomUUID()
    this.#open.set(token, { to, until: now + limits.lasts, uses: 0 })
    return `${this.#base()}/respond/${token}`
  }

  routes(): Hono {
    return new Hono().post('/:token', async (c) => {
      const body = asObject(await c.req.json().catch(() => undefined))
      const answer = body ? this.#take(c.req.param('token'), body) : 'invalid_payload'
      this.#workspace.record({
        direction: 'from-app',
        what: 'response_url',
        outcome: answer,
        went: answer === 'ok' ? 'well' : 'wrong',
        took: 0,
        sent: body,
        answered: answer,
      })
      return c.text(answer, statuses[answer])
    })
  }

  #take(token: string, body: Readonly<Record<string, unknown>>): keyof typeof statuses {
    const open = this.#open.get(token)
    if (!open || open.until <= this.#wallClock()) return 'not_found'
    if (open.uses >= limits.uses) return 'used_url'
    const answered = answer(this.#workspace, open.to, body)
    if (answered.kind === 'bad') return 'invalid_blocks'
    open.uses += 1
    return 'ok'
  }
}

const statuses = {
  ok: 200,
  invalid_payload: 400,
  invalid_blocks: 400,
  not_found: 404,
  used_url: 404,
} as const

/**
 * Shows what the app answered to a command or a press, in its acknowledgement or at the response address:
 * a new message, only visible to whoever asked unless the app says otherwise, or another face of the message pressed.
 */
export function answer(
  workspace: Workspace,
  to: ReplyTo,
  body: Readonly<Record<string, unknown>>,
): { readonly kind: 'shown' } | { readonly kind: 'bad'; readonly problems: readonly string[] } {
  const pressed = to.messageId === undefined ? undefined : workspace.findById(to.messageId)
  if (said(body.delete_original)) {
    if (pressed) workspace.remove(pressed.id)
    return { kind: 'shown' }
  }
  const checked = checkBlocks(body.blocks ?? [])
  if (checked.kind === 'bad') return checked
  const text = typeof body.text === 'string' ? body.text : ''
  if (text === '' && checked.value.length === 0) return { kind: 'bad', problems: ['[ERROR] no_text'] }
  if (pressed && said(body.replace_original)) {
    workspace.edit(pressed.id, { text, blocks: checked.value })
    return { kind: 'shown' }
  }
  workspace.post({
    channelId: to.channelId,
    from: { kind: 'bot' },
    text,
    blocks: checked.value,
    onlyFor: body.response_type === 'in_channel' ? undefined : to.personId,
  })
  return { kind: 'shown' }
}

/** Slack takes the word as well as the value. */
const said = (flag: unknown): boolean => flag === true || flag === 'true'
