import { expect, test } from 'vitest'
import { lineBreaks } from './line-breaks.ts'

const parts = (text: string) => {
  const ends = lineBreaks(text)
  return ends.map((end, n) => text.slice(ends[n - 1] ?? 0, end)).join('|')
}

test.each([
  ['after spaces and hyphens, not before a full stop', 'Alder Street 12-14 B.', 'Alder |Street |12-14 |B.'],
  ['not inside an amount', 'US$1,200.00 due', 'US$1,200.00 |due'],
  [
    'between Chinese characters, not before a comma or a closing bracket',
    '（東館）4階、青',
    '（東|館）|4|階、|青',
  ],
  ['not before a small or long kana', 'センター', 'セ|ン|ター'],
  ['between Thai words, which have no spaces', 'กรุงเทพมหานคร ถนนสุขุมวิท', 'กรุงเทพมหานคร |ถนน|สุขุมวิท'],
  ['at the end of what has no other', 'Larkspur', 'Larkspur'],
  ['nowhere in nothing', '', ''],
])('BILL-10 a line may end %s', (_, text, expected) => {
  expect(parts(text)).toBe(expected)
})
