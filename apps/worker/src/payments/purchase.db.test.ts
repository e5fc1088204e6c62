import { checkInvariants, invoiceMail, saveBillingProfile, submitPurchase } from '@seatkeeper/db'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'
import { paymentRound } from './payments-loop.ts'

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
const open = (options: Parameters<typeof Buyer.open>[2] = {}) =>
  Buyer.open(world, standIn, { card: VISA, ...options })

describe('a purchase', () => {
  test('BILL-02 D-27 charges exactly what was quoted, then grants the seats, with invoice and books', async () => {
    const buyer = await open()
    const { purchaseId, quote, state } = await buyer.submit(THREE)
    expect([state, await buyer.seats()]).toEqual(['pending', 5])
    expect(await buyer.work(purchaseId)).toBe('paid')
    const { due, net, tax, lines } = quote.dueToday
    // 185 of 365 days of three seats at 89.00 × 12
    expect([due, tax]).toEqual([Math.round((3 * 8900 * 12 * 185) / 365), 0])
    expect(await buyer.seats()).toBe(8)
    expect(await buyer.collected()).toEqual([due])
    expect(await buyer.invoices()).toMatchObject([{ number: 1, due: String(due), lines }])
    expect((await buyer.invoices())[0]!.paid_at).not.toBeNull()
    expect(await buyer.balances()).toEqual({ cash: due, revenue: 0 - net })
  })

  test('BILL-02 the same quote submitted twice, or by two at once, is one purchase', async () => {
    const buyer = await open()
    const { quoteId } = await buyer.quote(THREE)
    const answers = await Promise.all([1, 2, 3].map(() => submitPurchase(buyer.context, { quoteId })))
    const ids = new Set(answers.map((answer) => answer.kind === 'grant' && answer.purchaseId))
    expect(ids.size).toBe(1)
    const [purchaseId] = [...ids] as [string]
    await buyer.work(purchaseId)
    expect(await submitPurchase(buyer.context, { quoteId })).toEqual({
      kind: 'grant',
      purchaseId,
      state: 'paid',
    })
    expect([await buyer.seats(), (await buyer.collected()).length]).toEqual([8, 1])
  })

  test('BILL-02 a quote is refused once it has expired, or is not the price any more', async () => {
    const buyer = await open()
    const [first, second] = [await buyer.quote(THREE), await buyer.quote(THREE)]
    await buyer.work((await buyer.submit(THREE)).purchaseId)
    expect(await submitPurchase(buyer.context, first)).toMatchObject({
      kind: 'refuse',
      reason: 'quote-stale',
    })
    buyer.now = second.quote.expiresAt
    expect(await submitPurchase(buyer.context, second)).toMatchObject({ reason: 'quote-expired' })
    expect((await buyer.collected()).length).toBe(1)
  })

  test('BILL-13 one at a time, with a card, and with the right', async () => {
    const buyer = await Buyer.open(world, standIn)
    const { quoteId } = await buyer.quote(THREE)
    expect(await submitPurchase(buyer.context, { quoteId })).toMatchObject({ reason: 'no-payment-method' })
    await buyer.enterCard(VISA)
    const other = await buyer.quote(THREE)
    const { purchaseId } = await buyer.submit(THREE)
    expect(await submitPurchase(buyer.context, other)).toMatchObject({
      reason: 'purchase-in-progress',
      purchaseId,
    })
    expect(await submitPurchase(buyer.context, { quoteId: 'x' })).toMatchObject({ reason: 'not-found' })
    const stranger = await open()
    expect(await submitPurchase(stranger.context, { quoteId })).toMatchObject({ reason: 'not-found' })
    await world.query(`update member set role = 'admin' where id = $1`, [buyer.account.owner.memberId])
    expect(await submitPurchase(buyer.context, { quoteId })).toMatchObject({ reason: 'not-permitted' })
    await world.query(`update member set role = 'owner' where id = $1`, [buyer.account.owner.memberId])
  })

  test('BILL-13 D-06 declined: no seats, no invoice, no charge, and what was put aside is back', async () => {
    const buyer = await open({ card: '4000000000000341' })
    const { purchaseId } = await buyer.submit(THREE)
    expect(await buyer.work(purchaseId)).toBe('failed')
    expect(await buyer.purchase(purchaseId)).toMatchObject({ failure: 'declined' })
    expect([await buyer.seats(), await buyer.collected(), await buyer.invoices()]).toEqual([5, [], []])
    expect(await buyer.balances()).toEqual({})
    // Another card, another purchase.
    await buyer.enterCard(VISA)
    expect(await buyer.work((await buyer.submit(THREE)).purchaseId)).toBe('paid')
  })

  test.each([
    ['it is them', 'complete', '4000002760003184', 'paid', null, 8],
    ['it is not', 'fail', '4000002760003184', 'failed', 'authentication-failed', 5],
    ['it is them, and there are no funds', 'complete', '4000008260003178', 'failed', 'insufficient-funds', 5],
  ] as const)('PAY-08 the bank asks: %s', async (_, answer, card, state, failure, seats) => {
    const buyer = await open({ card })
    const { purchaseId } = await buyer.submit(THREE)
    expect(await buyer.work(purchaseId)).toBe('requires-action')
    expect(await buyer.seats()).toBe(5)
    const { action_url: url } = await buyer.purchase(purchaseId)
    await standIn.answerBank(url!, answer)
    buyer.later += 600_000
    await paymentRound(buyer.parts())
    expect(await buyer.purchase(purchaseId)).toMatchObject({ state, failure })
    expect(await buyer.seats()).toBe(seats)
  })

  test('PAY-08 nobody answers the bank: after an hour it has failed and can no longer be paid', async () => {
    const buyer = await open({ card: '4000002760003184' })
    const { purchaseId } = await buyer.submit(THREE)
    await buyer.work(purchaseId)
    const { action_url: url } = await buyer.purchase(purchaseId)
    buyer.later += 3_600_000
    await paymentRound(buyer.parts())
    expect(await buyer.purchase(purchaseId)).toMatchObject({
      state: 'failed',
      failure: 'authentication-lapsed',
    })
    await standIn.answerBank(url!, 'complete')
    expect(await buyer.collected()).toEqual([])
  })

  test('D-28 by wire: granted on acceptance, the invoice is open with net terms, no card is needed', async () => {
    const buyer = await Buyer.open(world, standIn)
    await world.query(`update contract set payment = 'wire' where account_id = $1`, [buyer.account.accountId])
    const { state, quote } = await buyer.submit(THREE)
    expect([state, await buyer.seats()]).toEqual(['paid', 8])
    expect(await buyer.invoices()).toMatchObject([{ number: 1, paid_at: null }])
    expect(await buyer.balances()).toEqual({
      receivable: quote.dueToday.due,
      revenue: 0 - quote.dueToday.net,
    })
  })

  test('BILL-05 BILL-12 a higher plan with seats in one purchase: one invoice, new prices, nothing by the processor’s own reckoning', async () => {
    const buyer = await open()
    const { purchaseId, quote } = await buyer.submit([{ kind: 'plan', plan: 'ultimate' }, ...THREE])
    expect(await buyer.work(purchaseId)).toBe('paid')
    expect(await buyer.collected()).toEqual([quote.dueToday.due])
    const next = await buyer.quote(THREE)
    expect(next.quote.contract).toMatchObject({ plan: 'ultimate' })
    expect(next.quote.annual.current.yearly).toBe(quote.annual.next.yearly)
  })

  test('D-26 under the card’s minimum: seats at once, the charge is carried, and it is on the next invoice', async () => {
    const buyer = await open()
    await world.query(`insert into contract_item values ($1, $2, 'full-time', 1, null)`, [
      buyer.account.contractId,
      buyer.account.accountId,
    ])
    const first = await buyer.submit(THREE)
    expect([first.state, await buyer.seats(), await buyer.collected()]).toEqual(['paid', 8, []])
    const { carriedOut } = first.quote.dueToday
    expect(carriedOut).toBe(Math.round((3 * 12 * 185) / 365))
    expect(await buyer.balances()).toEqual({ carried: carriedOut, revenue: 0 - carriedOut })
    await world.query(`update contract_item set unit_price = 8900 where account_id = $1`, [
      buyer.account.accountId,
    ])
    const second = await buyer.submit(THREE)
    expect(second.quote.dueToday.carriedIn).toBe(carriedOut)
    await buyer.work(second.purchaseId)
    expect(await buyer.collected()).toEqual([second.quote.dueToday.due])
    expect((await buyer.balances())['carried']).toBeUndefined()
  })

  test.each([
    ['JPY', 1000, 18_247],
    ['KWD', 12_345, 225_250],
  ] as const)('BILL-09 in %s, to the unit', async (currency, price, due) => {
    const buyer = await open()
    const place = [buyer.account.contractId, buyer.account.accountId]
    await world.query(`update contract set currency = $2 where id = $1`, [place[0], currency])
    await world.query(
      `insert into contract_item select $1, $2, item, $3, null from unnest('{full-time,collaborator}'::text[]) as item`,
      [...place, price],
    )
    const { purchaseId, quote } = await buyer.submit(THREE)
    expect(quote.dueToday.due + quote.dueToday.carriedOut).toBe(Math.round((3 * price * 12 * 185) / 365))
    expect(quote.dueToday.due).toBe(due)
    expect(await buyer.work(purchaseId)).toBe('paid')
    expect(await buyer.collected()).toEqual([due])
  })

  test('BILL-07 PAY-02 the paid invoice is mailed once to each invoicing address, as the profile stood when it was issued', async () => {
    const buyer = await open()
    const profile = {
      company: 'Larkspur Inc.',
      line1: '350 Fifth Avenue',
      line2: null,
      city: 'New York',
      region: 'NY',
      postalCode: '10118',
      country: 'US',
      taxId: null,
      purchaseOrder: 'LO-1',
      email: 'ap@example.com',
      furtherEmails: ['cfo@example.com'],
    }
    expect(await saveBillingProfile(buyer.context, { ...profile, email: 'nobody' })).toMatchObject({
      reason: 'invalid-email',
    })
    expect(await saveBillingProfile(buyer.context, profile)).toEqual({ kind: 'grant' })
    const { purchaseId, quote } = await buyer.submit(THREE)
    expect(quote.dueToday.tax).toBe(Math.round((quote.dueToday.net * 8875) / 100_000))
    await buyer.work(purchaseId)
    await saveBillingProfile(buyer.context, { ...profile, company: 'Another', email: 'other@example.com' })
    const rows = await world.query<{ payload: { invoiceId: string; address: number } }>(
      `select payload from outbox where type = 'invoice-issued' and account_id = $1 order by payload -> 'address'`,
      [buyer.account.accountId],
    )
    const mails = await Promise.all(rows.map(({ payload }) => invoiceMail(world.database.worker(), payload)))
    expect(mails).toMatchObject([
      {
        kind: 'send',
        to: { email: 'ap@example.com', name: 'Larkspur Inc.' },
        number: 1,
        total: { amount: quote.dueToday.due },
      },
      { kind: 'send', to: { email: 'cfo@example.com' } },
    ])
  })

  test('BILL-05 credit is put aside while a purchase is on its way, and used once', async () => {
    const buyer = await open()
    const { accountId } = buyer.account
    await world.query(
      `with entry as (insert into ledger_entry (id, account_id, at, kind, currency)
         values (uuidv7(), $1, $2, 'credit', 'USD') returning id)
       insert into ledger_posting select id, n, $1, account, amount, case account when 'credit' then id end
       from entry, (values (0, 'credit', -1000), (1, 'revenue', 1000)) as p(n, account, amount)`,
      [accountId, new Date(buyer.now)],
    )
    const { purchaseId, quote } = await buyer.submit(THREE)
    expect(quote.dueToday.creditApplied).toBe(1000)
    expect(await buyer.balances()).toMatchObject({ 'credit-held': -1000 })
    expect((await buyer.quote(THREE)).quote.dueToday.creditApplied).toBe(0)
    await buyer.work(purchaseId)
    expect(await buyer.collected()).toEqual([quote.dueToday.due])
    expect(await buyer.balances()).toEqual({ cash: quote.dueToday.due, revenue: 1000 - quote.dueToday.net })
  })

  test('BILL-10 what was issued and posted never changes, whoever asks', async () => {
    const buyer = await open()
    await buyer.work((await buyer.submit(THREE)).purchaseId)
    const { accountId } = buyer.account
    for (const statement of [
      'update invoice set due = due + 1',
      'update invoice set paid_at = null',
      'delete from invoice',
      'update invoice_line set amount = 1',
      'delete from ledger_posting',
      'update ledger_entry set kind = kind',
      `update purchase set state = 'pending', settled_at = null`,
    ]) {
      await expect(world.query(`${statement} where account_id = $1`, [accountId])).rejects.toThrow(
        /append-only|never changes/,
      )
    }
    const gap = `insert into invoice (id, account_id, contract_id, number, kind, issued_at, currency, net, tax, carried_in,
      carried_out, credit_applied, to_balance, due, bill_to)
      values (uuidv7(), $1, $2, $3, 'invoice', now(), 'USD', 0, 0, 0, 0, 0, 0, $4, '{}')`
    await expect(world.query(gap, [accountId, buyer.account.contractId, 3, 0])).rejects.toThrow(
      'without the one before',
    )
    await expect(world.query(gap, [accountId, buyer.account.contractId, 2, 5])).rejects.toThrow(
      'do not add up',
    )
  })
})
