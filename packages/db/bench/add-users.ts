import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@seatkeeper/rules'
import { Client } from 'pg'
import { createDatabase } from '../src/database.ts'
import { addUser } from '../src/use-cases/add-user.ts'
import { addUsers } from '../src/use-cases/add-users.ts'
import { floorAdder, pgbenchScript } from './floor.ts'
import { type Measure, compare, measure } from './measure.ts'
import { type SeasonAccount, seasonAccount } from './world.ts'

const IN_FLIGHT = 16
const ROUNDS = 5

export interface AddResult {
  readonly name: string
  readonly value: string
  readonly aim: string
}

/** Throughput of adding, as ratios within this run. */
export async function benchAdding(url: string, now: Instant, adds: number): Promise<AddResult[]> {
  const database = await createDatabase({ url, connections: { tenant: IN_FLIGHT } })
  let person = 0
  const adder = (account: SeasonAccount) => async () => {
    const context = { em: database.tenant(), actor: account.actor, now, idempotencyKey: `bench-${++person}` }
    const decision = await addUser(context, userOf(account, person))
    if (decision.kind === 'refuse') throw new Error(`Refused: ${decision.reason}`)
  }
  // Ours, the floor and pgbench draw on one pool, with ballast that keeps plans as they are in use.
  const seats = adds * ROUNDS * 4 + 2000
  const account = await seasonAccount(url, { seats: seats + 20_000, taken: 20_000 }, now)
  const floor = floorAdder(url, account, IN_FLIGHT)
  const add = adder(account)
  await measure(IN_FLIGHT * 10, IN_FLIGHT, add)
  await measure(IN_FLIGHT * 10, IN_FLIGHT, floor.add)
  const pair = await compare(
    ROUNDS,
    () => measure(adds, IN_FLIGHT, add),
    () => measure(adds, IN_FLIGHT, floor.add),
  )
  const pgbench = runPgbench(url, account, adds)
  await floor.close()

  // 95 % full: the same number of adds, on the last seats of a pool.
  const nearlyFull = await seasonAccount(url, { seats: adds * 30, taken: adds * 28 + adds / 2 }, now)
  const roomy = await seasonAccount(url, { seats: adds * 30, taken: 0 }, now)
  const full = await compare(
    1,
    () => measure(adds, IN_FLIGHT, adder(nearlyFull)),
    () => measure(adds, IN_FLIGHT, adder(roomy)),
  )

  const snapshot = new Client({ connectionString: url })
  await snapshot.connect()
  await snapshot.query('begin isolation level repeatable read')
  await snapshot.query('select count(*) from seat')
  await measure(adds, IN_FLIGHT, add)
  const underSnapshot = await measure(adds, IN_FLIGHT, add)
  await snapshot.query('commit')
  await snapshot.end()
  const afterwards = await measure(adds, IN_FLIGHT, add)

  const bulkAccount = await seasonAccount(url, { seats: 12_000, taken: 0 }, now)
  const oneByOne = await measure(300, 1, adder(bulkAccount))
  const bulk = await measure(60, 1, async () => {
    const users = Array.from({ length: 50 }, () => userOf(bulkAccount, ++person))
    const decision = await addUsers({ em: database.tenant(), actor: bulkAccount.actor, now }, users)
    if (decision.kind !== 'grant') throw new Error('Refused')
  })
  await database.close()

  return [
    {
      name: 'add user, 16 in flight, one process',
      value: `${whole(pair.ours)}/s, ${pair.ours.cpu.toFixed(2)} ms CPU`,
      aim: '',
    },
    { name: 'against 8 statements by `pg`', value: ratio(pair.ours, pair.floor), aim: '' },
    {
      name: 'against 8 statements by pgbench',
      value: pgbench ? ratio(pair.ours, pgbench) : 'pgbench not found',
      aim: '1.0',
    },
    { name: 'at 95 % full, of an empty pool’s speed', value: ratio(full.ours, full.floor), aim: '0.9' },
    { name: 'with an old snapshot held open', value: ratio(underSnapshot, afterwards), aim: '0.8' },
    {
      name: '50 users in one call, seats/s against one by one',
      value: ((bulk.perSecond * 50) / oneByOne.perSecond).toFixed(1),
      aim: '5',
    },
  ]
}

function userOf({ seasonId }: SeasonAccount, n: number) {
  return {
    email: `added${n}@example.com`,
    name: `Added ${n}`,
    type: 'seasonal' as const,
    seasonIds: [seasonId],
    permissionSetId: null,
  }
}

const whole = ({ perSecond }: Measure): number => Math.round(perSecond)
const ratio = (a: Measure, b: Measure): string =>
  `${(a.perSecond / b.perSecond).toFixed(2)} (${whole(a)} / ${whole(b)} per s)`

/** Null when there is no pgbench on this machine: npm's PostgreSQL ships none. */
function runPgbench(url: string, account: SeasonAccount, adds: number): Measure | null {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-bench-'))
  try {
    const script = join(folder, 'add.sql')
    writeFileSync(script, pgbenchScript(account))
    const perClient = String(Math.ceil(adds / IN_FLIGHT))
    // \gset needs the simple protocol's variables in the text, so 'simple' is what pgbench can do with this script.
    const output = execFileSync(
      'pgbench',
      ['-n', '-M', 'simple', '-c', String(IN_FLIGHT), '-j', '1', '-t', perClient, '-f', script, url],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
    const perSecond = Number(/tps = ([\d.]+)/.exec(output)?.[1])
    return Number.isFinite(perSecond) ? { perSecond, milliseconds: 1000 / perSecond, cpu: 0 } : null
  } catch {
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
