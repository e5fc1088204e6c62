import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Instant } from '@seatkeeper/rules'
import { startEmbedded } from '../src/embedded/index.ts'
import { migrate } from '../src/migrations/index.ts'
import { benchAdding } from './add-users.ts'
import { benchReads } from './reads.ts'
import { recordStatements } from './recorder.ts'

/** `npm run bench`, the data layer's part. `--quick` is for trying the bench itself. */
const quick = process.argv.includes('--quick')
const recorder = recordStatements()
const dataDir = join(tmpdir(), `seatkeeper-bench-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
const now = Date.now() as Instant
try {
  await migrate(server.url)
  console.log('| Reads | members | statements | ms | CPU ms | same SQL by pg, ms | CPU ms |')
  console.log('|---|---|---|---|---|---|---|')
  const sizes = quick ? [100, 10_000] : [100, 10_000, 100_000]
  for (const result of await benchReads(server.url, now, sizes, recorder.record)) {
    const { read, members, statements, milliseconds, cpu, floorMilliseconds, floorCpu } = result
    const figures = [milliseconds, cpu, floorMilliseconds, floorCpu].map((figure) => figure.toFixed(2))
    console.log(`| ${[read, members, statements, ...figures].join(' | ')} |`)
  }
  console.log('\n| Adding | here | aim |\n|---|---|---|')
  for (const { name, value, aim } of await benchAdding(server.url, now, quick ? 200 : 1000)) {
    console.log(`| ${name} | ${value} | ${aim} |`)
  }
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}
