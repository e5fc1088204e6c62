import { createDatabase } from '@seatkeeper/db'
import { createMailer } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import { deliveryLoop } from './delivery/delivery-loop.ts'
import { allDueWork } from './due/all.ts'
import { dueLoop } from './due/due-loop.ts'
import { readEnvironment } from './environment.ts'
import { watchInvariants } from './invariants/watch-invariants.ts'

const read = readEnvironment(process.env)
if (!read.ok) {
  console.error(['The worker can’t start:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const { environment } = read
const log = pino({ level: environment.logLevel, base: { process: 'worker' } })
const now = () => Date.now() as Instant

const database = await createDatabase({ url: environment.databaseUrl, applicationName: 'worker' })
const mailer = createMailer({ smtpUrl: environment.smtpUrl, from: environment.mailFrom })
try {
  await database.ping()
} catch (error) {
  console.error(`The worker can’t start: the database does not answer (${(error as Error).message}).`)
  process.exit(1)
}

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

log.info('worker is open')
process.send?.('ready')
await Promise.all([
  deliveryLoop(
    {
      database,
      mailer,
      clocks: { businessNow: now, wallNow: now },
      installation: environment,
      random: Math.random,
      log,
    },
    stopping.signal,
  ),
  dueLoop({ work: allDueWork({ database, log }), businessNow: now, log }, stopping.signal),
  watchInvariants(environment.databaseUrl, log, stopping.signal),
])
mailer.close()
await database.close()
log.info('worker has stopped')
process.exit()
