import { type TestDatabase, createTestDatabase } from '@seatkeeper/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { faultsOf } from './plan.ts'
import { runRace } from './run-race.ts'

let world: TestDatabase
beforeEach(async () => {
  world = await createTestDatabase()
})
afterEach(() => world.drop())

/** The full size is a command of its own (`main.ts`). */
const SMALL = { processes: 2, connections: 12, adds: 300, seats: 40 }

test(
  'SEAT-07 a small race: exactly the seats that there are, no error but season-full',
  { timeout: 120_000 },
  async () => {
    expect(faultsOf(await runRace(world.url, { ...SMALL, variant: 'product' }))).toEqual([])
  },
)

test(
  'SEAT-07 a tenth of the holders roll back, a process is killed: all seats taken, no false full',
  { timeout: 120_000 },
  async () => {
    const result = await runRace(world.url, { ...SMALL, variant: 'failing-holders' })
    expect(faultsOf(result)).toEqual([])
    expect(result.kills).toBe(1)
  },
)

test(
  'SEAT-07 the check bites: counting first and then inserting oversells',
  { timeout: 120_000 },
  async () => {
    expect(faultsOf(await runRace(world.url, { ...SMALL, variant: 'naive' }))).not.toEqual([])
  },
)
