import { type TestDatabase, createTestDatabase } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { faultsOf, runKills } from './run-kills.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

/** The full size is a command of its own (`main.ts`). */
test(
  'MAIL-04 D-41 workers killed at random points: each notice once or unknown, none lost',
  { timeout: 120_000 },
  async () => {
    const result = await runKills(world.url, { notices: 200, kills: 4 })
    expect(faultsOf(result)).toEqual([])
    expect(result.delivered).toBeGreaterThan(0)
  },
)
