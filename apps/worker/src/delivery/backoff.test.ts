import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { MOST_ATTEMPTS, retryAt } from './backoff.ts'

test.each([
  ['the first pause is half a minute', 1, 30_000],
  ['the second is a minute', 2, 60_000],
  ['the eighth is capped at an hour', 8, 3_600_000],
  ['the last as well', MOST_ATTEMPTS, 3_600_000],
])('MAIL-04 %s', (_name, attempt, pause) => {
  expect(retryAt(0 as Instant, attempt, 0.5)).toBe(pause)
})

test('MAIL-04 mails that failed together come back apart, by a fifth either way', () => {
  expect(retryAt(0 as Instant, 1, 0)).toBe(24_000)
  expect(retryAt(0 as Instant, 1, 1)).toBe(36_000)
})
