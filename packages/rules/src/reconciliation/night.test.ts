import { expect, test } from 'vitest'
import { instantFromIso } from '../time/instant.ts'
import { lastNight } from './night.ts'

test.each([
  ['just before one in the morning it is still the night before', '2026-11-22T00:59:59.999Z', '2026-11-21'],
  ['from one o’clock on it is this night', '2026-11-22T01:00Z', '2026-11-22'],
  ['late in the evening, too', '2026-11-22T23:59Z', '2026-11-22'],
  ['over the end of a year', '2027-01-01T00:30Z', '2026-12-31'],
])('PAY-09 %s', (_, at, night) => {
  expect(lastNight(instantFromIso(at))).toBe(night)
})
