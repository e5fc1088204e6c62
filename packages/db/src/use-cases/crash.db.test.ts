import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { TEST_NOW, type TestDatabase, buildAccount, createTestDatabase, newUser } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '../invariants/index.ts'
import { addUser } from './add-user.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

/** Claims the only seat as the product does, says so, and never commits. */
const HOLDER = `
  const { createDatabase, addUser } = await import(process.env.DB_INDEX)
  const { actor, user, url, now } = JSON.parse(process.env.SCENE)
  const em = (await createDatabase({ url })).tenant()
  const getKysely = em.getKysely.bind(em)
  em.getKysely = (options) => getKysely(options).withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (result.rows.some((row) => row?.claimed === true)) {
        process.stdout.write('holding')
        await new Promise(() => setInterval(() => {}, 1000))
      }
      return result
    },
  })
  await addUser({ em, actor, now }, user)
`

test('SEAT-07 a process killed while it holds the last seat leaves no trace, and whoever waited gets it', async () => {
  const account = await buildAccount(world.url, { fullTimeSeats: 1 })
  const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLDER], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DB_INDEX: new URL('../index.ts', import.meta.url).href,
      SCENE: JSON.stringify({ url: world.url, actor: account.owner, now: TEST_NOW, user: newUser() }),
    },
  })
  await once(holder.stdout!, 'data')

  const waiting = addUser(context, newUser())
  await pause(150)
  // Not 'full': the seat is locked, not taken.
  expect(await Promise.race([waiting, 'still waiting'])).toBe('still waiting')
  holder.kill('SIGKILL')
  expect(await waiting).toMatchObject({ kind: 'grant' })

  const [rows] = await world.query(
    'select (select count(*)::int from member) as members, (select count(*)::int from seat_assignment) as assignments',
  )
  expect(rows).toEqual({ members: 2, assignments: 1 })
  expect(await checkInvariants(world.url)).toEqual([])
})
