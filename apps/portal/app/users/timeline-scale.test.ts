import { day, type Instant, seasonWindow, startOfDay } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { pastTimelineOf, timelineOf } from './timeline-scale.ts'

const window = (firstDay: string, lastDay: string) =>
  seasonWindow({ firstDay: day(firstDay), lastDay: day(lastDay) })
const at = (iso: string) => startOfDay(day(iso))

test('CAL-01 the axis runs from the first opening to the last closing', () => {
  const june = window('2026-06-01', '2026-06-10')
  const later = window('2026-06-11', '2026-06-20')
  const { scale, spanOf } = timelineOf([june, later], at('2026-06-06'))
  expect(spanOf(june)).toEqual({ from: 0, to: 0.5 })
  expect(spanOf(later)).toEqual({ from: 0.5, to: 1 })
  expect(scale.now).toBe(0.25)
})

test('CAL-03 the axis reaches back to now when every season is still to come', () => {
  const { scale } = timelineOf([window('2026-07-01', '2026-07-31')], at('2026-06-01'))
  expect(scale.now).toBe(0)
  expect(scale.months.map(({ label }) => label)).toEqual(['Jul'])
})

test('a month whose name would lie under Today is left out', () => {
  const { scale } = timelineOf([window('2026-01-01', '2026-04-30')], at('2026-03-02'))
  expect(scale.months.map(({ label }) => label)).toEqual(['Jan', 'Feb', 'Apr'])
})

test('a long axis names every nth month', () => {
  const { scale } = timelineOf([window('2026-01-01', '2028-12-31')], at('2026-01-01'))
  expect(scale.months.length).toBeLessThanOrEqual(7)
})

test('a month of another year than the one before it, or than today, names the year', () => {
  const labels = (first: string, last: string, today: string) =>
    timelineOf([window(first, last)], at(today)).scale.months.map(({ label }) => label)
  // February would lie under the year.
  expect(labels('2026-09-01', '2027-03-31', '2026-09-01')).toEqual(['Oct', 'Nov', 'Dec', 'Jan 2027', 'Mar'])
})

test('USER-13 on the axis of what is over, today has no place', () => {
  const { scale, spanOf } = pastTimelineOf([window('2025-11-01', '2025-12-31')], at('2026-06-10'))
  expect(scale.now).toBeNull()
  expect(scale.months.map(({ label }) => label)).toEqual(['Nov 2025', 'Dec'])
  expect(spanOf(window('2025-11-01', '2025-12-31'))).toEqual({ from: 0, to: 1 })
})

test('no season at all still gives an axis', () => {
  expect(timelineOf([], 0 as Instant).scale).toEqual({ months: [], now: 0 })
})
