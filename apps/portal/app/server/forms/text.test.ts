import { expect, test } from 'vitest'
import { line } from './text.ts'

const name = line('a name', 20)

test.each([
  ['  Ada Lovelace ', 'Ada Lovelace'],
  ['Zoe\u0308', 'Zoë'],
  ['محمد علي', 'محمد علي'],
  ['👩‍👧 Kim', '👩‍👧 Kim'],
])('%j is taken as %j', (typed, taken) => {
  expect(name.parse(typed)).toBe(taken)
})

test.each([
  [undefined, 'Enter a name.'],
  ['   ', 'Enter a name.'],
  ['x'.repeat(21), /at most 20/],
  ['a\nb', /control characters/],
  ['a\u0000b', /control characters/],
  ['abc\u202Egnp.exe', /invisible characters/],
  ['a\u2067b', /invisible characters/],
  ['a\u200Bb', /invisible characters/],
  ['a\uD800b', /can’t be read/],
])('%j is refused in words', (typed, sentence) => {
  const parsed = name.safeParse(typed)
  expect(parsed.success).toBe(false)
  expect(parsed.error?.issues[0]?.message).toMatch(sentence)
})
