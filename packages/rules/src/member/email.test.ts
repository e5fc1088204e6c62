import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalizeEmail } from './email.ts'

const long = (local: number, ...labels: number[]) =>
  `${'a'.repeat(local)}@${labels.map((length) => 'b'.repeat(length)).join('.')}`

describe('an e-mail address', () => {
  test.each([
    ['as it is', 'ana@example.com', 'ana@example.com', 'ana@example.com'],
    ['trimmed', '  ana@example.com\n', 'ana@example.com', 'ana@example.com'],
    ['compared in lower case', 'Ana.Lopez@Example.COM', 'Ana.Lopez@Example.COM', 'ana.lopez@example.com'],
    ['with a tag', 'ana+shop@example.com', 'ana+shop@example.com', 'ana+shop@example.com'],
    [
      'with signs that mailboxes have',
      "o'neil_#1{x}@sub.example.com",
      "o'neil_#1{x}@sub.example.com",
      "o'neil_#1{x}@sub.example.com",
    ],
    ['beyond ASCII', 'jörg@müller.example', 'jörg@müller.example', 'jörg@müller.example'],
    [
      'composed and decomposed letters are one',
      'jo\u0308rg@example.com',
      'jörg@example.com',
      'jörg@example.com',
    ],
    ['in another script', 'अजय@डाटा.भारत', 'अजय@डाटा.भारत', 'अजय@डाटा.भारत'],
    ['with digits and hyphens in the domain', 'a@1-2.co', 'a@1-2.co', 'a@1-2.co'],
    ['as long as it may be', long(64, 63, 63, 61), long(64, 63, 63, 61), long(64, 63, 63, 61)],
  ])('D-31 %s', (_, text, email, key) => {
    expect(normalizeEmail(text)).toEqual({ kind: 'grant', email, key })
  })

  test.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['no @', 'ana.example.com'],
    ['no name', '@example.com'],
    ['no domain', 'ana@'],
    ['two @', 'ana@b@example.com'],
    ['a domain of one label', 'ana@localhost'],
    ['an empty label', 'ana@example..com'],
    ['a dot at the end', 'ana@example.com.'],
    ['a label that begins with a hyphen', 'ana@-example.com'],
    ['a label that ends with one', 'ana@example-.com'],
    ['an underscore in the domain', 'ana@exa_mple.com'],
    ['a dot in front', '.ana@example.com'],
    ['a dot before the @', 'ana.@example.com'],
    ['two dots', 'a..na@example.com'],
    ['a blank within', 'ana lopez@example.com'],
    ['a name in front', 'Ana <ana@example.com>'],
    ['two addresses', 'ana@example.com,bo@example.com'],
    ['a quoted name', '"ana"@example.com'],
    ['a second line, which would add a header', 'ana@example.com\nBcc: bo@example.com'],
    ['a null character', 'ana\u0000@example.com'],
    ['a right-to-left override', 'ana\u202e@example.com'],
    ['a zero-width space', 'ana\u200b@example.com'],
    ['a soft hyphen', 'an\u00ada@example.com'],
    ['a byte order mark within', 'an\ufeffa@example.com'],
    ['an isolate', 'ana@exam\u2066ple.com'],
    ['a variation selector', 'ana\ufe0f@example.com'],
    ['half a surrogate pair', 'ana\ud800@example.com'],
    ['a label of 64 characters', long(1, 64, 3)],
    ['a name of 65 characters', long(65, 10, 10)],
    ['255 characters', long(64, 63, 63, 62)],
    ['254 characters of which the key has 255', `İ${long(63, 63, 63, 61)}`],
    ['255 characters of which the key has 254', `H̱${long(62, 63, 63, 62)}`],
  ])('D-31 is refused: %s', (_, text) => {
    expect(normalizeEmail(text)).toEqual({ kind: 'refuse', reason: 'invalid-email' })
  })

  test('D-31 one that was normalized stays as it is, and so does its key', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.constantFrom('', ' ', '\t\n'), (address, around) => {
        const first = normalizeEmail(around + address + around)
        if (first.kind === 'refuse') return
        expect(normalizeEmail(first.email)).toEqual(first)
        expect(normalizeEmail(address.toUpperCase())).toMatchObject({ key: first.key })
        expect(normalizeEmail(first.key)).toMatchObject({ key: first.key })
      }),
    )
  })
})
