import { type TestDatabase, createTestDatabase } from '@seatkeeper/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runLedger } from './run-ledger.ts'
import { runPurchases } from './run-purchases.ts'

let world: TestDatabase
beforeEach(async () => {
  world = await createTestDatabase()
})
afterEach(() => world.drop())

// The full size is a command of its own (`main.ts`).
const seed = Math.floor(Math.random() * 1e9)

test(`BILL-09 random operations: debits equal credits, balances rebuild from the log (seed ${seed})`, async () => {
  const { faults, entries } = await runLedger(world.url, { operations: 3_000, seed })
  expect(faults).toEqual([])
  expect(entries).toBeGreaterThan(2_000)
})

test(`BILL-02 BILL-12 what the quote said is what the invoice says, in JPY, USD and KWD, at any price (seed ${seed})`, async () => {
  expect((await runPurchases(world.url, { purchases: 120, seed })).faults).toEqual([])
})
