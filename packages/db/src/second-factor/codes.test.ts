import { type Instant, MS_PER_SECOND } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { authenticatorKey, stepOf } from './authenticator-code.ts'
import { newRecoveryCode, readRecoveryCode, recoveryCodeHash } from './recovery-code.ts'
import { openSecret, sealSecret } from './seal.ts'

/** The secret of RFC 6238's test vectors; its codes there have eight digits, of which ours are the last six. */
const secret = Buffer.from('12345678901234567890')
const seconds = (n: number) => (n * MS_PER_SECOND) as Instant

test.each([
  [59, '287082', 1],
  [1_111_111_109, '081804', 37_037_036],
  [20_000_000_000, '353130', 666_666_666],
])('USER-12 the code of RFC 6238 at %i s', (at, code, step) => {
  expect(stepOf(secret, code, seconds(at))).toBe(step)
})

test('USER-12 a clock may be wrong by one step to either side, and not by two', () => {
  const at = [-60, -30, 0, 30, 60].map((wrong) => stepOf(secret, '081804', seconds(1_111_111_095 + wrong)))
  expect(at).toEqual([null, 37_037_036, 37_037_036, 37_037_036, null])
  for (const none of ['', '08180', '0818044', 'abcdef']) expect(stepOf(secret, none, seconds(59))).toBeNull()
})

test('USER-12 an app learns whose code it is, and its key can be typed', () => {
  const { key, uri } = authenticatorKey(secret, { issuer: 'Seatkeeper', label: 'ada@example.com' })
  expect(key).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(uri).toContain(
    'otpauth://totp/Seatkeeper:ada%40example.com?issuer=Seatkeeper&secret=GEZDGNBVGY3TQOJQ',
  )
})

test('USER-12 a recovery code is taken however it is written, and only from its person', () => {
  const code = newRecoveryCode()
  expect(code).toMatch(/^[\dA-HJKMNP-TV-Z]{4}(-[\dA-HJKMNP-TV-Z]{4}){3}$/)
  const plain = code.replaceAll('-', '')
  expect(readRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(plain)
  expect(readRecoveryCode('oil0-0000-0000-0000')).toBe('0110000000000000')
  for (const none of ['', '1234', `${code}0`, 'UUUU-0000-0000-0000'])
    expect(readRecoveryCode(none)).toBeNull()
  expect(recoveryCodeHash('ada', code)).toEqual(recoveryCodeHash('ada', plain))
  expect(recoveryCodeHash('ada', code)).not.toEqual(recoveryCodeHash('bob', code))
})

test('USER-12 a sealed secret opens for its person and installation alone, and never when it was touched', () => {
  const sealed = sealSecret('ours', 'ada', secret)
  expect(openSecret('ours', 'ada', sealed)).toEqual(secret)
  expect(sealed.includes(secret)).toBe(false)
  expect(openSecret('ours', 'bob', sealed)).toBeNull()
  expect(openSecret('theirs', 'ada', sealed)).toBeNull()
  sealed[15]! ^= 1
  expect(openSecret('ours', 'ada', sealed)).toBeNull()
  expect(openSecret('ours', 'ada', Buffer.alloc(3))).toBeNull()
})
