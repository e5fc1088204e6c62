import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createApplication } from '../server/application.ts'
import { compose } from '../server/composition.ts'
import { readEnvironment } from '../server/environment.ts'

/** The portal as it was built last, pages and all. Says where it listens, and how much memory it has whenever it is asked. */
const read = readEnvironment({ ...process.env, SEATKEEPER_MODE: 'test' })
if (!read.ok) throw new Error(read.faults.join('\n'))
const { services, ready } = await compose(read.environment)
const { origins, trustedProxies } = read.environment
const built = path.resolve(import.meta.dirname, '..', process.env['PORTAL_BUILD'] ?? 'build')
const build = await import(path.join(built, 'server/index.js'))
const server = createServer(
  createApplication({
    services,
    ready,
    origins,
    trustedProxies,
    build,
    browserFiles: { folder: path.join(built, 'client') },
  }),
)
server.listen(Number(new URL(read.environment.portalUrl).port), '127.0.0.1')
await once(server, 'listening')
process.on('message', () => {
  // What is left after collecting: the rest is garbage that nobody has taken out yet.
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  process.send?.({ rss, heapUsed })
})
process.on('disconnect', () => process.exit(0))
process.send?.((server.address() as AddressInfo).port)
