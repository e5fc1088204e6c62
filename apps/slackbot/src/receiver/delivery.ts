import { createHash } from 'node:crypto'
import type { SlackPayload } from './payload.ts'

/**
 * What tells one delivery from another (SLK-08), or null where acting twice does no harm. Slack retries an event under the same
 * `event_id`, signed anew; everything else it sends once, so that a second one with the same signature is a replay.
 */
export function deliveryKey(payload: SlackPayload, signature: string): string | null {
  if (payload.kind === 'event') return `event:${payload.body.event_id}`
  // Choices for a menu are only read, and the same letters typed twice within a second look the same.
  if (payload.kind === 'interaction' && payload.body.type === 'block_suggestion') return null
  return `request:${createHash('sha256').update(signature).digest('base64url')}`
}
