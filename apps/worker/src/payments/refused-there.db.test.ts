import {
  createTestDatabase,
  faultyLine,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'
import { reconcileAccount } from '../reconciliation/reconcile-account.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
})
afterAll(() => Promise.all([world.drop(), standIn.stop()]))

const VISA = '4242424242424242'
const THREE = [{ kind: 'quantity', item: 'full-time', by: 3 }] as const
const onFile = (buyer: Buyer, change: string) =>
  world.query(`update payment_account set ${change} where account_id = $1`, [buyer.account.accountId])

async function expectNothingChanged(buyer: Buyer, purchaseId: string): Promise<void> {
  expect(await buyer.purchase(purchaseId)).toMatchObject({ state: 'failed', failure: 'declined' })
  expect([await buyer.seats(), await buyer.invoices(), await buyer.balances()]).toEqual([5, [], {}])
  const there = await standIn.invoicesOf(buyer.customerId)
  expect(there.filter(({ status }) => status !== 'void')).toEqual([])
}

test('PAY-05 BILL-13 the card was taken away there between quote and payment: it has failed, and nothing is left to pay', async () => {
  const buyer = await Buyer.open(world, standIn, { card: VISA })
  const { purchaseId } = await buyer.submit(THREE)
  await onFile(buyer, `payment_method_id = 'pm_gone'`)
  expect(await buyer.work(purchaseId, 1)).toBe('failed')
  await expectNothingChanged(buyer, purchaseId)
  await buyer.enterCard('5555555555554444')
  expect(await buyer.work((await buyer.submit(THREE)).purchaseId)).toBe('paid')
})

test('PAY-05 BILL-13 the card is another customer’s: no bank is asked', async () => {
  const [buyer, other] = await Promise.all([1, 2].map(() => Buyer.open(world, standIn, { card: VISA })))
  const { purchaseId } = await buyer!.submit(THREE)
  const [theirs] = await world.query<{ id: string }>(
    'select payment_method_id as id from payment_account where account_id = $1',
    [other!.account.accountId],
  )
  await onFile(buyer!, `payment_method_id = '${theirs!.id}'`)
  expect(await buyer!.work(purchaseId, 1)).toBe('failed')
  await expectNothingChanged(buyer!, purchaseId)
})

test('PAY-05 BILL-13 the customer was deleted there: the purchase has failed instead of waiting for ever', async () => {
  const buyer = await Buyer.open(world, standIn, { card: VISA })
  const { purchaseId } = await buyer.submit(THREE)
  await onFile(buyer, `customer_id = 'cus_gone_${buyer.account.accountId}'`)
  expect(await buyer.work(purchaseId, 1)).toBe('failed')
  await expectNothingChanged(buyer, purchaseId)
})

test('PAY-09 an invoice in a currency that nobody here knows: the comparison says so, and claims nothing of the account', async () => {
  const buyer = await Buyer.open(world, standIn, { card: VISA })
  await standIn.byHand('/v1/invoices', {
    customer: buyer.customerId,
    currency: 'xts',
    collection_method: 'charge_automatically',
    auto_advance: 'false',
    pending_invoice_items_behavior: 'exclude',
  })
  const { em, gateway, log } = buyer.parts()
  const wallNow = () => buyer.wallNow()
  const [run] = await world.query<{ id: string }>(
    `insert into reconciliation_run (id, begun_at, finished_at) values (uuidv7(), now(), now()) returning id`,
  )
  const compared = await reconcileAccount(
    { em, gateway, wallNow, log, repair: true },
    buyer.account.accountId,
    { runId: run!.id, now: buyer.now },
  )
  expect(compared).toMatchObject({ kind: 'unread', why: expect.stringContaining('is in xts') })
})

test.each(['POST /v1/invoices', 'POST /v1/invoiceitems', 'finalize', 'confirm'])(
  'PAY-05 the processor gives its own fault again for the same key, for a day: the next try of %s goes on',
  async (request) => {
    const broken = new Set<string>()
    const line = await faultyLine(standIn.apiUrl, ({ method, path, key }) => {
      if (key === undefined || !`${method} ${path}`.endsWith(request)) return null
      if (broken.size === 0) broken.add(key)
      return broken.has(key) ? 'not-carried-out' : null
    })
    const buyer = await Buyer.open(world, standIn, { card: VISA, apiUrl: line.url })
    const { purchaseId, quote } = await buyer.submit(THREE)
    expect(await buyer.work(purchaseId, 2)).toBe('paid')
    expect([broken.size, await buyer.collected(), await buyer.seats()]).toEqual([1, [quote.dueToday.due], 8])
    await line.close()
  },
)
