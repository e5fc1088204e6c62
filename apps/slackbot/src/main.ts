import { ClockFault, forgetSlackTraffic, requireUnmovableClock } from '@seatkeeper/db'
import { pino } from 'pino'
import { compose } from './composition.ts'
import { readEnvironment } from './environment.ts'

const read = readEnvironment(process.env)
if (!read.ok) {
  console.error(['The Slack bot can’t start:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const { environment } = read
const log = pino({ level: environment.logLevel, base: { process: 'slackbot' } })
const { database, bot, wallNow } = await compose(environment, log)

const forget = () => forgetSlackTraffic({ em: database.identity(), wallNow: wallNow() })
try {
  await database.ping()
  if (environment.mode === 'production') await requireUnmovableClock(database.identity())
  // Also makes ready what every process makes once, so that the first request need not wait for it.
  await forget()
} catch (error) {
  const { message } = error as Error
  const why = error instanceof ClockFault ? message : `the database does not answer (${message})`
  console.error(`The Slack bot can’t start: ${why}.`)
  process.exit(1)
}
try {
  const port = await bot.start(environment.port)
  log.info({ port }, 'slackbot is open')
  process.send?.('ready')
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  console.error(
    taken
      ? `The Slack bot can’t start: port ${environment.port} is taken. Stop what uses it, or set SLACKBOT_PORT.`
      : `The Slack bot can’t listen on port ${environment.port}: ${(error as Error).message}`,
  )
  process.exit(1)
}

const HOUR_MS = 3_600_000
const forgetting = setInterval(() => {
  forget().catch((error: unknown) => log.warn({ err: error }, 'old deliveries could not be forgotten'))
}, HOUR_MS)

let stopping = false
async function stop(signal: string): Promise<void> {
  if (stopping) return
  stopping = true
  log.info({ signal }, 'slackbot is stopping')
  clearInterval(forgetting)
  await bot.stop()
  await database.close()
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal))
