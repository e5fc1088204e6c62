import type { NextFunction, Request, RequestHandler, Response } from 'express'

export interface SeatkeeperOptions {
  /** Where Seatkeeper is, e.g. https://seats.example.com. */
  readonly url: string
  /** A key with the scopes access.evaluate and sign-ins.report. */
  readonly apiKey: string
  /** The organization's identity, as Settings → API keys shows it. */
  readonly organizationId: string
  /** Who is asking: the e-mail address of your own session, or null for nobody. */
  readonly userOf: (request: Request) => string | null
  /**
   * What happens while Seatkeeper can't be reached and no kept answer is left. `closed` lets nobody in, which is what a
   * licence wants; `open` lets everybody in whom you know, which is what an emergency service may want.
   */
  readonly whenUnreachable: 'closed' | 'open'
  /** How long to wait for an answer, in milliseconds; default 1000. */
  readonly patience?: number
  /** Whom to tell that Seatkeeper could not be asked. */
  readonly onFault?: (fault: unknown) => void
}

export interface Answer {
  readonly decision: boolean
  readonly context: {
    readonly reason: string
    readonly sentence: string
    readonly evaluated_at: string
    readonly next_change: string | null
  }
}

interface Kept {
  readonly answer: Answer
  /** On the clock that never jumps (`performance.now()`). */
  readonly until: number
}

/** More people than this at once, and the one who was asked for longest ago is asked for anew. */
const MOST_KEPT = 10_000

export function seatkeeper(options: SeatkeeperOptions) {
  const { url, apiKey, organizationId, userOf, whenUnreachable, patience = 1000, onFault } = options
  const kept = new Map<string, Kept>()
  /** Several requests of one person at once ask once. */
  const underWay = new Map<string, Promise<Answer>>()

  async function post(path: string, body: object): Promise<{ response: globalThis.Response; began: number }> {
    const began = performance.now()
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    })
    if (!response.ok) throw new Error(`Seatkeeper answered ${response.status}: ${await response.text()}`)
    return { response, began }
  }

  async function ask(user: string): Promise<Answer> {
    const { response, began } = await post('/access/v1/evaluation', {
      subject: { type: 'user', id: user },
      action: { name: 'sign-in' },
      resource: { type: 'organization', id: organizationId },
    })
    const answer = (await response.json()) as Answer
    // Counted from before the question, and cut off at the next change: an answer is never kept beyond the instant at which a
    // window opens or closes, whatever our own clock says.
    const seconds = Number(/max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '')?.[1] ?? 0)
    kept.delete(user)
    kept.set(user, { answer, until: began + seconds * 1000 })
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!)
    return answer
  }

  /** May this user in now? Throws when Seatkeeper can't be asked. */
  async function access(user: string): Promise<Answer> {
    const known = kept.get(user)
    if (known && performance.now() < known.until) return known.answer
    const asked = underWay.get(user) ?? ask(user).finally(() => underWay.delete(user))
    underWay.set(user, asked)
    return asked
  }

  /** Guards what only those may reach who may sign in at this moment: put it behind your session, before your routes. */
  const guard: RequestHandler = (request: Request, response: Response, next: NextFunction) => {
    const user = userOf(request)
    if (user === null) {
      response.status(401).json({ error: 'Sign in first.' })
      return
    }
    access(user).then(
      ({ decision, context }) => {
        if (decision) next()
        else response.status(403).json({ error: context.sentence, reason: context.reason })
      },
      (fault: unknown) => {
        onFault?.(fault)
        if (whenUnreachable === 'open') next()
        else response.status(503).json({ error: 'Access can’t be checked right now. Please try again soon.' })
      },
    )
  }

  /** Tells Seatkeeper of a completed sign-in. A lost report may be sent again: the same moment counts once. */
  async function signedIn(user: string, at: Date = new Date()): Promise<void> {
    await post('/access/v1/sign-ins', {
      sign_ins: [{ subject: { type: 'user', id: user }, at: at.toISOString() }],
    })
    kept.delete(user)
  }

  return { guard, access, signedIn }
}
