import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/**
 * An app's secret must be read again at each sign-in, so it cannot be hashed: it is sealed under a key made of the installation's secret,
 * which is not in the database. It is tied to its person: moved to another's row, it does not open.
 */
export function sealSecret(appSecret: string, personId: string, secret: Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(appSecret), nonce).setAAD(Buffer.from(personId))
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** Null: sealed under another installation's secret, or not as it was sealed. */
export function openSecret(appSecret: string, personId: string, sealed: Uint8Array): Buffer | null {
  const [nonce, text, tag] = [sealed.subarray(0, 12), sealed.subarray(12, -16), sealed.subarray(-16)]
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyOf(appSecret), nonce, { authTagLength: 16 })
    decipher.setAAD(Buffer.from(personId)).setAuthTag(tag)
    return Buffer.concat([decipher.update(text), decipher.final()])
  } catch {
    return null
  }
}

function keyOf(appSecret: string): Buffer {
  return createHmac('sha256', appSecret).update('authenticator apps, 1').digest()
}
