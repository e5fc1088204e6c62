import { fork } from 'node:child_process'
import type { Instant } from '@seatkeeper/rules'
import { Client } from 'pg'
import { type SeasonAccount, seasonAccount } from '../bench/world.ts'
import { checkInvariants } from '../src/invariants/index.ts'
import type { Answer, Lane, RacePlan, RaceResult } from './plan.ts'

/** Of the failing holders' processes these are killed in the middle of their work. */
const KILLED_SHARE = 0.25

/** Runs one race on a migrated database and tells what happened. The season is made for it. */
export async function runRace(url: string, plan: RacePlan): Promise<RaceResult> {
  const now = Date.now() as Instant
  const track = await prepare(url, plan, now)
  const answers = new Map<number, Answer>()
  let kills = 0
  const gate = startGate(plan.processes)

  async function runLane(people: readonly number[], killAfter: number | null): Promise<void> {
    const lane: Lane = {
      ...track,
      url,
      variant: plan.variant,
      connections: plan.connections,
      now,
      people,
      killAfter,
    }
    const killed = await runProcess(lane, plan.seats, gate, (answer) => answers.set(answer.person, answer))
    if (!killed) return
    kills++
    // Whoever had no answer asks again with the same key: it may have been granted just before the end.
    await runLane(
      people.filter((person) => !answers.has(person)),
      null,
    )
  }

  const lanes = Array.from({ length: plan.processes }, (_, lane) => {
    const people = Array.from({ length: plan.adds }, (_, n) => n).filter((n) => n % plan.processes === lane)
    const killed = plan.variant === 'failing-holders' && lane < Math.ceil(plan.processes * KILLED_SHARE)
    // Early enough that seats are being claimed at that moment.
    return runLane(people, killed ? Math.ceil(plan.seats / plan.processes / 3) : null)
  })
  const start = await gate.opened
  await Promise.all(lanes)
  const seconds = (performance.now() - start) / 1000
  return summarize(url, plan, [...answers.values()], track.poolId, seconds, kills)
}

async function prepare(url: string, { seats }: RacePlan, now: Instant): Promise<SeasonAccount> {
  const track = await seasonAccount(url, { seats, taken: 0 }, now)
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('create table if not exists naive_assignment (person integer)')
  await client.query('truncate naive_assignment')
  // As a table in use has them: PostgreSQL plans by what it knows of its tables.
  await client.query('analyze')
  await client.end()
  return track
}

interface StartGate {
  /** When it opened. */
  readonly opened: Promise<number>
  ready(): Promise<unknown>
}

/** Opens once so many processes are ready; whoever comes later finds it open. */
function startGate(processes: number): StartGate {
  const { promise, resolve } = Promise.withResolvers<number>()
  let ready = 0
  return {
    opened: promise,
    ready() {
      if (++ready === processes) resolve(performance.now())
      return promise
    },
  }
}

/** True: it was killed as the lane said. */
function runProcess(
  lane: Lane,
  seats: number,
  gate: StartGate,
  heard: (answer: Answer) => void,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const racer = fork(new URL('./racer.ts', import.meta.url), {
      env: { ...process.env, RACE_SEATS: String(seats) },
      execArgv: [],
    })
    racer.on('message', (message) => {
      if (message === 'ready') void gate.ready().then(() => racer.send('go'))
      else heard(message as Answer)
    })
    racer.once('error', reject)
    racer.once('exit', (code, signal) => {
      if (signal === 'SIGKILL' && lane.killAfter !== null) resolve(true)
      else if (code === 0) resolve(false)
      else reject(new Error(`A racer ended with ${code ?? signal}`))
    })
    racer.send(lane)
  })
}

async function summarize(
  url: string,
  plan: RacePlan,
  answers: readonly Answer[],
  poolId: string,
  seconds: number,
  kills: number,
): Promise<RaceResult> {
  const outcomes: Record<string, number> = {}
  for (const { outcome } of answers) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  const percentile = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  const breaches = plan.variant === 'naive' ? [] : await checkInvariants(url)
  return {
    plan,
    granted: outcomes['grant'] ?? 0,
    outcomes,
    stored: await storedSeats(url, plan, poolId),
    falseFulls: answers.filter(({ freeWhenFull }) => freeWhenFull !== null && freeWhenFull > 0).length,
    p50: percentile(0.5),
    p99: percentile(0.99),
    worst: times.at(-1) ?? 0,
    seconds,
    kills,
    breaches: breaches.map(({ invariant }) => `broken: ${invariant}`),
  }
}

async function storedSeats(url: string, { variant }: RacePlan, poolId: string): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } =
      variant === 'naive'
        ? await client.query('select count(*) as taken from naive_assignment')
        : await client.query(
            'select count(*) as taken from seat where pool_id = $1 and holder_id is not null',
            [poolId],
          )
    return Number((rows[0] as { taken: string }).taken)
  } finally {
    await client.end()
  }
}
