import { day, instantFromIso, seasonWindow } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { availabilityText, counted } from './counts.ts'
import { formatDay, formatDays, formatInstant, formatWindow, inOneLine } from './dates.ts'
import { formatMoney } from './money.ts'

const june = { firstDay: day('2026-06-01'), lastDay: day('2026-06-30') }
const plainSpaces = (text: string | null) => text?.replaceAll(/[\u202f\u00a0\u2009]/g, ' ') ?? null

describe('CAL-02 dates as people read them, UTC first and their own beside it', () => {
  test.each([
    ['America/New_York', '31 May 2026, 20:00 – 30 Jun 2026, 20:00 EDT'],
    ['America/Los_Angeles', '31 May 2026, 17:00 – 30 Jun 2026, 17:00 PDT'],
    ['Europe/Berlin', '1 Jun 2026, 02:00 – 1 Jul 2026, 02:00 CEST'],
    ['America/Sao_Paulo', '31 May 2026, 21:00 – 30 Jun 2026, 21:00 UTC-03:00'],
    ['UTC', null],
    ['Atlantic/Reykjavik', null],
  ])('1–30 June in %s: %s', (zone, local) => {
    expect(formatWindow(seasonWindow(june), { zone })).toEqual({
      utc: '1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC',
      local,
    })
  })

  test('D-01 a window that crosses a change of clocks names both', () => {
    const autumn = seasonWindow({ firstDay: day('2026-10-01'), lastDay: day('2026-11-30') })
    expect(formatWindow(autumn, { zone: 'America/New_York' }).local).toBe(
      '30 Sept 2026, 20:00 EDT – 30 Nov 2026, 19:00 EST',
    )
    // London shows UTC at one end only.
    expect(formatWindow(autumn, { zone: 'Europe/London' }).local).toBe(
      '1 Oct 2026, 01:00 BST – 1 Dec 2026, 00:00 GMT',
    )
  })

  test('USER-12 by locale', () => {
    const inUs = formatInstant(instantFromIso('2026-06-01T00:00Z'), {
      zone: 'America/New_York',
      locale: 'en-US',
    })
    expect(plainSpaces(inUs.local)).toBe('May 31, 2026, 8:00 PM EDT')
    expect(plainSpaces(inOneLine(inUs))).toBe('Jun 1, 2026, 12:00 AM UTC (May 31, 2026, 8:00 PM EDT)')
    expect(formatDay(day('2026-06-01'))).toBe('1 Jun 2026')
    expect(plainSpaces(formatDays(june))).toBe('1 – 30 Jun 2026')
    expect(formatDays({ firstDay: june.firstDay, lastDay: june.firstDay })).toBe('1 Jun 2026')
  })

  test('an instant at which the viewer’s clock shows UTC is said once', () => {
    expect(formatInstant(instantFromIso('2026-01-01T09:05Z'), { zone: 'Europe/London' })).toEqual({
      utc: '1 Jan 2026, 09:05 UTC',
      local: null,
    })
    expect(inOneLine(formatInstant(instantFromIso('2026-01-01T09:05Z')))).toBe('1 Jan 2026, 09:05 UTC')
  })
})

describe('counts and amounts', () => {
  test('SEAT-02 availability in words', () => {
    const pool = { mode: 'counted', total: 20, assigned: 13, held: 1, remaining: 6, over: 0 } as const
    expect(availabilityText(pool)).toBe('14 of 20 seats used, 6 remaining')
    expect(availabilityText({ ...pool, total: 1, assigned: 1, held: 0, remaining: 0 })).toBe(
      '1 of 1 seat used, none remaining',
    )
    expect(availabilityText({ ...pool, total: 5, assigned: 7, held: 0, remaining: 0, over: 2 })).toBe(
      '7 of 5 seats used, 2 too many',
    )
    expect(availabilityText({ mode: 'unlimited', assigned: 1, held: 0 })).toBe('1 seat used, no limit')
    expect(counted(10_000, 'user')).toBe('10,000 users')
    expect(counted(1, 'person', 'people')).toBe('1 person')
  })

  test('BILL-09 money with the decimals of its currency', () => {
    expect(formatMoney({ amount: 123_450, currency: 'USD' })).toBe('US$1,234.50')
    expect(formatMoney({ amount: 123_450, currency: 'USD' }, 'en-US')).toBe('$1,234.50')
    expect(formatMoney({ amount: 1234, currency: 'JPY' }, 'en-US')).toBe('¥1,234')
    expect(plainSpaces(formatMoney({ amount: 1234, currency: 'KWD' }, 'en-US'))).toBe('KWD 1.234')
    expect(formatMoney({ amount: 9_007_199_254_740_991, currency: 'USD' }, 'en-US')).toBe(
      '$90,071,992,547,409.91',
    )
  })
})
