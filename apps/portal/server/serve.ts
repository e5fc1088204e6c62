import { createServer } from 'node:http'
import type { Express } from 'express'
import type { Logger } from 'pino'

/** Requests under way are let finish for this long after a stop was asked for. */
const drainMs = 10_000

/** Listens until SIGTERM or SIGINT, then stops accepting, finishes what is under way, and closes what is below. */
export function serve(parts: {
  readonly app: Express
  readonly port: number
  readonly portalUrl: string
  readonly log: Logger
  readonly close: () => Promise<void>
}): void {
  const { log } = parts
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 },
    parts.app,
  )

  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === 'EADDRINUSE'
        ? `The portal can’t start: port ${parts.port} is taken. Stop what uses it, or set PORT.`
        : `The portal can’t listen on port ${parts.port}: ${error.message}`,
    )
    process.exit(1)
  })
  server.listen(parts.port, () => log.info({ port: parts.port, url: parts.portalUrl }, 'portal is open'))

  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'portal is stopping')
    const impatience = setTimeout(() => server.closeAllConnections(), drainMs)
    // A connection that is kept alive falls idle when its answer is out, and would hold the process up.
    const tidying = setInterval(() => server.closeIdleConnections(), 100)
    server.close(() => {
      clearTimeout(impatience)
      clearInterval(tidying)
      parts.close().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'closing failed')
          process.exit(1)
        },
      )
    })
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}
