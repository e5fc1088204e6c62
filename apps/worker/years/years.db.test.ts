import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runYears } from './run-years.ts'
import { halfAYear } from './scenario.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
})
afterAll(() => Promise.all([world.drop(), standIn.stop()]))

/** Two years of eight accounts are a command of their own (`main.ts`). */
test('BILL-06 BILL-11 PAY-03 half a year by the business clock: what the rules predict, in order, the ledger balanced at each stop', async () => {
  const { events, faults, stops } = await runYears(world, standIn, halfAYear())
  expect(faults).toEqual([])
  expect(stops).toBeGreaterThan(8)
  const told = events.map((event) => event.replace(/ Thirty-first\s+/, ' '))
  const order = [
    '2027-08-31 00:00  invoice-issued #1',
    '2027-09-30 00:00  invoice-issued #2',
    '2027-10-31 00:00  invoice-issued #3',
    'declined #3',
    'told: card-declined',
    'standing: past-due',
    'standing: deactivated',
    'told: account-deactivated',
    '— a card that pays',
    'invoice-paid #3',
    'told: account-reactivated',
    '2027-11-30 00:00  invoice-issued #4',
    // The worker was down for three days: written late, and dated with its own day, as predicted.
    '2028-02-02 12:00  invoice-issued #6',
  ]
  const missing = order.filter((piece) => !told.some((event) => event.includes(piece)))
  expect(missing).toEqual([])
})
