import {
  booksView,
  nameProcessorInvoice,
  reduceNow,
  runBilling,
  settleFailed,
  settlePaid,
  takeInvoiceBack,
} from '@seatkeeper/db'
import { createStripeGateway, type PaymentGateway } from '@seatkeeper/payments'
import { type Currency, type Day, dayAt, type Instant, MS_PER_DAY, MS_PER_HOUR } from '@seatkeeper/rules'
import {
  createTestDatabase,
  faultyLine,
  type PaymentStandIn,
  startPaymentStandIn,
  TEST_NOW,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'
import { reconciliationDue } from '../due/reconciliation.ts'
import { reconcileAll } from './reconcile-all.ts'
import { toldOf } from './told.ts'
import { type AccountCompared, reconcileAccount, type ReconcileParts } from './reconcile-account.ts'

let world: TestDatabase
let standIn: PaymentStandIn
let gateway: PaymentGateway
let runId: string
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
  gateway = createStripeGateway({ secretKey: 'sk_test_x', apiUrl: standIn.apiUrl })
  const [run] = await world.query<{ id: string }>(
    `insert into reconciliation_run (id, begun_at, finished_at) values (uuidv7(), now(), now()) returning id`,
  )
  runId = run!.id
})
afterAll(() => Promise.all([world.drop(), standIn.stop()]))

const VISA = '4242424242424242'
const THREE = [{ kind: 'quantity', item: 'full-time', by: 3 }] as const
const silent = pino({ level: 'silent' })
/** Nothing of this is under way any more. */
const LATER_MS = 3 * MS_PER_HOUR
const parts = (more: Partial<ReconcileParts> = {}): ReconcileParts => ({
  em: () => world.database.worker(),
  gateway,
  wallNow: () => (Date.now() + LATER_MS) as Instant,
  log: silent,
  repair: true,
  ...more,
})

type Compared = Extract<AccountCompared, { kind: 'compared' }>
async function compare(buyer: Buyer, more: Partial<ReconcileParts> = {}): Promise<Compared> {
  const compared = await reconcileAccount(parts(more), buyer.account.accountId, { runId, now: TEST_NOW })
  if (compared.kind !== 'compared') throw new Error(JSON.stringify(compared))
  return compared
}
const kinds = (differences: Compared['differences']) => differences.map(({ kind }) => kind)

/** A purchase on its way with an invoice at the processor, as far as told. */
async function begun(upTo: 'draft' | 'open' | 'paid', { by = 0 }: { by?: number } = {}) {
  const buyer = await Buyer.open(world, standIn, { card: VISA })
  const { purchaseId, quote } = await buyer.submit(THREE)
  const invoiceId = await invoiceAt(buyer, purchaseId, upTo, quote.dueToday.due + by)
  await nameProcessorInvoice(world.database.worker(), purchaseId, invoiceId)
  const ids = { purchaseId, accountId: buyer.account.accountId }
  return { buyer, purchaseId, invoiceId, due: quote.dueToday.due, ids }
}

let keys = 0
async function invoiceAt(
  { customerId, account }: Buyer,
  reference: string,
  upTo: 'draft' | 'open' | 'paid',
  amount: number,
): Promise<string> {
  const key = `reconcile-${++keys}`
  const draft = { reference, customerId, currency: 'USD' as Currency, description: 'Seats' }
  const opened = await gateway.openInvoice(draft, key)
  if (opened.kind !== 'known') throw new Error(JSON.stringify(opened))
  const { invoiceId } = opened
  const lines = [{ description: 'Seats', amount: { amount, currency: 'USD' as Currency } }]
  if (upTo !== 'draft') await gateway.finaliseInvoice({ invoiceId, customerId, lines }, key)
  if (upTo === 'paid') {
    const [row] = await world.query<{ payment_method_id: string }>(
      'select payment_method_id from payment_account where account_id = $1',
      [account.accountId],
    )
    const returnUrl = 'http://localhost/back'
    await gateway.payInvoice({ invoiceId, paymentMethodId: row!.payment_method_id, returnUrl }, key)
  }
  return invoiceId
}

const onFile = (buyer: Buyer, change: string) =>
  world.query(`update payment_account set ${change} where account_id = $1`, [buyer.account.accountId])

describe('PAY-09 what is safe is repaired in one step', () => {
  test('a purchase as it should be: nothing differs, and the customer is told as of when', async () => {
    const buyer = await Buyer.open(world, standIn, { card: VISA })
    expect(await booksView(buyer.context)).toEqual({ kind: 'grant', books: null })
    await buyer.work((await buyer.submit(THREE)).purchaseId)
    expect(await compare(buyer)).toMatchObject({ differences: [], repaired: [] })
    expect(await booksView(buyer.context)).toMatchObject({
      books: { comparedAt: TEST_NOW, withProcessor: true, differences: [], others: 0 },
    })
  })

  test('paid there and open here: granted, once', async () => {
    const { buyer, purchaseId, due } = await begun('paid')
    const seen = await compare(buyer, { repair: false })
    expect(kinds(seen.differences)).toEqual(['paid-there-open-here'])
    const [told, ...more] = await toldOf(world.database, seen)
    expect(told).toMatch(/^✗ .+: The purchase of 10 Jun 2026 by Olive Owner is paid at the processor \(US\$/)
    expect([more, await toldOf(world.database, { ...seen, differences: [] })]).toEqual([[], []])
    expect(await booksView(buyer.context)).toMatchObject({
      books: { differences: [{ ours: due, theirs: due }] },
    })
    const compared = await compare(buyer)
    expect([kinds(compared.differences), kinds(compared.repaired)]).toEqual([[], ['paid-there-open-here']])
    expect([await buyer.stateOf(purchaseId), await buyer.seats(), await buyer.collected()]).toEqual([
      'paid',
      8,
      [due],
    ])
    expect(kinds((await compare(buyer)).repaired)).toEqual([])
    const [over] = await world.query(
      'select ended_how from reconciliation_difference where account_id = $1',
      [buyer.account.accountId],
    )
    expect(over).toEqual({ ended_how: 'repaired' })
    const [noted] = await world.query<{ after: object }>(
      `select after from audit where account_id = $1 and action = 'billing.difference-repaired'`,
      [buyer.account.accountId],
    )
    expect(noted!.after).toMatchObject({
      difference: 'paid-there-open-here',
      repair: 'settle',
      subject: purchaseId,
    })
  })

  test('paid there and failed here: it becomes credit', async () => {
    const { buyer, ids, due } = await begun('paid')
    await settleFailed(world.database.worker(), ids, { failure: 'voided', now: TEST_NOW })
    expect(kinds((await compare(buyer)).repaired)).toEqual(['paid-there-open-here'])
    expect(await buyer.balances()).toEqual({ cash: due, credit: 0 - due })
  })

  test('PAY-04 nothing was heard of a purchase: the worker looks again, and it is granted', async () => {
    const { buyer, purchaseId } = await begun('open')
    await world.query(
      `update outbox set due_at = now() + interval '30 days' where id = (select outbox_id from purchase where id = $1)`,
      [purchaseId],
    )
    await compare(buyer)
    buyer.later = LATER_MS
    expect(await buyer.work(purchaseId, 1)).toBe('paid')
    expect(await compare(buyer)).toMatchObject({ differences: [] })
  })

  test('failed here and payable there: it is made unpayable', async () => {
    const { buyer, ids, invoiceId } = await begun('open')
    await settleFailed(world.database.worker(), ids, { failure: 'declined', now: TEST_NOW })
    expect(kinds((await compare(buyer)).repaired)).toEqual(['open-there-over-here'])
    expect(await gateway.readInvoice(invoiceId)).toMatchObject({ kind: 'void' })
  })

  test('an invoice that a crash left behind is made unpayable', async () => {
    const buyer = await Buyer.open(world, standIn, { card: VISA })
    const { purchaseId, quote } = await buyer.submit(THREE)
    await buyer.work(purchaseId)
    await invoiceAt(buyer, purchaseId, 'open', quote.dueToday.due)
    expect(kinds((await compare(buyer)).repaired)).toEqual(['left-over'])
    expect(kinds((await compare(buyer)).differences)).toEqual([])
  })

  test('the bank has renewed the card: its new details are kept', async () => {
    const buyer = await Buyer.open(world, standIn, { card: VISA })
    await onFile(buyer, 'card_expiry_year = 2027')
    expect(kinds((await compare(buyer)).repaired)).toEqual(['card-differs'])
    expect(kinds((await compare(buyer)).repaired)).toEqual([])
  })
})

describe('PAY-09 what only a person can decide is shown', () => {
  test.each([
    [
      'another amount was collected for a purchase on its way',
      async () => (await begun('paid', { by: -100 })).buyer,
      ['paid-there-open-here'],
    ],
    [
      'granted for another amount',
      async () => {
        const { buyer, ids, due } = await begun('paid', { by: 100 })
        await settlePaid(world.database.worker(), ids, { amount: due, now: TEST_NOW })
        return buyer
      },
      ['amount-differs'],
    ],
    [
      'granted, and never paid',
      async () => {
        const { buyer, ids, due } = await begun('open')
        await settlePaid(world.database.worker(), ids, { amount: due, now: TEST_NOW })
        return buyer
      },
      ['paid-here-not-there'],
    ],
    [
      'paid a second time',
      async () => {
        const { buyer, purchaseId, due } = await begun('open')
        await buyer.work(purchaseId)
        await invoiceAt(buyer, purchaseId, 'paid', due)
        return buyer
      },
      ['paid-twice'],
    ],
    [
      'an invoice that is not in our books',
      async () => {
        const buyer = await Buyer.open(world, standIn, { card: VISA })
        await invoiceAt(buyer, 'somebody-elses', 'open', 1_000)
        return buyer
      },
      ['unknown-invoice'],
    ],
    [
      'the card is gone',
      async () => {
        const buyer = await Buyer.open(world, standIn, { card: VISA })
        await onFile(buyer, `payment_method_id = 'pm_gone'`)
        return buyer
      },
      ['card-gone'],
    ],
    [
      'the ledger says another debt than the invoices',
      async () => {
        const buyer = await Buyer.open(world, standIn, { card: VISA })
        await world.query(
          `with entry as (insert into ledger_entry (id, account_id, at, kind, currency)
             values (uuidv7(), $1, now(), 'invoice', 'USD') returning id)
           insert into ledger_posting (entry_id, position, account_id, ledger_account, amount)
           select id, n, $1, account, amount from entry, (values (0, 'receivable', 500), (1, 'revenue', -500)) as p(n, account, amount)`,
          [buyer.account.accountId],
        )
        return buyer
      },
      ['receivable-differs'],
    ],
    [
      'a seat more than was invoiced',
      async () => {
        const buyer = await Buyer.open(world, standIn, { card: VISA, invoiced: false })
        await runBilling(world.database.worker(), { upTo: TEST_NOW })
        expect(kinds((await compare(buyer)).differences)).toEqual([])
        await world.query(
          `insert into seat (account_id, pool_id, kind, valid_from) values ($1, $2, 'full-time', $3)`,
          [buyer.account.accountId, buyer.account.pools['full-time'], dayAt(TEST_NOW)],
        )
        return buyer
      },
      ['seats-differ'],
    ],
  ])('%s', async (_, provoke, expected) => {
    const buyer = await provoke()
    const { differences, repaired } = await compare(buyer)
    expect([kinds(differences), kinds(repaired)]).toEqual([expected, []])
    // It is one difference, however often it is seen.
    await compare(buyer)
    const rows = await world.query(
      'select 1 from reconciliation_difference where account_id = $1 and ended_at is null',
      [buyer.account.accountId],
    )
    expect(rows).toHaveLength(1)
  })
})

test('PAY-09 D-02 D-03 seats that stay when their invoice is taken back, or are given up unpaid, agree with the books', async () => {
  const open = async () => {
    const buyer = await Buyer.open(world, standIn, { card: VISA, invoiced: false })
    await runBilling(world.database.worker(), { upTo: TEST_NOW })
    return buyer
  }
  const found = async (buyer: Buyer) => kinds((await compare(buyer)).differences)
  const context = { url: world.url, now: TEST_NOW }
  const seat = async (buyer: Buyer) => {
    await world.query(
      `insert into seat (account_id, pool_id, kind, valid_from) values ($1, $2, 'full-time', $3)`,
      [buyer.account.accountId, buyer.account.pools['full-time'], dayAt(TEST_NOW)],
    )
  }

  const bought = await open()
  expect(await bought.work((await bought.submit(THREE)).purchaseId)).toBe('paid')
  const second = { number: 2, reason: 'Not ordered', again: false, dryRun: false }
  expect(await takeInvoiceBack(context, bought.account.accountId, second)).toMatchObject({ kind: 'grant' })
  expect([await bought.seats(), await found(bought)]).toEqual([8, []])
  await seat(bought)
  expect(await found(bought)).toEqual(['seats-differ'])

  const reduced = await open()
  const fewer = { quantities: { 'full-time': 3 }, giveUp: [], dryRun: false }
  expect(await reduceNow(context, reduced.account.accountId, fewer)).toMatchObject({
    kind: 'grant',
    credited: 0,
  })
  expect([await reduced.seats(), await found(reduced)]).toEqual([3, []])
  await world.query(
    `update seat set retires_on = $2 where id = (select id from seat where account_id = $1 and kind = 'full-time'
       and holder_id is null and retires_on is null limit 1)`,
    [reduced.account.accountId, dayAt(TEST_NOW)],
  )
  expect(await found(reduced)).toEqual(['seats-differ'])
})

test('PAY-09 every night once; a processor that does not answer leaves the night open, and nothing is claimed of anybody', async () => {
  const night = (TEST_NOW + 5 * MS_PER_DAY) as Instant
  const due = (apiUrl: string, at = Date.now() + LATER_MS) => {
    const wallNow = () => at as Instant
    const payments = {
      em: () => world.database.worker(),
      gateway: createStripeGateway({ secretKey: 'sk_test_x', apiUrl, retries: 0 }),
      clocks: { businessNow: () => night, wallNow },
      portalUrl: 'http://localhost:3000',
      log: silent,
    }
    return reconciliationDue({ database: world.database, log: silent, wallNow, payments })
  }
  const before = await comparisons()
  const line = await faultyLine(standIn.apiUrl, () => 'lost-on-the-way')
  await expect(due(line.url).run(night)).rejects.toThrow('does not answer')
  await line.close()
  expect(await comparisons()).toEqual(before)
  // Gone on with a minute later, by whoever comes.
  const later = Date.now() + LATER_MS + 61_000
  await Promise.all([due(standIn.apiUrl, later).run(night), due(standIn.apiUrl, later).run(night)])
  const [run] = await world.query<{ accounts: number; finished: boolean }>(
    `select accounts, finished_at is not null as finished from reconciliation_run where night is not null`,
  )
  expect(run).toMatchObject({ finished: true })
  expect(run!.accounts).toBeGreaterThanOrEqual(before.length)
  expect(await reconcileAll(parts(), { night: dayAt(night) as Day, now: night })).toBe('done')
})

const comparisons = () =>
  world.query('select account_id, reconciled_at from account_reconciliation order by account_id')
