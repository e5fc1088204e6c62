import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { away } from './lock-view.ts'

const NOW = Date.parse('2026-06-10T08:00:00Z') as Instant
const MINUTE = MS_PER_HOUR / 60

test.each([
  ['a millisecond to wait', 1, 'in 1 minute'],
  ['an hour and a half', 90 * MINUTE, 'in 90 minutes'],
  ['a day', MS_PER_DAY, 'in 1 day'],
  ['a day and a half', 36 * MS_PER_HOUR, 'in 1 day and 12 hours'],
  ['almost two days', 2 * MS_PER_DAY - 1, 'in 2 days'],
  ['a day and eight hours ago', -32.5 * MS_PER_HOUR, '1 day and 8 hours ago'],
  ['two days', 2 * MS_PER_DAY, 'in 2 days'],
  ['four days and an hour', 4 * MS_PER_DAY + MS_PER_HOUR, 'in 5 days'],
  ['the very instant', 0, 'just now'],
  ['a minute and a half ago', -90_000, '1 minute ago'],
  ['three days and an hour ago', -3 * MS_PER_DAY - MS_PER_HOUR, '3 days ago'],
])('ACC-01 how far away: %s', (_what, ms, words) => {
  expect(away(NOW, (NOW + ms) as Instant)).toBe(words)
})
