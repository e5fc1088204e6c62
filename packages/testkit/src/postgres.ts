import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'

/** One PostgreSQL for the whole test run, with a migrated database that each test file copies. */
export interface TestServer {
  readonly url: string
  stop(): Promise<void>
}

export async function startTestServer(): Promise<TestServer> {
  const dataDir = join(tmpdir(), `seatkeeper-test-${process.pid}`, 'postgres')
  const server = await startEmbedded({ dataDir, mode: 'fast' })
  await migrate(server.url)
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
    },
  }
}
