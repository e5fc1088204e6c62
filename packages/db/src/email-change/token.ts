import { createHmac, timingSafeEqual } from 'node:crypto'

/** `confirm` goes to the new address, `stop` to the old one: neither opens what the other does. */
export type EmailChangeLink = 'confirm' | 'stop'

/** The token in a link about a change of e-mail: `<changeId>.<signature>`. Nothing secret is stored. */
export function emailChangeToken(secret: string, link: EmailChangeLink, changeId: string): string {
  return `${changeId}.${signature(secret, link, changeId).toString('base64url')}`
}

/** The change whose token this is; null: we never made it for this purpose. Compares in constant time. */
export function emailChangeBehind(secret: string, link: EmailChangeLink, token: string): string | null {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(token)
  if (!match) return null
  const [, id = '', given = ''] = match
  const bytes = Buffer.from(given, 'base64url')
  const right = signature(secret, link, id)
  return bytes.length === right.length && timingSafeEqual(bytes, right) ? id : null
}

/** Its own purpose stands in what is signed: no link of another kind can be made into one of these. */
function signature(secret: string, link: EmailChangeLink, changeId: string): Buffer {
  return createHmac('sha256', secret).update(`email-change:${link}:${changeId}`).digest()
}
