import { setTimeout as pause } from 'node:timers/promises'
import type { Instant } from '@seatkeeper/rules'
import { Pool } from 'pg'
import { createDatabase } from '../src/database.ts'
import { addUser } from '../src/use-cases/add-user.ts'
import { naiveAdder } from './naive-add.ts'
import type { Answer, Lane } from './plan.ts'
import { Sabotage, sabotaged } from './sabotage.ts'

/** A tenth of the holders fail before they commit, and ask again. */
const SABOTAGED_SHARE = 0.1
/** So many 'full's of a process are held against a plain count; all of them would be a load of its own. */
const PROBED_FULLS = 25

interface Door {
  warmUp(): Promise<unknown>
  add(person: number, fail: boolean): Promise<string>
  close(): Promise<void>
}

async function productDoor(lane: Lane): Promise<Door> {
  const { url, actor, seasonId, connections, now } = lane
  const database = await createDatabase({
    url,
    connections: { tenant: connections },
    applicationName: 'racer',
  })
  return {
    // Refused for its e-mail, so it writes nothing.
    warmUp: () =>
      addUser(
        { em: database.tenant(), actor, now: now as Instant },
        { email: '', name: '', type: 'seasonal', seasonIds: [seasonId], permissionSetId: null },
      ),
    async add(person, fail) {
      const em = database.tenant()
      const decision = await addUser(
        {
          em: fail ? sabotaged(em) : em,
          actor,
          now: now as Instant,
          idempotencyKey: `race-${person}`,
        },
        {
          email: `racer${person}@example.com`,
          name: `Racer ${person}`,
          type: 'seasonal',
          seasonIds: [seasonId],
          permissionSetId: null,
        },
      )
      return decision.kind === 'grant' ? 'grant' : decision.reason
    },
    close: () => database.close(),
  }
}

/** Opens the connections before the start, as processes in service have them open. */
async function warmUp(door: Door, connections: number): Promise<void> {
  await Promise.all(Array.from({ length: connections }, () => door.warmUp()))
}

async function race(
  lane: Lane,
  start: () => Promise<void>,
  answer: (answer: Answer) => Promise<void>,
): Promise<void> {
  const { variant, people, connections, url, poolId } = lane
  const naive = variant === 'naive'
  const door: Door = naive
    ? naiveAdder(url, connections, Number(process.env['RACE_SEATS']))
    : await productDoor(lane)
  const inspector = new Pool({ connectionString: url, max: 1 })
  let probes = 0
  const queue = [...people]

  async function freeSeats(): Promise<number> {
    const { rows } = await inspector.query<{ free: string }>(
      'select count(*) as free from seat where pool_id = $1 and holder_id is null',
      [poolId],
    )
    return Number(rows[0]!.free)
  }

  async function run(): Promise<void> {
    for (let person = queue.shift(); person !== undefined; person = queue.shift()) {
      const start = performance.now()
      let fail = variant === 'failing-holders' && Math.random() < SABOTAGED_SHARE
      for (;;) {
        const outcome = await door.add(person, fail).catch((fault: unknown) => {
          if (fault instanceof Sabotage) return 'sabotaged'
          return `error: ${(fault as Error).message}`
        })
        if (outcome === 'sabotaged') {
          fail = false
          await pause(Math.random() * 20)
          continue
        }
        const milliseconds = performance.now() - start
        const probe = outcome === 'season-full' && !naive && probes++ < PROBED_FULLS
        await answer({ person, outcome, milliseconds, freeWhenFull: probe ? await freeSeats() : null })
        break
      }
    }
  }

  await warmUp(door, connections)
  await start()
  await Promise.all(Array.from({ length: connections }, run))
  await door.close()
  await inspector.end()
}

process.once('message', (lane: Lane) => {
  let answers = 0
  const send = (answer: Answer): Promise<void> =>
    new Promise((resolve, reject) => {
      if (++answers === lane.killAfter) process.kill(process.pid, 'SIGKILL')
      process.send?.(answer, (fault: Error | null) => (fault ? reject(fault) : resolve()))
    })
  const start = (): Promise<void> =>
    new Promise((resolve) => {
      process.once('message', () => resolve())
      process.send?.('ready')
    })
  race(lane, start, send).then(
    () => process.disconnect?.(),
    (fault: unknown) => {
      console.error(fault)
      process.exit(1)
    },
  )
})
