import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The token in a sign-up link: `<invitationId>.<signature>`. The signature covers the invitation and its issue, a
 * number that grows with each re-send, so an older link dies without anything secret being stored.
 */
export function invitationToken(secret: string, invitationId: string, issue: number): string {
  return `${invitationId}.${signature(secret, invitationId, issue).toString('base64url')}`
}

/** The invitation a token claims to belong to, or null when it is not of that form. Proves nothing by itself. */
export function claimedInvitation(token: string): string | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[\w-]{43}$/.exec(token)
  return match?.[1] ?? null
}

/** Does the token carry this very issue's signature? Compares in constant time. */
export function tokenMatches(secret: string, token: string, invitationId: string, issue: number): boolean {
  const given = Buffer.from(token.slice(invitationId.length + 1), 'base64url')
  const right = signature(secret, invitationId, issue)
  return (
    token.startsWith(`${invitationId}.`) && given.length === right.length && timingSafeEqual(given, right)
  )
}

function signature(secret: string, invitationId: string, issue: number): Buffer {
  return createHmac('sha256', secret).update(`${invitationId}:${issue}`).digest()
}
