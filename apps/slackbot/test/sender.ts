import { request } from 'node:http'
import { signatureOf } from '../src/receiver/signature.ts'

export const SIGNING_SECRET = 'signing secret of the tests'

const FORM = 'application/x-www-form-urlencoded'
const JSON_TYPE = 'application/json'

export interface Answer {
  readonly status: number
  readonly text: string
  /** Parsed where it is JSON, else null. */
  readonly json: unknown
  /** Milliseconds from sending to the whole answer. */
  readonly took: number
}

/** One request as Slack would send it; sending it again is a replay. */
export interface Signed {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function sign(
  body: string,
  options: { readonly type?: string; readonly secret?: string; readonly secondsOff?: number } = {},
): Signed {
  const { type = FORM, secret = SIGNING_SECRET, secondsOff = 0 } = options
  const timestamp = String(Math.floor(Date.now() / 1000) + secondsOff)
  return {
    body,
    headers: {
      'Content-Type': type,
      'X-Slack-Request-Timestamp': timestamp,
      'X-Slack-Signature': signatureOf(secret, timestamp, body),
    },
  }
}

/** Sends a request by itself, without the client's own ideas of retrying. */
export function send(url: string, { headers, body }: Signed, method = 'POST'): Promise<Answer> {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({
            status: response.statusCode ?? 0,
            text,
            json: jsonOf(text),
            took: performance.now() - started,
          })
        })
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A slash command. */
export function commandBody(fields: Readonly<Record<string, string>>): string {
  const usual = {
    command: '/seats',
    text: '',
    team_domain: 'acme',
    channel_id: 'C1',
    trigger_id: '1.2.3',
    // Nobody listens there: for what is answered at once.
    response_url: 'http://127.0.0.1:9/nowhere',
  }
  return new URLSearchParams({ ...usual, ...fields }).toString()
}

/** A press, a submitted form, a look-up of choices. */
export function interactionBody(payload: object): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

export const jsonBody = { type: JSON_TYPE }

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
