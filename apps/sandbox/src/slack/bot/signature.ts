import { createHmac } from 'node:crypto'

/**
 * The two headers by which the bot knows that a request is Slack's.
 * `at` is the wall clock in epoch milliseconds; the header carries seconds.
 */
export function signed(secret: string, body: string, at: number): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` }
}
