import { cancelSubscription, checkInvariants, makeQuote, offerSeason, submitPurchase } from '@seatkeeper/db'
import { type Instant, type QuoteSubject, startOfDay } from '@seatkeeper/rules'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  TEST_NOW,
  testDay,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await Promise.all([world.drop(), standIn.stop()])
})

const [VISA, DECLINED] = ['4242424242424242', '4000000000000341']

async function buy(buyer: Buyer, subject: QuoteSubject) {
  const made = await makeQuote(buyer.context, { changes: [], subject })
  if (made.kind === 'refuse') throw new Error(made.reason)
  const submitted = await submitPurchase(buyer.context, { quoteId: made.quoteId })
  if (submitted.kind === 'refuse') throw new Error(submitted.reason)
  return { ...submitted, due: made.quote.dueToday.due, state: await buyer.work(submitted.purchaseId) }
}

const contracts = (buyer: Buyer) =>
  world.query<{ starts: string; ends: string; pools: string }>(
    `select starts_on as starts, ends_on as ends, (select count(*) from pool p where p.contract_id = c.id) as pools
     from contract c where account_id = $1 order by starts_on`,
    [buyer.account.accountId],
  )

test('BILL-08 D-21 by card after the end: declined nothing begins, paid the new term does, once', async () => {
  const buyer = await Buyer.open(world, standIn, { card: DECLINED })
  expect((await cancelSubscription(buyer.context)).kind).toBe('grant')
  buyer.now = (startOfDay(testDay(185)) + 12 * 3_600_000) as Instant
  const subject = { kind: 'new-term', interval: 'annual', quantities: { 'full-time': 7 } } as const
  expect((await buy(buyer, subject)).state).toBe('failed')
  expect(await contracts(buyer)).toHaveLength(1)
  await buyer.enterCard(VISA)
  const { state, due } = await buy(buyer, subject)
  expect([state, await buyer.collected(), await buyer.seats()]).toEqual(['paid', [due], 7])
  expect(due).toBe((7 * 8900 + 2 * 1500) * 12)
  expect(await contracts(buyer)).toMatchObject([{ pools: '0' }, { pools: '2' }])
  const [facts] = await world.query('select access_ends_at from account where id = $1', [
    buyer.account.accountId,
  ])
  expect(facts).toEqual({ access_ends_at: null })
})

test('BILL-06 by card: the season is there when it is paid, and not before', async () => {
  const buyer = await Buyer.open(world, standIn, { card: DECLINED })
  const offered = await offerSeason({ url: world.url, now: TEST_NOW }, buyer.account.accountId, {
    name: 'Fair',
    firstDay: testDay(5),
    blocks: 1,
    seats: 4,
    unitPrice: 6000,
    expiresAt: (TEST_NOW + 86_400_000) as Instant,
  })
  if (offered.kind !== 'grant') throw new Error(JSON.stringify(offered))
  const { offerId: id, lastDay } = offered
  const season = {
    id,
    name: 'Fair',
    source: 'ad-hoc',
    firstDay: testDay(5),
    lastDay,
    seats: 4,
    unitPrice: 6000,
  } as const
  const subject = { kind: 'ad-hoc-season', season } as const
  expect((await buy(buyer, subject)).state).toBe('failed')
  expect(await buyer.seats('seasonal')).toBe(0)
  await buyer.enterCard(VISA)
  const { state } = await buy(buyer, subject)
  expect([state, await buyer.collected(), await buyer.seats('seasonal')]).toEqual(['paid', [72_000], 4])
})
