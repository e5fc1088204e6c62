import { randomUUID } from 'node:crypto'
import { addDays, type Day, dayAt, type Instant, MS_PER_DAY, startOfDay } from '@seatkeeper/rules'
import { buildAccount, TEST_NOW } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invite, signIn, signUp } from '../../../test/people.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import type { Visitor } from '../../../test/visitor.ts'

// No worker runs in any of this: who gets in, and when, hangs on nobody's having done anything (CAL-03).
let portal: RunningPortal
beforeAll(async () => {
  portal = await runPortal()
})
afterAll(() => portal?.close())

const opens = (day: string) => startOfDay(day as Day)
/** Seasons close at 00:00 UTC of the day after their last. */
const closes = (lastDay: string) => startOfDay(addDays(lastDay as Day, 1))

interface Person {
  readonly visitor: Visitor
  readonly email: string
}

/** Somebody who was invited to seasons at `now` and has signed up, in a zone of their own. */
async function seasonal(
  days: readonly (readonly [first: string, last: string])[],
  now: Instant,
  timeZone = 'America/New_York',
): Promise<Person & { readonly early: string }> {
  portal.clock.business = now
  const offset = (day: string) => Math.round((opens(day) - startOfDay(dayAt(now))) / MS_PER_DAY)
  const account = await buildAccount(portal.db.url, {
    now,
    seasons: days.map(([first, last], n) => ({
      name: `Season ${n + 1}`,
      from: offset(first),
      to: offset(last),
      seats: 1,
    })),
  })
  const email = `${randomUUID()}@example.com`
  const seasonIds = account.seasons.map(({ id }) => id)
  const { link } = await invite(portal, account, { email, type: 'seasonal', seasonIds })
  const visitor = portal.visitor()
  const early = await signUp(visitor, link, { timeZone })
  expect(early.status).toBe(403)
  return { visitor, email, early: early.text }
}

const at = (instant: number) => {
  portal.clock.business = instant as Instant
}

/** The door opens at this very instant: not a millisecond before. */
async function opensAt({ visitor, email }: Person, instant: Instant): Promise<void> {
  at(instant - 1)
  expect((await signIn(visitor, email)).status).toBe(403)
  at(instant)
  expect((await signIn(visitor, email)).status).toBe(303)
  at(instant + 1)
  expect((await visitor.get('/my-access')).status).toBe(200)
}

/** A session that is open goes on through this instant. */
async function staysAt({ visitor }: Person, instant: Instant): Promise<void> {
  for (const offset of [-1, 0, 1]) {
    at(instant + offset)
    expect([offset, (await visitor.get('/my-access')).status]).toEqual([offset, 200])
  }
}

/** An open session ends at this very instant, and nobody gets in again. Gives the page that says so. */
async function closesAt({ visitor, email }: Person, instant: Instant): Promise<string> {
  at(instant - 1)
  expect((await visitor.get('/my-access')).status).toBe(200)
  at(instant)
  const page = await visitor.get('/my-access')
  expect(page.status).toBe(403)
  // The session is gone with it: even a clock that were wrong afterwards would not bring it back.
  expect((await visitor.get('/my-access')).status).toBe(302)
  at(instant + 1)
  expect((await signIn(visitor, email)).status).toBe(403)
  return page.text
}

type Step = readonly ['opens' | 'stays' | 'closes', Instant]

describe('ACC-01 right at the exact instant: a millisecond before, at, and after', () => {
  const rows: readonly {
    readonly name: string
    readonly seasons: readonly (readonly [string, string])[]
    readonly steps: readonly Step[]
  }[] = [
    {
      name: 'a season through 29 February of a leap year',
      seasons: [['2028-02-01', '2028-02-29']],
      steps: [
        ['opens', opens('2028-02-01')],
        ['stays', opens('2028-02-29')],
        ['closes', opens('2028-03-01')],
      ],
    },
    {
      name: 'a season of 29 February alone',
      seasons: [['2028-02-29', '2028-02-29']],
      steps: [
        ['opens', opens('2028-02-29')],
        ['closes', opens('2028-03-01')],
      ],
    },
    {
      name: 'a season until 28 February of a common year',
      seasons: [['2027-02-20', '2027-02-28']],
      steps: [
        ['opens', opens('2027-02-20')],
        ['closes', opens('2027-03-01')],
      ],
    },
    {
      name: 'a season until the last day of the year, and one from the first',
      seasons: [
        ['2026-12-20', '2026-12-31'],
        ['2027-01-01', '2027-01-10'],
      ],
      steps: [
        ['opens', opens('2026-12-20')],
        ['stays', opens('2027-01-01')],
        ['closes', opens('2027-01-11')],
      ],
    },
    {
      name: 'back-to-back seasons are one stay (D-16)',
      seasons: [
        ['2026-06-20', '2026-06-30'],
        ['2026-07-01', '2026-07-20'],
        ['2026-07-21', '2026-07-31'],
      ],
      steps: [
        ['opens', opens('2026-06-20')],
        ['stays', closes('2026-06-30')],
        ['stays', closes('2026-07-20')],
        ['closes', closes('2026-07-31')],
      ],
    },
    {
      name: 'overlapping seasons are one stay (D-15)',
      seasons: [
        ['2026-06-20', '2026-07-10'],
        ['2026-07-01', '2026-07-05'],
      ],
      steps: [
        ['opens', opens('2026-06-20')],
        ['stays', opens('2026-07-01')],
        ['stays', closes('2026-07-05')],
        ['closes', closes('2026-07-10')],
      ],
    },
    {
      name: 'seasons with one day between them are two stays',
      seasons: [
        ['2026-06-20', '2026-06-29'],
        ['2026-07-01', '2026-07-02'],
      ],
      steps: [
        ['opens', opens('2026-06-20')],
        ['closes', closes('2026-06-29')],
        ['opens', opens('2026-07-01')],
        ['closes', closes('2026-07-02')],
      ],
    },
  ]
  test.each(rows)('ACC-01 $name', async ({ seasons, steps }) => {
    const person = await seasonal(seasons, (opens(seasons[0]![0]) - 10 * MS_PER_DAY) as Instant)
    for (const [what, instant] of steps) {
      if (what === 'opens') await opensAt(person, instant)
      else if (what === 'stays') await staysAt(person, instant)
      else await closesAt(person, instant)
    }
  })

  test('ACC-01 clock jumps: over an opening, over a closing, over a whole season, and into the next', async () => {
    const person = await seasonal(
      [
        ['2026-06-20', '2026-06-25'],
        ['2026-07-10', '2026-07-12'],
      ],
      TEST_NOW,
    )
    const { visitor, email } = person
    at(opens('2026-06-22') + 12_345)
    expect((await signIn(visitor, email)).status).toBe(303)
    at(opens('2026-07-11') + 6_789)
    // Away and back within what one session saw as one step: it never saw the door closed.
    expect((await visitor.get('/my-access')).status).toBe(200)
    at(opens('2031-01-01'))
    expect((await visitor.get('/my-access')).status).toBe(403)
    expect((await signIn(visitor, email)).text).toContain('Season 2 has closed')
  })

  test('ACC-01 three days without a worker, over a closing and an opening: the next request is right', async () => {
    const person = await seasonal(
      [
        ['2026-06-20', '2026-06-25'],
        ['2026-06-28', '2026-06-30'],
      ],
      TEST_NOW,
    )
    await opensAt(person, opens('2026-06-20'))
    // Nobody looked at either boundary when it came.
    at(opens('2026-06-28') - 1)
    const between = await person.visitor.get('/my-access')
    expect(between.status).toBe(403)
    expect(between.text).toContain('Season 2 is not open yet')
    await opensAt(person, opens('2026-06-28'))
  })

  test('ACC-01 what was being done at the closing instant is not done, and nothing of theirs is lost', async () => {
    const person = await seasonal([['2026-06-20', '2026-06-25']], TEST_NOW)
    await opensAt(person, opens('2026-06-20'))
    const kept = async () =>
      portal.db.query(
        `select m.*, (select array_agg(s.id) from seat s where s.holder_id = m.id) as seats
         from member m where m.email = $1`,
        [person.email],
      )
    const before = await kept()
    await person.visitor.get('/my-access')
    at(closes('2026-06-25'))
    const answer = await person.visitor.post('/organizations', { organizationId: randomUUID() })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('Season 1 has closed')
    expect(answer.text).toContain('Nothing of yours is deleted')
    expect(await kept()).toEqual(before)
  })
})

describe('CAL-02 changes of clocks: the door follows UTC, the page tells both times', () => {
  /** The day on which the clocks change there; the season is that one day. */
  const zones: readonly (readonly [zone: string, day: string])[] = [
    ['America/New_York', '2026-03-08'],
    ['America/Los_Angeles', '2026-11-01'],
    ['America/St_Johns', '2026-11-01'],
    ['America/Santiago', '2026-09-06'],
    ['Europe/London', '2026-03-29'],
    ['Europe/Vienna', '2026-10-25'],
    ['Africa/Cairo', '2026-04-24'],
    ['Asia/Jerusalem', '2026-03-27'],
    ['Asia/Beirut', '2026-03-29'],
    ['Australia/Sydney', '2026-10-04'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Pacific/Auckland', '2026-09-27'],
  ]
  test.each(zones)('CAL-02 ACC-01 %s on %s', async (zone, day) => {
    const format = new Intl.DateTimeFormat('en-GB', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: zone,
    })
    const offsetAt = (instant: Instant) =>
      new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
        .formatToParts(instant)
        .find(({ type }) => type === 'timeZoneName')?.value
    const window = { opensAt: opens(day), closesAt: closes(day) }
    // The clocks do change there within a day and a half: this row tests what it says.
    const around = [-12, 36].map((hours) => offsetAt((window.opensAt + hours * 3_600_000) as Instant))
    expect(around[0]).not.toBe(around[1])

    const person = await seasonal([[day, day]], (window.opensAt - 5 * MS_PER_DAY) as Instant, zone)
    expect(person.early).toContain('Season 1 is not open yet')
    expect(person.early).toContain(`${utc(window.opensAt)}, 00:00 UTC`)
    expect(person.early).toContain(format.format(window.opensAt))
    await opensAt(person, window.opensAt)
    const closed = await closesAt(person, window.closesAt)
    expect(closed).toContain(`${utc(window.closesAt)}, 00:00 UTC`)
    expect(closed).toContain(format.format(window.closesAt))
  })

  const utc = (instant: Instant) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(instant)
})
