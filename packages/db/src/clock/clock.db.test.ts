import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { createTestDatabase, type TestDatabase } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { businessTimeAt, clockSteps } from './clock-history.ts'
import { destinationOf } from './clock-state.ts'
import { letClockRun, moveClock } from './move-clock.ts'
import { openMovableClock } from './open-clock.ts'
import { createProcessClock, requireUnmovableClock } from './process-clock.ts'
import { aimClock, aloneWithClock, standClock } from './step-clock.ts'

const WALL = Date.parse('2026-06-10T08:00:00.000Z') as Instant
const inDays = (days: number) => (WALL + days * MS_PER_DAY) as Instant

let world: TestDatabase
let wall = WALL
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())
afterEach(async () => {
  wall = WALL
  await world.query('delete from business_clock')
  await world.query('delete from business_clock_step')
})

const portal = () => ({ em: world.database.identity(), wallNow: wall })
const worker = () => ({ em: world.database.worker(), wallNow: wall })
const process = (mode: 'test' | 'production' = 'test') =>
  createProcessClock({ mode, em: () => world.database.identity(), wallNow: () => wall })

describe('OPS-04 the business clock', () => {
  test('OPS-04 stands at once where it was left, goes from instant to instant, and runs on from its goal', async () => {
    await openMovableClock(world.url, 'test')
    const [one, other] = [process(), process()]
    await Promise.all([one.refresh(), other.refresh()])
    expect([one.businessNow(), other.businessNow()]).toEqual([WALL, WALL])

    expect(await moveClock(portal(), { to: 'later', days: 7 })).toEqual({ kind: 'grant', from: WALL })
    wall = (WALL + 5_000) as Instant
    await other.refresh()
    expect(other.state()?.move).toEqual({ standsAt: WALL, target: inDays(7), toCome: [] })
    expect(other.businessNow()).toBe(WALL)

    await standClock(worker(), inDays(3))
    await Promise.all([one.refresh(), other.refresh()])
    expect([one.businessNow(), other.businessNow()]).toEqual([inDays(3), inDays(3)])
    await standClock(worker(), inDays(7))
    await letClockRun(worker())
    await other.refresh()
    expect(other.state()?.move).toBeNull()
    expect(other.businessNow()).toBe(inDays(7))
    wall = (wall + 1_000) as Instant
    expect(other.businessNow() - inDays(7)).toBe(1_000)
    expect(other.wallNow()).toBe(wall)
  })

  test('OPS-04 ‘next event’ is what the worker finds, and nowhere when nothing is in sight', async () => {
    await openMovableClock(world.url, 'test')
    const clock = process()
    await moveClock(portal(), { to: 'next-event' })
    await clock.refresh()
    expect(clock.state()?.move).toEqual({ standsAt: WALL, target: null, toCome: [] })
    await aimClock(world.database.worker(), inDays(2))
    await standClock(worker(), inDays(2))
    await clock.refresh()
    expect(clock.state()?.move).toEqual({ standsAt: inDays(2), target: inDays(2), toCome: [] })
    await letClockRun(worker())
    await moveClock(portal(), { to: 'next-event' })
    await letClockRun(worker())
    await clock.refresh()
    expect(clock.businessNow()).toBe(inDays(2))
  })

  test.each([
    ['back', { to: 'instant', at: (WALL - 1) as Instant }, 'clock-backwards'],
    ['to where it is', { to: 'instant', at: WALL }, 'clock-backwards'],
    ['beyond three years', { to: 'later', days: 1_101 }, 'clock-too-far'],
  ] as const)('OPS-04 it is not moved %s', async (_where, goal, reason) => {
    await openMovableClock(world.url, 'test')
    expect(await moveClock(portal(), goal)).toEqual({ kind: 'refuse', reason })
  })

  test('OPS-04 presses that come while it is on its way are added to it, however fast they come', async () => {
    await openMovableClock(world.url, 'test')
    const clock = process()
    const rest = async () => {
      await clock.refresh()
      const move = clock.state()?.move
      return move ? destinationOf(move) : 'at rest'
    }
    await Promise.all([1, 1, 7].map((days) => moveClock(portal(), { to: 'later', days })))
    expect(await rest()).toBe(inDays(9))
    const days: number[] = []
    for (;;) {
      await clock.refresh()
      const move = clock.state()?.move
      if (!move) break
      await standClock(worker(), move.target!)
      days.push((move.target! - WALL) / MS_PER_DAY)
      await letClockRun(worker())
    }
    expect(days).toHaveLength(3)
    expect(days.at(-1)).toBe(9)
    expect(clock.businessNow()).toBe(inDays(9))
  })

  test('OPS-04 among what is to come are next events; an instant that is passed on the way is no goal', async () => {
    await openMovableClock(world.url, 'test')
    const clock = process()
    const at = (days: number) => moveClock(portal(), { to: 'instant', at: inDays(days) })
    await moveClock(portal(), { to: 'next-event' })
    await at(3)
    await moveClock(portal(), { to: 'next-event' })
    await moveClock(portal(), { to: 'later', days: 1 })
    await clock.refresh()
    expect(destinationOf(clock.state()!.move!)).toBeNull()
    await aimClock(world.database.worker(), inDays(5))
    expect(await at(4)).toMatchObject({ reason: 'clock-backwards' })
    await standClock(worker(), inDays(5))
    await letClockRun(worker())
    await clock.refresh()
    expect(clock.state()?.move).toMatchObject({
      standsAt: inDays(5),
      target: null,
      toCome: [{ to: 'later' }],
    })
    // Nothing is in sight any more: on to the day after.
    await letClockRun(worker())
    await clock.refresh()
    expect(clock.state()?.move).toEqual({ standsAt: inDays(5), target: inDays(6), toCome: [] })
  })

  test('OPS-04 so many presses wait, and no more', async () => {
    await openMovableClock(world.url, 'test')
    for (let n = 0; n <= 100; n++)
      expect((await moveClock(portal(), { to: 'next-event' })).kind).toBe('grant')
    expect(await moveClock(portal(), { to: 'later', days: 1 })).toMatchObject({ reason: 'clock-moving' })
  })

  test('OPS-04 it never goes back, whoever tries: a late worker, a slow one, plain SQL', async () => {
    await openMovableClock(world.url, 'test')
    const clock = process()
    await moveClock(portal(), { to: 'later', days: 3 })
    await standClock(worker(), inDays(3))
    await standClock(worker(), inDays(1))
    await clock.refresh()
    expect(clock.businessNow()).toBe(inDays(3))
    await letClockRun(worker())

    // Stepping took longer than what was stepped over: the clock goes on as far ahead as it was.
    await moveClock(portal(), { to: 'instant', at: (inDays(3) + 1_000) as Instant })
    wall = (WALL + 60_000) as Instant
    await standClock(worker(), (inDays(3) + 1_000) as Instant)
    await letClockRun(worker())
    await clock.refresh()
    expect(clock.businessNow()).toBe(inDays(3) + 60_000)

    for (const set of ['ahead_ms = 0', 'ahead_ms = -1']) {
      await expect(world.query(`update business_clock set ${set}`)).rejects.toMatchObject({ code: '23514' })
    }
  })

  test('OPS-04 a reading that was overtaken does not bring the old time back', async () => {
    await openMovableClock(world.url, 'test')
    const readings: (() => void)[] = []
    const slow = createProcessClock({
      mode: 'test',
      wallNow: () => wall,
      em: () => {
        const em = world.database.identity()
        const getKysely = em.getKysely.bind(em)
        const held = readings.length === 0
        const gate = new Promise<void>((resolve) => readings.push(resolve))
        if (!held) readings.at(-1)!()
        return Object.assign(em, {
          getKysely: () => {
            const db = getKysely()
            return {
              executeQuery: async (query: Parameters<typeof db.executeQuery>[0]) => {
                const answer = await db.executeQuery(query)
                await gate
                return answer
              },
            }
          },
        }) as never
      },
    })
    const first = slow.refresh()
    await world.query('select pg_sleep(0.05)')
    await moveClock(portal(), { to: 'later', days: 1 })
    await standClock(worker(), inDays(1))
    await slow.refresh()
    readings[0]!()
    await first
    expect(slow.businessNow()).toBe(inDays(1))
  })

  test('OPS-04 one worker at a time has the clock in hand, and whoever is gone lets go of it', async () => {
    const order: string[] = []
    const held = Promise.withResolvers<void>()
    const first = aloneWithClock(world.database.worker(), async () => {
      order.push('first')
      await held.promise
    })
    await expect.poll(() => order).toEqual(['first'])
    expect(await aloneWithClock(world.database.worker(), async () => void order.push('second'))).toBe(false)
    held.resolve()
    expect(await first).toBe(true)
    expect(await aloneWithClock(world.database.worker(), async () => void order.push('third'))).toBe(true)
    expect(order).toEqual(['first', 'third'])
  })

  test('OPS-04 its history tells the business time of whatever happened on the wall clock', async () => {
    await openMovableClock(world.url, 'test')
    await moveClock(portal(), { to: 'later', days: 7 })
    wall = (WALL + 1_000) as Instant
    await standClock(worker(), inDays(3))
    wall = (WALL + 2_000) as Instant
    await standClock(worker(), inDays(7))
    wall = (WALL + 3_000) as Instant
    await letClockRun(worker())
    const steps = await clockSteps(world.database.identity(), (WALL + 1_500) as Instant)
    expect(steps.map(({ kind }) => kind)).toEqual(['due', 'due', 'arrived'])
    const all = await clockSteps(world.database.identity(), 0 as Instant)
    const at = (ms: number) => businessTimeAt(all, (WALL + ms) as Instant)
    expect([at(-1), at(0), at(999), at(1_500), at(2_000), at(3_000), at(3_500)]).toEqual([
      WALL - 1,
      WALL,
      WALL,
      inDays(3),
      inDays(7),
      inDays(7),
      inDays(7) + 500,
    ])
  })
})

describe('OPS-04 never in production', () => {
  test('OPS-04 without the row nobody can move it, and no app can make the row', async () => {
    expect(await moveClock(portal(), { to: 'later', days: 1 })).toMatchObject({ reason: 'no-movable-clock' })
    for (const door of ['tenant', 'identity', 'worker'] as const) {
      const made = world.database[door]().execute(`insert into business_clock (mode) values ('demo')`)
      await expect(made).rejects.toMatchObject({ code: '42501' })
    }
    await expect(
      world.query(`insert into business_clock (mode) values ('production')`),
    ).rejects.toMatchObject({ code: '23514' })
  })

  test('OPS-04 production refuses a demo’s database, and would not look at its clock', async () => {
    await expect(requireUnmovableClock(world.database.identity())).resolves.toBeUndefined()
    await openMovableClock(world.url, 'demo')
    await moveClock(portal(), { to: 'later', days: 1 })
    await expect(requireUnmovableClock(world.database.worker())).rejects.toThrow('belongs to a demo')
    const clock = process('production')
    await clock.refresh()
    wall = inDays(2)
    expect(clock.businessNow()).toBe(wall)
  })
})
