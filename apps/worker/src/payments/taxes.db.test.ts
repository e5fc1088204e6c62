import {
  type AskTaxes,
  claimTaxReports,
  makeQuote,
  previewQuote,
  runBilling,
  saveBillingProfile,
  submitPurchase,
} from '@seatkeeper/db'
import { taxesFor } from '@seatkeeper/payments'
import type { Instant, SubscriptionChange } from '@seatkeeper/rules'
import {
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Buyer } from '../../test/buyer.ts'
import { deliverInvoice } from '../jobs/deliver-invoice.ts'
import { paymentRound } from './payments-loop.ts'

let world: TestDatabase
let standIn: PaymentStandIn
beforeAll(async () => {
  ;[world, standIn] = await Promise.all([createTestDatabase(), startPaymentStandIn()])
  await world.query(`insert into seller values (1, $1, now())`, [
    { name: 'Vendor Ltd', address: ['1 Juniper Way'], taxId: 'X1', email: null, bank: ['IBAN 1'] },
  ])
})
afterAll(() => Promise.all([world.drop(), standIn.stop()]))

const THREE: readonly SubscriptionChange[] = [{ kind: 'quantity', item: 'full-time', by: 3 }]
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
  furtherEmails: [],
}

async function open(options: { readonly invoiced?: boolean } = {}): Promise<Buyer> {
  const buyer = await Buyer.open(world, standIn, { card: '4242424242424242', ...options })
  await saveBillingProfile(buyer.context, profile)
  return buyer
}

/** As the portal does it: the service is asked between two readings. */
async function quoteOf(buyer: Buyer, changes = THREE) {
  const first = await previewQuote(buyer.context, { changes })
  if (first.kind === 'refuse') throw new Error(first.reason)
  const { place, asked, quoteId: reference } = first
  const answer = await taxesFor(buyer.gateway, { place, currency: 'USD', ...asked, reference })
  const made = await makeQuote(buyer.context, { changes, ...answer })
  if (made.kind === 'refuse') throw new Error(made.reason)
  return { ...made, answer }
}

interface Report {
  readonly kind: string
  readonly amount: string
  readonly transaction_id: string | null
  readonly next_try_at: Date | null
}
const reportsOf = (buyer: Buyer) =>
  world.query<Report>(`select * from tax_report where account_id = $1 order by made_at, kind desc, id`, [
    buyer.account.accountId,
  ])

describe('BILL-02 with the processor’s tax service', () => {
  test('what it reckoned is quoted, charged, on the invoice, and reported once', async () => {
    const buyer = await open()
    const { quoteId, quote } = await quoteOf(buyer)
    const { net, tax, due, lines } = quote.dueToday
    expect(tax).toBe(Math.round((net * 8875) / 100_000))
    expect(lines.at(-1)).toMatchObject({ kind: 'flat', rule: 'tax', subject: 'Sales tax, NY, 8.875 %' })
    const submitted = await submitPurchase(buyer.context, { quoteId })
    if (submitted.kind === 'refuse') throw new Error(submitted.reason)
    expect(await reportsOf(buyer)).toEqual([])
    expect(await buyer.work(submitted.purchaseId)).toBe('paid')
    expect(await buyer.collected()).toEqual([due])
    expect((await buyer.balances())['tax']).toBe(0 - tax)
    await paymentRound(buyer.parts())
    const [told, ...more] = await reportsOf(buyer)
    expect(told).toMatchObject({ kind: 'sale', amount: String(net + tax), next_try_at: null })
    expect([told!.transaction_id, more]).toEqual([expect.stringMatching(/^tax_/), []])
    await expect(world.query(`update tax_report set amount = 1`)).rejects.toThrow('never changes')
  })

  test('another address, or another charge, is another tax: quoted anew', async () => {
    const buyer = await open()
    const { quoteId, answer } = await quoteOf(buyer)
    const more = [{ kind: 'quantity', item: 'full-time', by: 4 }] as const
    expect(await makeQuote(buyer.context, { changes: more, ...answer })).toMatchObject({
      kind: 'refuse',
      reason: 'changed-meanwhile',
    })
    await saveBillingProfile(buyer.context, { ...profile, postalCode: '10001' })
    expect(await submitPurchase(buyer.context, { quoteId })).toMatchObject({ reason: 'quote-stale' })
  })

  test('an address that it can’t use: the table says, and the quote says so', async () => {
    const buyer = await open()
    await saveBillingProfile(buyer.context, { ...profile, postalCode: 'unknown' })
    const { quoteId, quote, answer } = await quoteOf(buyer)
    expect(answer.basis).toEqual({ by: 'table', why: 'address-unusable' })
    expect(quote.dueToday.lines.at(-1)).toMatchObject({ kind: 'rate', percent: '8.875' })
    const submitted = await submitPurchase(buyer.context, { quoteId })
    expect(submitted).toMatchObject({ kind: 'grant' })
    await paymentRound(buyer.parts())
    expect(await reportsOf(buyer)).toEqual([])
  })

  test('a fault of the service delays the report and never doubles it; what is given back waits for its sale', async () => {
    const buyer = await open()
    const { quoteId } = await quoteOf(buyer)
    const submitted = await submitPurchase(buyer.context, { quoteId })
    if (submitted.kind === 'refuse') throw new Error(submitted.reason)
    // The answer is lost after the service has written it down.
    let calls = 0
    const deaf: typeof buyer.gateway = {
      ...buyer.gateway,
      async reportTaxSale(sale, key) {
        const answer = await buyer.gateway.reportTaxSale(sale, key)
        calls += 1
        return calls === 1 ? { kind: 'unknown', error: 'timeout', ours: false } : answer
      },
    }
    await paymentRound(buyer.parts({ gateway: deaf }))
    await paymentRound(buyer.parts({ gateway: deaf }))
    expect((await reportsOf(buyer)).map((report) => report.transaction_id)).toEqual([null])
    const [sale] = await world.query<{ id: string; invoice_id: string; amount: string }>(
      `select id, invoice_id, amount from tax_report where account_id = $1`,
      [buyer.account.accountId],
    )
    await world.query(
      `insert into tax_report (id, account_id, invoice_id, kind, reverses, amount, currency, made_at, next_try_at)
       values (uuidv7(), $1, $2, 'reversal', $3, 100, 'USD', now(), now())`,
      [buyer.account.accountId, sale!.invoice_id, sale!.id],
    )
    const wallNow = buyer.wallNow()
    expect(await claimTaxReports(world.database.worker(), { wallNow, limit: 9, leaseMs: 1 })).toEqual([])
    buyer.later += 600_000
    await paymentRound(buyer.parts({ gateway: deaf }))
    buyer.later += 600_000
    await paymentRound(buyer.parts({ gateway: deaf }))
    expect(calls).toBe(2)
    expect((await reportsOf(buyer)).map(({ kind, next_try_at }) => [kind, next_try_at])).toEqual([
      ['sale', null],
      ['reversal', null],
    ])
  })
})

test('BILL-02 BILL-06 a period’s invoice asks the service, too, and is reported', async () => {
  const buyer = await open({ invoiced: false })
  const { accountId } = buyer.account
  const ask: AskTaxes = (question) => taxesFor(buyer.gateway, question)
  await runBilling(world.database.worker(), { upTo: buyer.now, ask })
  const [invoice] = await world.query<{ id: string; net: string; tax: string }>(
    `select id, net, tax from invoice where account_id = $1 and period_start is not null`,
    [accountId],
  )
  const [net, tax] = [Number(invoice!.net), Number(invoice!.tax)]
  expect(tax).toBe(Math.round((net * 8875) / 100_000))
  expect(await reportsOf(buyer)).toMatchObject([
    { invoice_id: invoice!.id, kind: 'sale', amount: String(net + tax) },
  ])
})

test('BILL-02 BILL-06 a tax service that is away postpones the invoice, a day at most; another address is asked about anew', async () => {
  const buyer = await open({ invoiced: false })
  const { accountId } = buyer.account
  await world.query(`update contract set ended_at = now() where account_id <> $1 and ended_at is null`, [
    accountId,
  ])
  const issued = () =>
    world.query<{ net: string; tax: string; by: string; why: string | null }>(
      `select net, tax, tax_basis ->> 'by' as by, tax_basis ->> 'why' as why from invoice
       where account_id = $1 order by number`,
      [accountId],
    )
  const away: AskTaxes = (question) =>
    taxesFor({ estimateTax: async () => ({ kind: 'unknown', ours: false, error: 'away' }) }, question)
  const look = (hours: number, ask: AskTaxes) =>
    runBilling(world.database.worker(), { upTo: (buyer.now + hours * 3_600_000) as Instant, ask })
  await look(0, away)
  await look(23, away)
  expect(await issued()).toEqual([])
  const asked: unknown[] = []
  await look(23, async (question) => {
    const answer = await taxesFor(buyer.gateway, question)
    if (asked.push(question.place?.postalCode) === 1) {
      await world.query(`update billing_profile set postal_code = '10119' where account_id = $1`, [accountId])
    }
    return answer
  })
  expect(asked).toHaveLength(2)
  const [first] = await issued()
  expect(first).toMatchObject({ by: 'service', why: null })
  expect(Number(first!.tax)).toBe(Math.round((Number(first!.net) * 8875) / 100_000))

  const other = await open({ invoiced: false })
  await look(24, away)
  expect(
    await world.query(`select tax_basis from invoice where account_id = $1`, [other.account.accountId]),
  ).toEqual([{ tax_basis: { by: 'table', why: 'service-unreachable' } }])
})

test('BILL-02 BILL-04 a change within a period asks the service, too, and is reported', async () => {
  const buyer = await open({ invoiced: false })
  const { accountId, contractId } = buyer.account
  const ask: AskTaxes = (question) => taxesFor(buyer.gateway, question)
  const upTo = (days: number) => (buyer.now + days * 86_400_000) as Instant
  await runBilling(world.database.worker(), { upTo: buyer.now, ask })
  await world.query(
    `insert into scheduled_change (id, account_id, contract_id, kind, item, from_value, to_value, effective_on, releases,
       state, asked_at, asked_by, decided_at, decided_by)
     values (uuidv7(), $1, $2, 'quantity', 'full-time', 5, 7, $3, '[]', 'scheduled', now(), 'm', now(), 's')`,
    [accountId, contractId, new Date(upTo(9)).toISOString().slice(0, 10)],
  )
  expect(await runBilling(world.database.worker(), { upTo: upTo(9), ask })).toMatchObject({ changes: 1 })
  const [invoice] = await world.query<{ id: string; net: string; tax: string; by: string }>(
    `select id, net, tax, tax_basis ->> 'by' as by from invoice where account_id = $1 and period_start is null`,
    [accountId],
  )
  const [net, tax] = [Number(invoice!.net), Number(invoice!.tax)]
  expect([invoice!.by, tax]).toEqual(['service', Math.round((net * 8875) / 100_000)])
  expect((await reportsOf(buyer)).at(-1)).toMatchObject({
    invoice_id: invoice!.id,
    kind: 'sale',
    amount: String(net + tax),
  })
})

test('CLS-04 BILL-02 MAIL-05 what is given back is given back with its tax, told by mail, and taken back from the sale at the service', async () => {
  const buyer = await Buyer.open(world, standIn, { staffSeats: 4, invoiced: false })
  await saveBillingProfile(buyer.context, profile)
  const { accountId } = buyer.account
  await runBilling(world.database.worker(), {
    upTo: buyer.now,
    ask: (question) => taxesFor(buyer.gateway, question),
  })
  await world.query(`update invoice set paid_at = $2 where account_id = $1`, [accountId, new Date(buyer.now)])
  const { quoteId, quote } = await quoteOf(buyer, [{ kind: 'quantity', item: 'staff', by: -1 }])
  const { lines, amount } = quote.creditGranted
  const net = lines.reduce((sum, line) => sum - (line.rule === 'tax' ? 0 : line.amount.amount), 0)
  expect([net > 0, amount]).toEqual([true, net + Math.round((net * 8875) / 100_000)])
  expect(await submitPurchase(buyer.context, { quoteId })).toMatchObject({ state: 'paid' })
  const mailed = await world.query(
    `select i.number, i.kind from outbox o join invoice i on i.id = (o.payload ->> 'invoiceId')::uuid
     where o.type = 'invoice-issued' and o.account_id = $1 order by i.number`,
    [accountId],
  )
  expect(mailed).toEqual([
    { number: 2, kind: 'invoice' },
    { number: 3, kind: 'credit-note' },
  ])
  await paymentRound(buyer.parts())
  await paymentRound(buyer.parts())
  expect(await reportsOf(buyer)).toMatchObject([
    { kind: 'sale', next_try_at: null },
    { kind: 'reversal', amount: String(amount), next_try_at: null },
  ])
})

test('BILL-07 BILL-10 the mail of an invoice has its document, which says who sold and keeps it', async () => {
  const buyer = await open()
  const { quoteId } = await quoteOf(buyer)
  const submitted = await submitPurchase(buyer.context, { quoteId })
  if (submitted.kind === 'refuse') throw new Error(submitted.reason)
  await buyer.work(submitted.purchaseId)
  await world.query(`update seller set facts = jsonb_set(facts, '{name}', '"Renamed"')`)
  const [event] = await world.query<{ id: string; payload: { invoiceId: string; address: number } }>(
    `select id, payload from outbox where type = 'invoice-issued' and account_id = $1`,
    [buyer.account.accountId],
  )
  const installation = {
    productName: 'Seatkeeper',
    portalUrl: 'http://localhost:3000',
    appSecret: 'x',
    productUrl: 'http://localhost:3000',
  }
  const context = { em: world.database.worker(), now: buyer.now, wallNow: buyer.now, installation }
  const prepared = await deliverInvoice(
    context as unknown as Parameters<typeof deliverInvoice>[0],
    { ...event!, type: 'invoice-issued' } as unknown as Parameters<typeof deliverInvoice>[1],
  )
  if (prepared.kind !== 'send') throw new Error(prepared.kind)
  const [attached] = prepared.mail.attachments!
  expect(attached).toMatchObject({ filename: 'larkspur-inc-invoice-1.pdf', contentType: 'application/pdf' })
  const text = (attached!.content as Buffer).toString('latin1')
  expect(text.slice(0, 8)).toBe('%PDF-1.7')
  expect(text).toContain('Vendor Ltd')
})
