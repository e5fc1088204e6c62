import { randomUUID } from 'node:crypto'
import { checkInvariants, storePaymentEvent } from '@seatkeeper/db'
import { createStripeGateway } from '@seatkeeper/payments'
import type { Instant } from '@seatkeeper/rules'
import {
  createTestDatabase,
  faultyLine,
  type LineFault,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'
import { runPaymentKills } from '../../kill/payment-kills.ts'
import { runSweep } from '../../kill/sweep/run-sweep.ts'
import { SCENARIOS } from '../../kill/sweep/scenarios.ts'
import { runWebhookStreams } from '../../kill/webhook-streams.ts'
import { killedAt } from '../../test/killed-between.ts'
import { paymentRound, PURCHASE_LEASE_MS } from './payments-loop.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await Promise.all([world.drop(), standIn.stop()])
})

const VISA = '4242424242424242'
const THREE = [{ kind: 'quantity', item: 'full-time', by: 3 }] as const
const A_DAY_MS = 86_400_000
const DECLINED = '4000000000000341'

/** Charged once and granted, or not charged and nothing changed. */
async function expectAllOrNothing(buyer: Buyer, purchaseId: string, due: number): Promise<void> {
  const { state } = await buyer.purchase(purchaseId)
  const paid = state === 'paid'
  expect({
    state,
    seats: await buyer.seats(),
    collected: await buyer.collected(),
    invoices: (await buyer.invoices()).length,
    held: (await buyer.balances())['credit-held'],
  }).toEqual({
    state: paid ? 'paid' : 'failed',
    seats: paid ? 8 : 5,
    collected: paid ? [due] : [],
    invoices: paid ? 1 : 0,
    held: undefined,
  })
}

// Both come first: they compare all accounts that there are. Their full sizes are commands of their own (`kill/`).
test('PAY-05 a worker that is really killed, between two steps and at any moment: one charge or none', async () => {
  const { faults, killedAtSteps, killedAnywhere } = await runPaymentKills(world, standIn, { kills: 2 })
  expect(faults).toEqual([])
  expect(killedAtSteps + killedAnywhere).toBe(2)
})

test(
  'PAY-05 BILL-13 a sweep over the steps of a purchase: killed right after some of them, requests lost',
  { timeout: 90_000 },
  async () => {
    const forgets = await startPaymentStandIn(undefined, { keysKeptMs: 0 })
    const scenarios = SCENARIOS.filter(({ name }) => name === 'plain')
    const options = { scenarios, stride: 16, sides: ['after'], portal: false } as const
    const { faults, killed, rows } = await runSweep(world, [standIn, forgets], options)
    await forgets.stop()
    expect(faults).toEqual([])
    expect([killed, new Set(rows.map(({ step }) => step.kind))]).toEqual([
      2,
      new Set(['statement', 'request']),
    ])
  },
)

test.each([
  ['a card that pays', VISA, 1],
  ['a card that is declined', DECLINED, 3],
])('PAY-05 killed between any two steps, with %s: one charge or none', async (_, card, stride) => {
  let point = 0
  for (let killed = true; killed; point += stride) {
    const buyer = await Buyer.open(world, standIn, { card })
    const { purchaseId, quote } = await buyer.submit(THREE)
    const doomed = killedAt(buyer.parts(), point)
    await paymentRound(doomed.parts).catch(() => {})
    killed = doomed.wasKilled()
    buyer.later += PURCHASE_LEASE_MS + 1000
    await buyer.work(purchaseId)
    await expectAllOrNothing(buyer, purchaseId, quote.dueToday.due)
    // Why it was declined is known also to who comes after the one that has voided it.
    const { failure } = await buyer.purchase(purchaseId)
    expect(failure).toBe(card === DECLINED ? 'declined' : null)
  }
  expect(point).toBeGreaterThan(12)
})

test('PAY-05 killed at random points, again and again, sometimes a day apart: one charge or none', async () => {
  const buyer = await Buyer.open(world, standIn, { card: VISA })
  const { purchaseId, quote } = await buyer.submit(THREE)
  for (let kills = 0; kills < 5; kills++) {
    const point = 3 + Math.floor(Math.random() * 24)
    await paymentRound(killedAt(buyer.parts(), point).parts).catch(() => {})
    buyer.later += Math.random() < 0.3 ? A_DAY_MS : PURCHASE_LEASE_MS + 600_000
  }
  await buyer.work(purchaseId)
  await expectAllOrNothing(buyer, purchaseId, quote.dueToday.due)
  expect((await buyer.purchase(purchaseId)).state).toBe('paid')
})

test.each([
  ['lost-on-the-way', 7],
  ['answer-lost', 3],
  ['server-fault', 4],
] as const satisfies [LineFault, number][])(
  'PAY-05 the line fails at one request after the other, %s: one charge',
  async (fault, stride) => {
    for (let n = 0, reached = true; reached; n += stride) {
      reached = false
      const line = await faultyLine(standIn.apiUrl, (request) => {
        // The client repeats at once what a closed connection has lost: that is lost, too.
        if (request.n !== n && request.n !== n + 1) return null
        reached = true
        return fault
      })
      const buyer = await Buyer.open(world, standIn, { card: VISA })
      const gateway = createStripeGateway({ secretKey: 'sk_test_x', apiUrl: line.url, retries: 0 })
      const { purchaseId, quote } = await buyer.submit(THREE)
      await paymentRound(buyer.parts({ gateway }))
      buyer.later += PURCHASE_LEASE_MS + 600_000
      await paymentRound(buyer.parts({ gateway }))
      await buyer.work(purchaseId)
      await expectAllOrNothing(buyer, purchaseId, quote.dueToday.due)
      expect((await buyer.purchase(purchaseId)).state).toBe('paid')
      await line.close()
    }
  },
)

test('PAY-05 two workers at once, both believing that it is theirs: one charge', async () => {
  const buyer = await Buyer.open(world, standIn, { card: VISA })
  const { purchaseId, quote } = await buyer.submit(THREE)
  const slow = buyer.parts()
  const late = {
    ...slow,
    clocks: { ...slow.clocks, wallNow: () => (buyer.wallNow() + PURCHASE_LEASE_MS + 1) as Instant },
  }
  await Promise.all([paymentRound(slow), paymentRound(late), paymentRound(late)])
  await buyer.work(purchaseId)
  await expectAllOrNothing(buyer, purchaseId, quote.dueToday.due)
})

test('PAY-04 webhooks five times each, shuffled, some missing, forged ones between: one final state', async () => {
  expect((await runWebhookStreams(world, standIn, { streams: 4 })).faults).toEqual([])
})

test('PAY-04 an event does not wait for the next look: the purchase is looked at now', async () => {
  const buyer = await Buyer.open(world, standIn, { card: '4000002760003184' })
  const { purchaseId } = await buyer.submit(THREE)
  await buyer.work(purchaseId)
  const { action_url: url, processor_invoice_id: objectId } = await buyer.purchase(purchaseId)
  await standIn.answerBank(url!, 'complete')
  await paymentRound(buyer.parts())
  expect(await buyer.stateOf(purchaseId)).toBe('requires-action')
  const event = {
    id: `evt_${randomUUID()}`,
    type: 'invoice.paid',
    objectType: 'invoice',
    objectId: objectId!,
  }
  await storePaymentEvent(world.database.identity(), event, buyer.wallNow())
  await paymentRound(buyer.parts())
  await paymentRound(buyer.parts())
  expect(await buyer.stateOf(purchaseId)).toBe('paid')
})
