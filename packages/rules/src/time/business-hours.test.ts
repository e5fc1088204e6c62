import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { at } from '../../test/facts.ts'
import {
  type BusinessCalendar,
  businessDeadline,
  WHOLE_BUSINESS_DAYS,
  workingWeek,
} from './business-hours.ts'
import { day } from './day.ts'
import { type Instant, isoFromInstant, MS_PER_HOUR, type Window } from './instant.ts'

const utc: BusinessCalendar = { zone: 'UTC', week: WHOLE_BUSINESS_DAYS, holidays: [] }
const newYork: BusinessCalendar = { ...utc, zone: 'America/New_York' }
const office: BusinessCalendar = {
  ...utc,
  week: workingWeek([1, 2, 3, 4, 5], [{ from: '09:00', to: '17:00' }]),
}
const lunch: BusinessCalendar = {
  ...utc,
  week: {
    ...workingWeek(
      [1, 2, 3, 4],
      [
        { from: '13:00', to: '17:00' },
        { from: '09:00', to: '12:00' },
      ],
    ),
    5: [{ from: '09:00', to: '12:30' }],
  },
}
const due = (filedAt: string, hours: number, calendar = utc, pauses: Window[] = []) =>
  isoFromInstant(businessDeadline({ filedAt: at(filedAt), hours, calendar, pauses })).replace(':00.000Z', 'Z')
const pause = (from: string, until: string): Window => ({ opensAt: at(from), closesAt: at(until) })

// 2026-11-16 is a Monday.
describe('CAL-06 D-04 a deadline in business hours', () => {
  test.each([
    ['Monday noon + 48 is Wednesday noon', '2026-11-16T12:00Z', 48, '2026-11-18T12:00Z'],
    ['Thursday noon + 48 is Monday noon', '2026-11-19T12:00Z', 48, '2026-11-23T12:00Z'],
    ['Friday midnight + 24 is over with Friday', '2026-11-20T00:00Z', 24, '2026-11-21T00:00Z'],
    ['filed on Saturday, it begins on Monday', '2026-11-21T15:00Z', 48, '2026-11-25T00:00Z'],
    ['filed on Sunday, too', '2026-11-22T23:59:59Z', 48, '2026-11-25T00:00Z'],
    ['no hours: at once', '2026-11-21T15:00Z', 0, '2026-11-21T15:00Z'],
    ['half an hour', '2026-11-16T12:00Z', 0.5, '2026-11-16T12:30Z'],
    ['four weeks', '2026-11-16T12:00Z', 480, '2026-12-14T12:00Z'],
  ])('%s', (_, filedAt, hours, expected) => {
    expect(due(filedAt, hours)).toBe(expected)
  })

  test('holidays are free', () => {
    const holidays = [day('2026-11-17'), day('2026-11-22'), day('2026-11-18')]
    expect(due('2026-11-16T12:00Z', 48, { ...utc, holidays })).toBe('2026-11-20T12:00Z')
  })

  test('a switch: 8 working hours a day make six days of 48', () => {
    expect(due('2026-11-16T00:00Z', 48, office)).toBe('2026-11-23T17:00Z')
    expect(due('2026-11-16T16:00Z', 2, office)).toBe('2026-11-17T10:00Z')
    expect(due('2026-11-16T17:00Z', 1, office)).toBe('2026-11-17T10:00Z')
    expect(due('2026-11-20T16:30Z', 1, office)).toBe('2026-11-23T09:30Z')
  })

  test('each weekday can have hours of its own', () => {
    expect(due('2026-11-19T16:00Z', 5, lunch)).toBe('2026-11-23T09:30Z')
    expect(due('2026-11-16T11:00Z', 2, lunch)).toBe('2026-11-16T14:00Z')
  })

  test('the days and hours are those of the vendor’s zone', () => {
    // Sunday 23:00 in New York is no business day yet, though it is Monday in UTC.
    expect(due('2026-11-16T04:00Z', 48, newYork)).toBe('2026-11-18T05:00Z')
    // Friday 20:00 in New York still is, though it is Saturday in UTC.
    expect(due('2026-11-21T01:00Z', 4, newYork)).toBe('2026-11-21T05:00Z')
  })

  test('hours are those that really pass: a day on which the clocks change has 23 or 25', () => {
    const everyDay: BusinessCalendar = { ...newYork, week: workingWeek([1, 2, 3, 4, 5, 6, 7]) }
    expect(due('2026-03-08T05:00Z', 24, everyDay)).toBe('2026-03-09T05:00Z')
    expect(due('2026-11-01T04:00Z', 24, everyDay)).toBe('2026-11-02T04:00Z')
    const sundays: BusinessCalendar = { ...newYork, week: workingWeek([7]) }
    expect(due('2026-03-08T05:00Z', 24, sundays)).toBe('2026-03-15T05:00Z')
    expect(due('2026-11-01T04:00Z', 25, sundays)).toBe('2026-11-02T05:00Z')
  })

  test.each<[string, Window[], string]>([
    ['one day', [pause('2026-11-16T18:00Z', '2026-11-17T18:00Z')], '2026-11-19T12:00Z'],
    [
      'over a weekend costs nothing more',
      [pause('2026-11-20T00:00Z', '2026-11-23T00:00Z')],
      '2026-11-18T12:00Z',
    ],
    ['before the filing', [pause('2026-11-15T00:00Z', '2026-11-16T11:00Z')], '2026-11-18T12:00Z'],
    ['that runs as it is filed', [pause('2026-11-15T00:00Z', '2026-11-16T13:00Z')], '2026-11-18T13:00Z'],
    [
      'two that overlap count once, in any order',
      [pause('2026-11-17T03:00Z', '2026-11-17T06:00Z'), pause('2026-11-17T02:00Z', '2026-11-17T04:00Z')],
      '2026-11-18T16:00Z',
    ],
    [
      'two within a day',
      [pause('2026-11-17T02:00Z', '2026-11-17T03:00Z'), pause('2026-11-17T05:00Z', '2026-11-17T06:00Z')],
      '2026-11-18T14:00Z',
    ],
    ['after it is due', [pause('2026-11-18T12:00Z', '2026-11-30T00:00Z')], '2026-11-18T12:00Z'],
    ['that lasts over days', [pause('2026-11-16T13:00Z', '2026-11-26T13:00Z')], '2026-11-30T12:00Z'],
  ])('D-04 the clock pauses while the request waits for the customer: %s', (_, pauses, expected) => {
    expect(due('2026-11-16T12:00Z', 48, utc, pauses)).toBe(expected)
  })

  test('what would never end, or is no number of hours, is thrown', () => {
    expect(() => due('2026-11-16T12:00Z', -1)).toThrow('Not a number of business hours: -1')
    expect(() => due('2026-11-16T12:00Z', Number.NaN)).toThrow(RangeError)
    expect(() => due('2026-11-16T12:00Z', 1, { ...utc, week: {} })).toThrow('never ends')
    expect(() => due('2026-11-16T12:00Z', 1, { ...utc, week: { 1: [] } })).toThrow('never ends')
    const night = { ...utc, week: workingWeek([1, 2], [{ from: '22:00', to: '06:00' }]) }
    expect(() => due('2026-11-16T12:00Z', 1, night)).toThrow(
      'Hours do not end after they begin: 22:00 – 06:00',
    )
    const never = { ...utc, week: workingWeek([1, 2], [{ from: '09:00', to: '09:00' }]) }
    expect(() => due('2026-11-16T12:00Z', 1, never)).toThrow(RangeError)
  })

  describe('deadlines are monotonic', () => {
    const minute = 60_000
    const start = at('2026-10-20T00:00Z')
    const anyMoment = fc.integer({ min: 0, max: 30_000 }).map((m) => (start + m * minute) as Instant)
    const anyHours = fc.integer({ min: 0, max: 12_000 }).map((m) => m / 60)
    const anyCalendar = fc.constantFrom(utc, newYork, office, lunch)
    const anyPauses = fc.array(
      fc.tuple(anyMoment, fc.integer({ min: 0, max: 4000 })).map(([opensAt, m]): Window => ({
        opensAt,
        closesAt: (opensAt + m * minute) as Instant,
      })),
      { maxLength: 3 },
    )

    test('in the filing, the hours and the pauses; never before the hours themselves have passed', () => {
      fc.assert(
        fc.property(
          anyCalendar,
          anyPauses,
          anyMoment,
          anyMoment,
          anyHours,
          anyHours,
          (calendar, pauses, a, b, h1, h2) => {
            const [early, late] = a < b ? [a, b] : [b, a]
            const [few, many] = h1 < h2 ? [h1, h2] : [h2, h1]
            const dueAt = (filedAt: Instant, hours: number, pauses: Window[] = []) =>
              businessDeadline({ filedAt, hours, calendar, pauses })
            expect(dueAt(early, few)).toBeLessThanOrEqual(dueAt(late, few))
            expect(dueAt(early, few)).toBeLessThanOrEqual(dueAt(early, many))
            expect(dueAt(early, few)).toBeLessThanOrEqual(dueAt(early, few, pauses))
            expect(dueAt(early, few) - early).toBeGreaterThanOrEqual(Math.floor(few * MS_PER_HOUR))
          },
        ),
      )
    })
  })
})
