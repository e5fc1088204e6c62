import { loadDemo } from '@seatkeeper/db'
import { createStripeGateway } from '@seatkeeper/payments'
import type { Difference, Instant } from '@seatkeeper/rules'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reconcileAll } from './reconcile-all.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
})
afterAll(() => Promise.all([world.drop(), standIn.stop()]))

test('PAY-09 whoever starts the demo sees books that agree with the stand-in’s, the roster’s and their own', async () => {
  const now = Date.now() as Instant
  await loadDemo(world.url, { now, passwordHash: 'none' })
  const found: (Difference & { readonly account: string })[] = []
  const counts = await reconcileAll(
    {
      em: () => world.database.worker(),
      gateway: createStripeGateway({ secretKey: 'sk_test_x', apiUrl: standIn.apiUrl }),
      wallNow: () => now,
      log: pino({ level: 'silent' }),
      repair: false,
    },
    {
      night: null,
      now,
      heard(account) {
        if (account.kind !== 'compared') return
        found.push(...account.differences.map((one) => ({ ...one, account: account.accountId })))
      },
    },
  )
  expect(found).toEqual([])
  expect(counts).toMatchObject({ accounts: 5, unread: 0, differences: 0 })
})
