import { createDatabase } from '@seatkeeper/db'
import { createStripeGateway } from '@seatkeeper/payments'
import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import { paymentRound, type PaymentParts } from '../src/payments/payments-loop.ts'
import { killedAt } from '../test/killed-between.ts'

/** What a worker that is to be killed over a purchase is told. */
export interface PaymentOrders {
  readonly databaseUrl: string
  readonly apiUrl: string
  readonly businessNow: Instant
  /** The wall clock goes ahead by this. */
  readonly aheadMs: number
  /** It dies at this point between two steps; null: whenever somebody kills it. */
  readonly point: number | null
}

/** A worker's round of payments in a process of its own; everything is loaded before it begins, and it begins when told. */
process.once('message', (orders: PaymentOrders) => void work(orders))
process.send?.('ready', () => {})

async function work({ databaseUrl, apiUrl, businessNow, aheadMs, point }: PaymentOrders): Promise<void> {
  const database = await createDatabase({ url: databaseUrl, applicationName: 'victim' })
  const parts: PaymentParts = {
    em: () => database.worker(),
    gateway: createStripeGateway({ secretKey: 'sk_test_x', apiUrl, retries: 0, timeoutMs: 5_000 }),
    clocks: { businessNow: () => businessNow, wallNow: () => (Date.now() + aheadMs) as Instant },
    portalUrl: 'http://localhost:3000',
    log: pino({ level: 'silent' }),
  }
  await database.ping()
  process.send?.('working')
  // No handler, no `finally` runs: what this process had in its hands is gone.
  const suicide = () => process.kill(process.pid, 'SIGKILL')
  await paymentRound(point === null ? parts : killedAt(parts, point, suicide).parts).catch(() => {})
  process.send?.('done', () => {})
}
