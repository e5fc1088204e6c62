import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** The code of an authenticator app with this key (base32, as it is typed) at a moment. */
export function appCode(key: string, at: number): string {
  const bits = [...key.replaceAll(' ', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const number = mac.readUInt32BE(mac[19]! & 15) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()
const text = (words: string) => Buffer.concat([Buffer.from([0x60 + words.length]), Buffer.from(words)])

const PRESENT = 1
const VERIFIED = 4
const WITH_KEY = 64

/** A passkey without a device: makes and signs what an authenticator would, and whatever a thief would like to. */
export class SoftPasskey {
  readonly id = randomBytes(32).toString('base64url')
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  counter = 0
  readonly #origin: string
  readonly #rpId: string

  constructor(origin: string) {
    const url = new URL(origin)
    if (url.hostname === '127.0.0.1') url.hostname = 'localhost'
    this.#origin = url.origin
    this.#rpId = url.hostname
  }

  /** The answer to a request to make a passkey. */
  register(challenge: string): string {
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x!, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y!, 'base64url'),
    ])
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    const data = Buffer.concat([this.#head(PRESENT | VERIFIED | WITH_KEY), Buffer.alloc(16), length, id, key])
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text('fmt'),
      text('none'),
      text('attStmt'),
      Buffer.from([0xa0]),
      text('authData'),
      Buffer.from([0x58, data.length]),
      data,
    ])
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', challenge).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    })
  }

  /** The answer to a request to sign. */
  sign(
    challenge: string,
    { verified = true, origin = this.#origin }: { verified?: boolean; origin?: string } = {},
  ): string {
    this.counter++
    const data = this.#head(PRESENT | (verified ? VERIFIED : 0))
    const client = this.#clientData('webauthn.get', challenge, origin)
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey).toString(
        'base64url',
      ),
    })
  }

  #head(flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.counter)
    return Buffer.concat([sha256(this.#rpId), Buffer.from([flags]), counter])
  }

  #clientData(type: string, challenge: string, origin = this.#origin): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  }

  #answer(response: object): string {
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response,
    })
  }
}
