import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { dueLoop } from './due-loop.ts'
import type { DueWork } from './due-work.ts'

const silent = pino({ level: 'silent' })
const OPENS = Date.parse('2026-06-01T00:00:00.000Z') as Instant

/** A business clock that reaches the opening in so many milliseconds. */
function clockBefore(ms: number): () => Instant {
  const began = performance.now()
  return () => Math.floor(OPENS - ms + performance.now() - began) as Instant
}

/** Work that is due once, at the opening, and notes what the clock said when it was done. */
function opening() {
  const done: Instant[] = []
  const work: DueWork = {
    name: 'opening',
    nextAt: async (after) => (OPENS > after ? OPENS : null),
    async run(upTo) {
      if (upTo >= OPENS && done.length === 0) done.push(upTo)
    },
  }
  return { work, done }
}

async function during(
  ms: number,
  work: readonly DueWork[],
  businessNow: () => Instant,
  lookEveryMs?: number,
): Promise<void> {
  const stop = new AbortController()
  const loop = dueLoop(
    { work, businessNow, log: silent, ...(lookEveryMs === undefined ? {} : { lookEveryMs }) },
    stop.signal,
  )
  await sleep(ms)
  stop.abort()
  await loop
}

test('MAIL-02 what falls due is done at its instant, not at the next look, and never before', async () => {
  const { work, done } = opening()
  await during(500, [work], clockBefore(200))
  expect(done).toHaveLength(1)
  expect(done[0]! - OPENS).toBeGreaterThanOrEqual(0)
  expect(done[0]! - OPENS).toBeLessThan(250)
})

test('MAIL-04 a worker that begins three days late does at once what it has missed', async () => {
  const { work, done } = opening()
  await during(20, [work], clockBefore(-3 * 86_400_000))
  expect(done).toHaveLength(1)
})

test('work that fails is tried again, ever less often, and holds up nothing', async () => {
  const { work, done } = opening()
  const tries: number[] = []
  const broken: DueWork = {
    name: 'broken',
    nextAt: async () => null,
    async run() {
      tries.push(performance.now())
      throw new Error('the database is away')
    },
  }
  await during(400, [broken, work], clockBefore(10), 10)
  expect(done).toHaveLength(1)
  expect(tries.length).toBeGreaterThan(2)
  expect(tries.length).toBeLessThan(12)
})
