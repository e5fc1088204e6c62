import { expect, test } from 'vitest'
import { hashPassword, isOutdated, isPassword } from './password-hash.ts'
import { longestPassword, passwordFault } from './password-rule.ts'

const personal = ['Ada Lovelace', 'ada@larkspur.example', 'Larkspur Outfitters', 'Seatkeeper']

test.each([
  'correct horse battery staple',
  'seven brown kettles whistle',
  'zebra-Knopf-wandert-1987',
  'дождь идёт над тихой рекой',
  'pläne für übermorgen haben',
])('ACC-02 %j will do', async (password) => {
  expect(await passwordFault(password, personal)).toBeNull()
})

test.each([
  ['short', /at least 12/],
  ['elevenchars', /at least 12/],
  ['😀😀😀😀😀😀', /at least 12/],
  ['passwordpassword', /easy to guess/],
  ['password1234', /easy to guess/],
  ['123456789012', /easy to guess/],
  ['qwertyuiop[]', /easy to guess/],
  ['aaaaaaaaaaaaaaaa', /easy to guess/],
  ['abcabcabcabc', /easy to guess/],
  ['adalovelace1', /easy to guess/],
  ['Seatkeeper2026', /easy to guess/],
  ['larkspuroutfitters', /easy to guess/],
  ['x'.repeat(longestPassword + 1), /at most 128/],
])('ACC-02 %j is refused in words', async (password, sentence) => {
  expect(await passwordFault(password, personal)).toMatch(sentence)
})

test('estimating the longest password stays cheap', async () => {
  await passwordFault('warm up the word list', personal)
  const began = performance.now()
  await passwordFault('aB3$'.repeat(longestPassword / 4), personal)
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('a password is kept as argon2id with the cost of today, and known again', async () => {
  const hash = await hashPassword('correct horse battery staple')
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(isOutdated(hash)).toBe(false)
  expect(isOutdated('$argon2id$v=19$m=4096,t=2,p=1$abc$def')).toBe(true)
  expect(await isPassword('correct horse battery staple', hash)).toBe(true)
  expect(await isPassword('correct horse battery stapl', hash)).toBe(false)
})

test('the same letters, composed or not, are the same password', async () => {
  expect(await isPassword('u\u0308bermorgen wieder', await hashPassword('übermorgen wieder'))).toBe(true)
})

test('an unknown e-mail costs the same work as a wrong password', async () => {
  const hash = await hashPassword('correct horse battery staple')
  await isPassword('warm up', null)
  const time = async (stored: string | null) => {
    const began = performance.now()
    for (let i = 0; i < 5; i++) expect(await isPassword('not it at all', stored)).toBe(false)
    return performance.now() - began
  }
  const [unknown, wrong] = [await time(null), await time(hash)]
  expect(unknown / wrong).toBeGreaterThan(0.5)
  expect(unknown / wrong).toBeLessThan(2)
})
