import { createHmac, timingSafeEqual } from 'node:crypto'

/** The token in a link that sets a new password: `<resetId>.<signature>`. Nothing secret is stored. */
export function resetToken(secret: string, resetId: string): string {
  return `${resetId}.${signature(secret, resetId).toString('base64url')}`
}

/** The reset whose token this is; null: we never made it. Compares in constant time. */
export function resetBehind(secret: string, token: string): string | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token)
  if (!match) return null
  const [, id = '', given = ''] = match
  const bytes = Buffer.from(given, 'base64url')
  const right = signature(secret, id)
  return bytes.length === right.length && timingSafeEqual(bytes, right) ? id : null
}

/** Its own purpose stands in what is signed: no link of another kind can be made into one of these. */
function signature(secret: string, resetId: string): Buffer {
  return createHmac('sha256', secret).update(`password-reset:${resetId}`).digest()
}
