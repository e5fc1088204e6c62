import { runBilling, submitPurchase } from '@seatkeeper/db'
import { type Day, type Instant, instantFromIso } from '@seatkeeper/rules'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'
import { paymentRound } from './payments-loop.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
})
afterAll(async () => {
  await Promise.all([world.drop(), standIn.stop()])
})
// A test's contracts are its own: nobody bills them in the next one.
afterEach(async () => {
  await world.query('update contract set ended_at = now() where ended_at is null')
})

const ASKS = '4000002760003184'
const THREE = [{ kind: 'quantity', item: 'full-time', by: 3 }] as const
const at = (text: string): Instant => instantFromIso(`2026-${text}:00.000Z`)

/** Five seats by the month from 10 June on; the first month is invoiced. */
async function monthly(card: string): Promise<Buyer> {
  const contract = {
    billingInterval: 'monthly',
    startsOn: '2026-06-10' as Day,
    endsOn: '2027-06-10' as Day,
  } as const
  const buyer = await Buyer.open(world, standIn, { collaborators: 0, contract, card })
  expect(await run(buyer, '06-10T08:00')).toBe(1)
  return buyer
}

async function run(buyer: Buyer, time: string): Promise<number> {
  buyer.now = at(time)
  return (await runBilling(world.database.worker(), { upTo: buyer.now })).invoices
}

const periods = (buyer: Buyer) =>
  world.query<{ period: string; seats: number }>(
    `select i.period_start::text as period, (l.line ->> 'quantity')::int as seats
     from invoice i join invoice_line l on l.invoice_id = i.id
     where i.account_id = $1 and i.purchase_id is null and l.line ->> 'rule' = 'period' order by i.number`,
    [buyer.account.accountId],
  )

test.each([
  ['at once', '07-10T00:05'],
  ['days later', '07-13T09:00'],
])(
  'BILL-06 BILL-13 the bank’s answer comes in the next period, %s: its invoice has what was bought',
  async (_, answered) => {
    const buyer = await monthly(ASKS)
    buyer.now = at('07-09T23:50')
    const { purchaseId } = await buyer.submit(THREE)
    expect(await buyer.work(purchaseId)).toBe('requires-action')
    expect(await run(buyer, '07-10T00:01')).toBe(0)

    buyer.now = at(answered)
    await standIn.answerBank((await buyer.purchase(purchaseId)).action_url!, 'complete')
    expect(await buyer.work(purchaseId)).toBe('requires-action')
    buyer.later += 600_000
    await paymentRound(buyer.parts())
    expect([await buyer.stateOf(purchaseId), await buyer.seats()]).toEqual(['paid', 8])
    expect(await run(buyer, answered)).toBe(1)
    expect(await periods(buyer)).toEqual([
      { period: '2026-06-10', seats: 5 },
      { period: '2026-07-10', seats: 8 },
    ])
  },
)

test('BILL-13 a term that was closed meanwhile gets nothing of it: what was paid is credit', async () => {
  const buyer = await monthly(ASKS)
  const { purchaseId, quote } = await buyer.submit(THREE)
  await buyer.work(purchaseId)
  await world.query('update contract set ended_at = now() where account_id = $1', [buyer.account.accountId])
  await standIn.answerBank((await buyer.purchase(purchaseId)).action_url!, 'complete')
  buyer.later += 600_000
  await paymentRound(buyer.parts())
  expect(await buyer.purchase(purchaseId)).toMatchObject({ state: 'failed', failure: 'contract-ended' })
  expect(await buyer.seats()).toBe(5)
  expect(await buyer.balances()).toMatchObject({ credit: 0 - quote.dueToday.due })
})

test('BILL-02 BILL-06 a worker that is late: nobody buys on top of an invoice that is not there, and none charges twice', async () => {
  const buyer = await monthly('4242424242424242')
  buyer.now = at('07-10T08:00')
  const { quoteId } = await buyer.quote(THREE)
  expect(await submitPurchase(buyer.context, { quoteId })).toEqual({
    kind: 'refuse',
    reason: 'period-not-invoiced',
    since: '2026-07-10',
  })
  expect(await run(buyer, '07-10T08:01')).toBe(1)
  const { purchaseId } = await buyer.submit(THREE)
  expect(await buyer.work(purchaseId)).toBe('paid')
  expect(await periods(buyer)).toMatchObject([{ seats: 5 }, { seats: 5 }])
  // A request of the last second of a period that had to wait for the run.
  const last = await buyer.quote(THREE)
  expect(await run(buyer, '08-10T00:00')).toBe(1)
  buyer.now = at('08-09T23:59')
  expect(await submitPurchase(buyer.context, last)).toMatchObject({ reason: 'period-not-invoiced' })
  expect(await periods(buyer)).toMatchObject([{ seats: 5 }, { seats: 5 }, { seats: 8 }])
})

test('BILL-06 BILL-13 before the first invoice of a new contract nobody buys: it says all seats of its period, and would charge them again', async () => {
  const contract = {
    billingInterval: 'monthly',
    startsOn: '2026-06-10' as Day,
    endsOn: '2027-06-10' as Day,
  } as const
  const buyer = await Buyer.open(world, standIn, { collaborators: 0, contract, card: '4242424242424242' })
  buyer.now = at('06-10T08:00')
  const { quoteId } = await buyer.quote(THREE)
  const early = await submitPurchase(buyer.context, { quoteId })
  if (early.kind === 'grant') await buyer.work(early.purchaseId)
  expect(await run(buyer, '06-10T08:01')).toBe(1)
  const { purchaseId } = await buyer.submit(THREE)
  expect(await buyer.work(purchaseId)).toBe('paid')
  // Each seat once, for the month, whichever invoice says it.
  const [invoiced] = await world.query<{ seats: number }>(
    `select sum((l.line ->> 'quantity')::int)::int as seats from invoice_line l
     where l.account_id = $1 and l.line ->> 'rule' in ('period', 'added')`,
    [buyer.account.accountId],
  )
  expect([early, await buyer.seats(), invoiced!.seats]).toEqual([
    { kind: 'refuse', reason: 'period-not-invoiced', since: '2026-06-10' },
    8,
    8,
  ])
})
