import type { IncomingMessage } from 'node:http'

/** The largest thing that Slack sends (a view with all its state) stays far below. */
export const BODY_LIMIT = 1_000_000

/**
 * The body of a request, or null when it is larger than `limit`. What comes beyond is not kept. Rejects when the sender
 * goes away in the middle.
 */
export async function readBody(request: IncomingMessage, limit: number = BODY_LIMIT): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return null
  const chunks: Buffer[] = []
  let size = 0
  // The stream must outlive the loop: a 413 can be read only while the connection stands.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}
