import { rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import type { Instant } from '@seatkeeper/rules'
import { type Served, startServer } from './child.ts'
import { load, type Measured } from './load.ts'
import { benchWorld } from './world.ts'

/**
 * ACC-03: `npm run bench portal`. Access decisions beside a bare Express route that takes and gives JSON, turn by turn in the same
 * run, each server in a process of its own. `--quick` is for trying the bench itself.
 */
const quick = process.argv.includes('--quick')
const ROUNDS = quick ? 1 : 5
const REQUESTS = quick ? 1_000 : 8_000
const CONNECTIONS = 32
const PER_BATCH = 50
const MEMBERS = quick ? 500 : 10_000

const dataDir = join(tmpdir(), `seatkeeper-bench-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
const served: Served[] = []
try {
  await migrate(server.url)
  const { organizationId, token, email } = await benchWorld(server.url, MEMBERS, Date.now() as Instant)
  const bare = await startServer('bare-server.ts')
  served.push(bare)
  const api = await startServer('api-server.ts', {
    DATABASE_URL: server.url,
    APP_SECRET: 'a secret of the bench, long enough to be one',
    PORTAL_URL: 'http://localhost:3000',
    LOG_LEVEL: 'info',
  })
  served.push(api)

  const resource = { type: 'organization', id: organizationId }
  const action = { name: 'sign-in' }
  const subject = (n: number) => ({ subject: { type: 'user', id: email(n * 7919) } })
  const one = (n: number) => JSON.stringify({ ...subject(n), action, resource })
  const batch = (n: number) =>
    JSON.stringify({
      action,
      resource,
      evaluations: Array.from({ length: PER_BATCH }, (_, i) => subject(n * PER_BATCH + i)),
    })
  const post = (path: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

  const cases = [
    {
      name: 'bare Express, JSON in and out',
      on: bare,
      decisions: 1,
      request: (n: number) => post('/', one(n)),
    },
    {
      name: 'evaluation',
      on: api,
      decisions: 1,
      request: (n: number) => post('/access/v1/evaluation', one(n)),
    },
    {
      name: `evaluations, ${PER_BATCH} in each`,
      on: api,
      decisions: PER_BATCH,
      request: (n: number) => post('/access/v1/evaluations', batch(n)),
    },
  ]
  const results = cases.map(() => [] as (Measured & { cpu: number })[])
  for (let round = -1; round < ROUNDS; round++) {
    for (const [at, { on, request, decisions }] of cases.entries()) {
      const requests = Math.ceil((round < 0 ? REQUESTS / 4 : REQUESTS) / (decisions > 1 ? 10 : 1))
      const before = await on.processorMs()
      const measured = await load({ port: on.port, request, requests, connections: CONNECTIONS })
      const cpu = ((await on.processorMs()) - before) / requests
      // The first round warms up.
      if (round >= 0) results[at]!.push({ ...measured, cpu })
    }
  }

  console.log(
    `${CONNECTIONS} connections, ${MEMBERS} members, medians of ${ROUNDS} rounds, load average ${loadavg()[0]!.toFixed(1)} at the end\n`,
  )
  console.log('| | requests/s | decisions/s | of bare | p50 ms | p99 ms | server’s CPU ms |')
  console.log('|---|---|---|---|---|---|---|')
  const rate = (at: number) => median(results[at]!.map(({ perSecond }) => perSecond))
  for (const [at, { name, decisions }] of cases.entries()) {
    const of = (pick: (one: Measured & { cpu: number }) => number) => median(results[at]!.map(pick))
    const cells = [
      Math.round(rate(at)),
      Math.round(rate(at) * decisions),
      ((rate(at) * decisions) / rate(0)).toFixed(2),
      of(({ p50 }) => p50).toFixed(1),
      of(({ p99 }) => p99).toFixed(1),
      of(({ cpu }) => cpu).toFixed(2),
    ]
    console.log(`| ${name} | ${cells.join(' | ')} |`)
  }
} finally {
  for (const each of served) each.stop()
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0
}
