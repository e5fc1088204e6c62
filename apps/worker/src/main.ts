import {
  ClockFault,
  createDatabase,
  createProcessClock,
  keepSeller,
  requireUnmovableClock,
} from '@seatkeeper/db'
import { createMailer } from '@seatkeeper/mail'
import { createStripeGateway } from '@seatkeeper/payments'
import { pino } from 'pino'
import { auditLoop } from './audit/audit-loop.ts'
import { clockLoop } from './clock/clock-loop.ts'
import type { DeliveryParts } from './delivery/deliver.ts'
import { deliveryLoop } from './delivery/delivery-loop.ts'
import { collectionsLoop } from './collections/collections-loop.ts'
import { allDueWork } from './due/all.ts'
import { dueLoop } from './due/due-loop.ts'
import { readEnvironment } from './environment.ts'
import { type PaymentParts, paymentsLoop } from './payments/payments-loop.ts'
import { importLoop } from './imports/import-loop.ts'
import { tidyLoop } from './tidy/tidy-loop.ts'
import { watchInvariants } from './invariants/watch-invariants.ts'

const read = readEnvironment(process.env)
if (!read.ok) {
  console.error(['The worker can’t start:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const { environment } = read
const log = pino({ level: environment.logLevel, base: { process: 'worker' } })

const database = await createDatabase({ url: environment.databaseUrl, applicationName: 'worker' })
const mailer = createMailer({ smtpUrl: environment.smtpUrl, from: environment.mailFrom })
const clock = createProcessClock({ mode: environment.mode, em: () => database.worker() })
try {
  await database.ping()
  if (environment.mode === 'production') await requireUnmovableClock(database.worker())
  await clock.refresh()
  if (await keepSeller(database.worker(), environment.seller, clock.wallNow()))
    log.info({ seller: environment.seller.name }, 'invoices say from now on who sells')
} catch (error) {
  const { message } = error as Error
  const why = error instanceof ClockFault ? message : `the database does not answer (${message})`
  console.error(`The worker can’t start: ${why}.`)
  process.exit(1)
}

const stopping = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())

const payments: PaymentParts | undefined = environment.payments
  ? {
      em: () => database.worker(),
      gateway: createStripeGateway(environment.payments),
      clocks: clock,
      portalUrl: environment.portalUrl,
      log,
    }
  : undefined
const taxService = environment.payments?.taxService === true ? (payments?.gateway ?? null) : null
const work = allDueWork({ database, wallNow: clock.wallNow, log, payments, taxService })
const delivery: DeliveryParts = {
  database,
  mailer,
  clocks: clock,
  installation: environment,
  random: Math.random,
  log,
}

log.info('worker is open')
process.send?.('ready')
await Promise.all([
  deliveryLoop(delivery, stopping.signal),
  importLoop({ database, businessNow: clock.businessNow, wallNow: clock.wallNow, log }, stopping.signal),
  dueLoop(
    { work: work.filter(({ hasLoop }) => !hasLoop), businessNow: clock.businessNow, log },
    stopping.signal,
  ),
  environment.mode === 'production' ? undefined : clockLoop({ delivery, clock, work }, stopping.signal),
  payments && paymentsLoop(payments, stopping.signal),
  payments && collectionsLoop(payments, stopping.signal),
  watchInvariants(environment.databaseUrl, log, stopping.signal),
  auditLoop({ database, secret: environment.appSecret, log }, stopping.signal),
  tidyLoop({ database, wallNow: clock.wallNow, log }, stopping.signal),
])
mailer.close()
await database.close()
log.info('worker has stopped')
process.exit()
