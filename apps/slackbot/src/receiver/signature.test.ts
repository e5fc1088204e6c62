import type { Instant } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { signatureFault, signatureOf } from './signature.ts'

const secret = 'a signing secret'
const now = 1_760_000_000_000 as Instant
const seconds = (offset: number) => String(now / 1000 + offset)
const body = Buffer.from('command=%2Fseats')

const signed = (timestamp: string, over: Buffer = body, by = secret) =>
  signatureFault({ signature: signatureOf(by, timestamp, over), timestamp, body }, secret, now)

describe('SLK-08 signatures', () => {
  test('Slack’s own example verifies', () => {
    // From Slack's guide to verifying requests.
    const example = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    )
    const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'
    const request = { signature, timestamp: '1531420618', body: example }
    const at = 1_531_420_618_000 as Instant
    expect(signatureFault(request, '8f742231b10e8888abcd99yyyzzz85a5', at)).toBeNull()
  })

  test.for([
    ['now', 0, null],
    ['five minutes old', -300, null],
    ['five minutes and a second old', -301, 'timestamp-out-of-range'],
    ['five minutes ahead', 300, null],
    ['five minutes and a second ahead', 301, 'timestamp-out-of-range'],
    ['ten minutes ahead', 600, 'timestamp-out-of-range'],
    ['ten minutes old', -600, 'timestamp-out-of-range'],
    ['years ahead', 100_000_000, 'timestamp-out-of-range'],
  ] as const)('a timestamp that is %s', ([, offset, fault]) => {
    expect(signed(seconds(offset))).toBe(fault)
  })

  test('another secret, another body, another timestamp do not verify', () => {
    expect(signed(seconds(0), body, 'another secret')).toBe('signature-wrong')
    expect(signed(seconds(0), Buffer.from('command=%2Fother'))).toBe('signature-wrong')
    const signature = signatureOf(secret, seconds(-1), body)
    expect(signatureFault({ signature, timestamp: seconds(0), body }, secret, now)).toBe('signature-wrong')
  })

  test.for([
    ['no signature', undefined, seconds(0), 'signature-missing'],
    ['no timestamp', 'v0=00', undefined, 'signature-missing'],
    ['a timestamp that is no number', 'v0=00', '1e9', 'signature-missing'],
    ['a negative timestamp', 'v0=00', '-1', 'signature-missing'],
    ['a signature that is too short', 'v0=00', seconds(0), 'signature-wrong'],
    ['a signature in other letters', 'ünïcode', seconds(0), 'signature-wrong'],
  ] as const)('%s', ([, signature, timestamp, fault]) => {
    expect(signatureFault({ signature, timestamp, body }, secret, now)).toBe(fault)
  })
})
