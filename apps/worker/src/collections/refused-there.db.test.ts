import { checkInvariants } from '@seatkeeper/db'
import { instantFromIso } from '@seatkeeper/rules'
import {
  createTestDatabase,
  faultyLine,
  type LineFault,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Debtor, type DebtorOptions } from '../../test/debtor.ts'
import { killedAt } from '../../test/killed-between.ts'
import { COLLECTION_LEASE_MS, collectDue } from './collect-due.ts'

let world: TestDatabase
let standIn: PaymentStandIn
let sink: SmtpSink
beforeAll(async () => {
  ;[world, standIn, sink] = await Promise.all([createTestDatabase(), startPaymentStandIn(), startSmtpSink()])
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await Promise.all([world.drop(), standIn.stop(), sink.stop()])
})
// A test's contracts and invoices are its own.
afterEach(async () => {
  await world.query('update contract set ended_at = now() where ended_at is null')
  await world.query(`update invoice_collection set state = 'void', next_try_at = null where state <> 'paid'`)
})

const VISA = '4242424242424242'
const DECLINED = '4000000000000341'
const START = '2026-06-10T08:00Z'
const SOON = '2026-06-10T08:06Z'
const open = (options: DebtorOptions = {}) => Debtor.open(world, standIn, sink, options)
const onFile = (debtor: Debtor, change: string) =>
  world.query(`update payment_account set ${change} where account_id = $1`, [debtor.accountId])

/** A line that does this to the first request of a kind, and again to whatever has that one's key; keeps all keys of the kind. */
async function lineThatRemembers(request: string, fault: LineFault | null) {
  const keys: string[] = []
  const line = await faultyLine(standIn.apiUrl, ({ method, path, key }) => {
    if (key === undefined || !`${method} ${path}`.endsWith(request)) return null
    keys.push(key)
    return key === keys[0] ? fault : null
  })
  return { keys, ...line }
}

test.each(['POST /v1/invoices', 'POST /v1/invoiceitems', 'finalize', 'confirm'])(
  'PAY-05 BILL-07 the processor gives its own fault again for the same key, for a day: minutes later %s goes on',
  async (request) => {
    const line = await lineThatRemembers(request, 'not-carried-out')
    const debtor = await open({ card: VISA, apiUrl: line.url })
    await debtor.at(START)
    expect((await debtor.collection()).state).toBe('due')
    await debtor.at(SOON)
    const { state, attempts, due } = await debtor.collection()
    expect([state, attempts, await debtor.buyer.collected()]).toEqual(['paid', 0, [Number(due)]])
    expect(new Set(line.keys).size).toBeGreaterThan(1)
    expect(await standIn.invoicesOf(debtor.buyer.customerId)).toHaveLength(1)
    await line.close()
  },
)

test('PAY-05 the same for an invoice that has to be replaced', async () => {
  const line = await lineThatRemembers('void', 'not-carried-out')
  const debtor = await open({ card: '4000002760003184', apiUrl: line.url })
  await debtor.at(START)
  expect((await debtor.collection()).state).toBe('requires-action')
  await debtor.enterCard(VISA)
  expect((await debtor.collection()).state).toBe('requires-action')
  await debtor.at(SOON)
  expect(await debtor.collection()).toMatchObject({ state: 'paid', round: 1 })
  expect(await debtor.buyer.collected()).toHaveLength(1)
  await line.close()
})

test('PAY-03 PAY-05 who dies before a decline is written down: the next one has the same answer, and the bank is asked once', async () => {
  const line = await lineThatRemembers('confirm', null)
  const debtor = await open({ card: DECLINED, apiUrl: line.url })
  await debtor.work[0]!.run((debtor.buyer.now = instantFromIso(START)))
  for (let point = 0; line.keys.length === 0; point += 1) {
    const cut = killedAt(debtor.buyer.parts(), point)
    await collectDue(cut.parts, debtor.buyer.now).catch(() => {})
    debtor.buyer.later += COLLECTION_LEASE_MS + 1
  }
  expect(await debtor.collection()).toMatchObject({ state: 'due', attempts: 0 })
  await debtor.at(START)
  expect(await debtor.collection()).toMatchObject({ state: 'declined', attempts: 1 })
  expect([line.keys.length, new Set(line.keys).size]).toEqual([2, 1])
  await line.close()
})

test('PAY-05 a worker whose lease ran out over its draft: the other’s is paid, and its own is taken away', async () => {
  const debtor = await open({ card: VISA })
  await debtor.work[0]!.run((debtor.buyer.now = instantFromIso(START)))
  const parts = debtor.buyer.parts()
  let overtaken = false
  const slow: typeof parts.gateway = {
    ...parts.gateway,
    openInvoice: async (draft, key) => {
      if (!overtaken) {
        overtaken = true
        debtor.buyer.later += COLLECTION_LEASE_MS + 1
        await collectDue(debtor.buyer.parts(), debtor.buyer.now)
      }
      return parts.gateway.openInvoice(draft, key)
    },
  }
  await collectDue({ ...parts, gateway: slow }, debtor.buyer.now)
  expect(await debtor.collection()).toMatchObject({ state: 'paid', round: 0 })
  expect(await standIn.invoicesOf(debtor.buyer.customerId)).toMatchObject([{ status: 'paid' }])
})

test('PAY-03 somebody gave the invoice up there: it is owed all the same, and another card pays it', async () => {
  const debtor = await open({ card: DECLINED })
  await debtor.at(START)
  const { processor_invoice_id: named, due } = await debtor.collection()
  await standIn.byHand(`/v1/invoices/${named}/mark_uncollectible`)
  await debtor.travel('2026-06-11T12:00Z')
  expect(await debtor.collection()).toMatchObject({ state: 'declined', attempts: 2, round: 0 })
  await debtor.enterCard(VISA)
  expect(await debtor.collection()).toMatchObject({ state: 'paid', round: 0, processor_invoice_id: named })
  expect(await debtor.buyer.collected()).toEqual([Number(due)])
})

test('PAY-03 ACC-04 the customer was deleted there: the invoice waits for another card, instead of being tried without a pause', async () => {
  const debtor = await open({ card: VISA })
  await onFile(debtor, `customer_id = 'cus_gone_${debtor.accountId}'`)
  await debtor.at(START)
  expect(await debtor.collection()).toMatchObject({ state: 'no-card', attempts: 0, next_try_at: null })
})
