import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { at, season } from '../../test/facts.ts'
import { decideAccess } from '../access/access.ts'
import { seasonWindow } from '../season/window.ts'
import { addDays, day } from './day.ts'
import { dayAt, type Instant, instantFromIso } from './instant.ts'
import { instantAt, instantInZone, isZone, windowInZone } from './zone.ts'

const june = seasonWindow({ firstDay: day('2026-06-01'), lastDay: day('2026-06-30') })
const shown = (zone: string, window = june) => {
  const { opens, closes } = windowInZone(window, zone)
  return [opens, closes].map((end) => `${end.date} ${end.time} ${end.abbreviation} ${end.offset}`)
}

describe('CAL-02 a window on the walls of a zone', () => {
  test.each([
    ['UTC', '2026-06-01 00:00 UTC +00:00', '2026-07-01 00:00 UTC +00:00'],
    ['America/New_York', '2026-05-31 20:00 EDT -04:00', '2026-06-30 20:00 EDT -04:00'],
    ['America/Los_Angeles', '2026-05-31 17:00 PDT -07:00', '2026-06-30 17:00 PDT -07:00'],
    ['Europe/Berlin', '2026-06-01 02:00 CEST +02:00', '2026-07-01 02:00 CEST +02:00'],
    ['Asia/Kolkata', '2026-06-01 05:30 IST +05:30', '2026-07-01 05:30 IST +05:30'],
    ['Australia/Lord_Howe', '2026-06-01 10:30 +1030 +10:30', '2026-07-01 10:30 +1030 +10:30'],
    ['America/Sao_Paulo', '2026-05-31 21:00 -03 -03:00', '2026-06-30 21:00 -03 -03:00'],
    ['Pacific/Kiritimati', '2026-06-01 14:00 +14 +14:00', '2026-07-01 14:00 +14 +14:00'],
    ['Pacific/Pago_Pago', '2026-05-31 13:00 SST -11:00', '2026-06-30 13:00 SST -11:00'],
  ])('1–30 June in %s: %s → %s', (zone, opens, closes) => {
    expect(shown(zone)).toEqual([opens, closes])
  })

  test('D-01 a winter window shows 19:00 and 16:00', () => {
    const january = seasonWindow({ firstDay: day('2027-01-01'), lastDay: day('2027-01-31') })
    expect(shown('America/New_York', january)).toEqual([
      '2026-12-31 19:00 EST -05:00',
      '2027-01-31 19:00 EST -05:00',
    ])
    expect(shown('America/Los_Angeles', january)[0]).toBe('2026-12-31 16:00 PST -08:00')
  })

  test('D-01 a window that crosses a change of clocks shows both', () => {
    const autumn = seasonWindow({ firstDay: day('2026-10-01'), lastDay: day('2026-11-30') })
    expect(shown('America/New_York', autumn)).toEqual([
      '2026-09-30 20:00 EDT -04:00',
      '2026-11-30 19:00 EST -05:00',
    ])
  })

  test('an alias in any case has the letters of its zone; before 2000 they may be those of a later year', () => {
    expect(instantInZone(june.opensAt, 'us/eastern').abbreviation).toBe('EDT')
    expect(instantInZone(at('1998-07-01T00:00Z'), 'Europe/Istanbul')).toMatchObject({ offset: '+03:00' })
  })

  test.each([
    ['Istanbul gave up EEST in September 2016', 'Europe/Istanbul', '2016-09-06T20:59Z', 'EEST'],
    ['… for +03', 'Europe/Istanbul', '2016-09-06T21:00Z', '+03'],
    ['Moscow had MSD in the summers until 2010', 'Europe/Moscow', '2010-07-01T00:00Z', 'MSD'],
    ['… and MSK at the same offset from 2011', 'Europe/Moscow', '2011-07-01T00:00Z', 'MSK'],
    ['Metlakatla had PST until 2015', 'America/Metlakatla', '2014-01-01T00:00Z', 'PST'],
    ['… AKDT in the next summers', 'America/Metlakatla', '2017-07-01T00:00Z', 'AKDT'],
    ['… PST in one more winter', 'America/Metlakatla', '2018-12-01T00:00Z', 'PST'],
    ['… and AKDT since', 'America/Metlakatla', '2026-07-01T00:00Z', 'AKDT'],
    ['Amman gave up EEST in October 2022', 'Asia/Amman', '2022-10-27T21:59Z', 'EEST'],
    ['… for +03', 'Asia/Amman', '2022-10-27T22:00Z', '+03'],
    ['Whitehorse gave up PDT in November 2020', 'America/Whitehorse', '2020-11-01T06:59Z', 'PDT'],
    ['… for MST', 'America/Whitehorse', '2020-11-01T07:00Z', 'MST'],
    ['Ciudad Juárez had MDT in the summer of 2022', 'America/Ciudad_Juarez', '2022-10-30T07:59Z', 'MDT'],
    ['… then CST for a month', 'America/Ciudad_Juarez', '2022-10-30T08:00Z', 'CST'],
    ['… until its last minute', 'America/Ciudad_Juarez', '2022-11-30T05:59Z', 'CST'],
    ['… and MDT in the next summer', 'America/Ciudad_Juarez', '2023-06-01T00:00Z', 'MDT'],
  ])('D-01 names change at the same offset: %s', (_, zone, instant, name) => {
    expect(instantInZone(at(instant), zone).abbreviation).toBe(name)
  })

  test('a zone that nobody knows is told apart', () => {
    expect(isZone('Europe/Berlin')).toBe(true)
    for (const zone of ['Europe/Atlantis', '', '+02:00', '-04:00', 'Europe/Berlin '])
      expect(isZone(zone)).toBe(false)
    expect(() => windowInZone(june, 'Europe/Atlantis')).toThrow(RangeError)
  })

  test('a zone whose name has a sign in it is one', () => {
    for (const zone of ['Etc/GMT+5', 'Etc/GMT-14', 'America/Port-au-Prince']) expect(isZone(zone)).toBe(true)
    expect(instantInZone(june.opensAt, 'Etc/GMT+5')).toMatchObject({ time: '19:00', abbreviation: '-05' })
    expect(instantInZone(june.opensAt, 'America/Port-au-Prince').abbreviation).toBe('EDT')
  })

  test('an offset of odd minutes is its own name', () => {
    expect(instantInZone(june.opensAt, 'Asia/Kathmandu')).toMatchObject({
      offset: '+05:45',
      abbreviation: '+0545',
    })
    expect(instantInZone(june.opensAt, 'Pacific/Marquesas')).toMatchObject({
      offset: '-09:30',
      abbreviation: '-0930',
    })
  })

  test('a day that begins after midnight begins with its first instant', () => {
    // Toronto went from 23:30 to 00:30: half past is the first that 31 March has.
    expect(instantAt(day('1919-03-31'), '00:00', 'America/Toronto')).toBe(at('1919-03-31T04:30Z'))
    // Havana shows midnight twice.
    expect(instantAt(day('2026-11-01'), '00:00', 'America/Havana')).toBe(at('2026-11-01T04:00Z'))
  })

  test('a wall time leads back to its instant', () => {
    expect(instantAt(day('2026-05-31'), '20:00', 'America/New_York')).toBe(june.opensAt)
    // Cairo's clocks skip the hour from midnight.
    expect(instantAt(day('2026-04-24'), '00:00', 'Africa/Cairo')).toBe(at('2026-04-23T22:00Z'))
    // Berlin shows 02:30 twice and never.
    expect(instantAt(day('2026-10-25'), '02:30', 'Europe/Berlin')).toBe(at('2026-10-25T00:30Z'))
    expect(instantAt(day('2026-03-29'), '02:30', 'Europe/Berlin')).toBe(at('2026-03-29T01:30Z'))
  })
})

describe('ACC-01 in every zone, across every change of clocks from 2020 to 2035', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  const start = Temporal.Instant.from('2020-01-01T00:00Z')
  const end = Temporal.Instant.from('2036-01-01T00:00Z')

  function changesOf(zone: string): Instant[] {
    const changes: Instant[] = []
    let next = start.toZonedDateTimeISO(zone).getTimeZoneTransition('next')
    while (next && Temporal.Instant.compare(next.toInstant(), end) < 0) {
      changes.push(next.epochMilliseconds as Instant)
      next = next.getTimeZoneTransition('next')
    }
    return changes
  }

  test('access is open exactly inside the window that is shown, to the millisecond', () => {
    expect(zones.length).toBeGreaterThan(400)
    let checked = 0
    for (const zone of zones) {
      for (const change of changesOf(zone)) {
        checked++
        const changeDay = dayAt(change)
        const around = season('Around', addDays(changeDay, -1), addDays(changeDay, 1))
        const { opens, closes } = windowInZone(seasonWindow(around), zone)
        const [opensAt, closesAt] = [opens, closes].map(({ date, time, offset }) =>
          instantFromIso(`${date}T${time}${offset}`),
        ) as [Instant, Instant]
        const may = (now: number) =>
          decideAccess(
            {
              member: {
                type: 'seasonal',
                seasons: [around],
                invitedAt: 0 as Instant,
                joinedAt: 0 as Instant,
                deactivatedAt: null,
                removedAt: null,
              },
              account: {},
            },
            now as Instant,
          ).kind
        const answers = [opensAt - 1, opensAt, change, closesAt - 1, closesAt].map(may)
        expect([zone, ...answers]).toEqual([zone, 'refuse', 'grant', 'grant', 'grant', 'refuse'])
        expect(`${opens.date}T${opens.time}:00${opens.offset}[${zone}]`).toBe(
          Temporal.Instant.fromEpochMilliseconds(opensAt)
            .toZonedDateTimeISO(zone)
            .toString({ smallestUnit: 'second' }),
        )
      }
    }
    expect(checked).toBeGreaterThan(3000)
  })
})
