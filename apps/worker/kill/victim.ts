import { createDatabase } from '@seatkeeper/db'
import { createMailer, windowClosed } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import { deliveryLoop } from '../src/delivery/delivery-loop.ts'
import { allDueWork } from '../src/due/all.ts'
import { dueLoop } from '../src/due/due-loop.ts'

/** What a worker that is to be killed is told. */
export interface VictimOrders {
  readonly databaseUrl: string
  readonly smtpUrl: string
  /** A claim of somebody who was killed holds no longer than this. */
  readonly leaseMs: number
  /** The wall clock goes ahead by this. */
  readonly aheadMs: number
}

/** The worker's own loops in a process of their own; everything is loaded before it begins, and it begins when told. */
process.once('message', (orders: VictimOrders) => void work(orders))
// What renders mails is loaded with the first one.
const window = { opensAt: 0 as Instant, closesAt: 1 as Instant }
await windowClosed({
  product: '',
  organization: '',
  name: '',
  reader: { zone: 'UTC' },
  window,
  nextOpensAt: null,
})
process.send?.('ready')

async function work({ databaseUrl, smtpUrl, leaseMs, aheadMs }: VictimOrders): Promise<void> {
  const database = await createDatabase({ url: databaseUrl, applicationName: 'victim' })
  const now = () => Date.now() as Instant
  const wallNow = () => (Date.now() + aheadMs) as Instant
  const log = pino({ level: 'silent' })
  const never = new AbortController().signal
  const delivery = {
    database,
    mailer: createMailer({ smtpUrl, from: 'Seatkeeper <seats@example.com>', connections: 2 }),
    clocks: { businessNow: now, wallNow },
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://app.example.com',
      appSecret: 'a secret of thirty-two characters or more',
    },
    random: Math.random,
    leaseMs,
    log,
  }
  // Connecting is no work: from here on there is something to interrupt.
  await database.ping()
  process.send?.('working')
  await Promise.all([
    dueLoop({ work: allDueWork({ database, wallNow, log }), businessNow: now, log }, never),
    deliveryLoop(delivery, never),
  ])
}
