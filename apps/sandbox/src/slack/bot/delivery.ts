import { signed } from './signature.ts'

/** Slack waits this long for an acknowledgement, then tells the person that the app did not answer. */
export const acknowledgeWithin = 3000

/** A request that Slack would send to the app. */
export type Outgoing =
  | { readonly kind: 'command'; readonly form: Record<string, string> }
  | { readonly kind: 'interaction'; readonly payload: Record<string, unknown> }
  | { readonly kind: 'event'; readonly envelope: Record<string, unknown> }

/** What came of it. `took` is in milliseconds. */
export type Acknowledgement =
  | { readonly kind: 'acknowledged'; readonly body: unknown; readonly took: number }
  | { readonly kind: 'refused'; readonly status: number; readonly body: unknown; readonly took: number }
  | { readonly kind: 'late'; readonly took: number }
  | { readonly kind: 'unreachable'; readonly took: number }

/** One line for a person whose action came to nothing; undefined when it was acknowledged. */
export function trouble(answer: Acknowledgement): string | undefined {
  switch (answer.kind) {
    case 'acknowledged':
      return undefined
    case 'refused':
      return `The app answered with status ${answer.status}. Slack would say that it failed.`
    case 'late':
      return 'The app did not acknowledge within 3 seconds. Slack would say that it failed.'
    case 'unreachable':
      return 'The app is not running at its address. Start everything with npm start.'
  }
}

/** Signs and posts as Slack does, and waits as long as Slack does. */
export async function deliver(
  to: { readonly url: string; readonly secret: string },
  outgoing: Outgoing,
  wallClock: () => number = Date.now,
): Promise<Acknowledgement> {
  const { body, type } = encode(outgoing)
  const started = performance.now()
  const took = () => Math.round(performance.now() - started)
  try {
    const response = await fetch(to.url, {
      method: 'POST',
      body,
      headers: { 'content-type': type, ...signed(to.secret, body, wallClock()) },
      redirect: 'manual',
      signal: AbortSignal.timeout(acknowledgeWithin),
    })
    const answer = parse(await response.text())
    return response.status === 200
      ? { kind: 'acknowledged', body: answer, took: took() }
      : { kind: 'refused', status: response.status, body: answer, took: took() }
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError'
    return { kind: late ? 'late' : 'unreachable', took: took() }
  }
}

function encode(outgoing: Outgoing): { readonly body: string; readonly type: string } {
  const form = 'application/x-www-form-urlencoded'
  switch (outgoing.kind) {
    case 'command':
      return { body: new URLSearchParams(outgoing.form).toString(), type: form }
    case 'interaction':
      return {
        body: new URLSearchParams({ payload: JSON.stringify(outgoing.payload) }).toString(),
        type: form,
      }
    case 'event':
      return { body: JSON.stringify(outgoing.envelope), type: 'application/json' }
  }
}

/** An acknowledgement is empty, JSON, or bare text. */
function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
