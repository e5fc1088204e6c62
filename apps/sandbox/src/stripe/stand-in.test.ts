import { createServer, type IncomingMessage } from 'node:http'
import {
  createStripeGateway,
  type PaymentEvent,
  type PaymentGateway,
  readWebhook,
} from '@seatkeeper/payments'
import type { Instant, Money } from '@seatkeeper/rules'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startStripe, type StripeStandIn } from './index.ts'

const SECRET = 'whsec_test'
let standIn: StripeStandIn
let gateway: PaymentGateway
const received: { event: PaymentEvent | null; body: string; signature: string }[] = []
const now = () => Date.now() as Instant

const receiver = createServer((request: IncomingMessage, response) => {
  let body = ''
  request.on('data', (part: Buffer) => (body += part.toString()))
  request.on('end', () => {
    const signature = String(request.headers['stripe-signature'])
    received.push({ event: readWebhook({ body, signature, secrets: [SECRET] }, now()), body, signature })
    response.end()
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const port = typeof address === 'object' ? address!.port : 0
  standIn = await startStripe({ webhook: { url: `http://127.0.0.1:${port}/`, secret: SECRET } })
  gateway = createStripeGateway({ secretKey: 'sk_test_x', apiUrl: standIn.apiUrl, retries: 0 })
})
afterAll(async () => {
  await standIn.close()
  receiver.close()
})

let count = 0
const fresh = () => `key-${++count}`
const usd = (amount: number): Money => ({ amount, currency: 'USD' })

async function customerWith(number: string) {
  const opened = await gateway.openCustomer({ accountId: 'a-1', name: 'Larkspur' }, fresh())
  if (opened.kind !== 'known') throw new Error(JSON.stringify(opened))
  const { customerId } = opened
  const session = await enterCard(customerId, number)
  const read = await gateway.readCardEntry(session.sessionId)
  if (read.kind !== 'known' || !read.card) throw new Error(`No card: ${JSON.stringify(read)}`)
  return { customerId, paymentMethodId: read.card.paymentMethodId }
}

async function enterCard(customerId: string, number: string) {
  const session = await gateway.startCardEntry(
    { accountId: 'a-1', customerId, returnUrl: 'http://localhost/back', cancelUrl: 'http://localhost/no' },
    fresh(),
  )
  if (session.kind !== 'known') throw new Error(JSON.stringify(session))
  const answer = await post(session.url, { number, expiry: '11/31', cvc: '123' })
  const location = answer.headers.get('location')
  if (location?.startsWith('/pay/authenticate')) await post(standIn.apiUrl + location, { answer: 'complete' })
  return { ...session, status: answer.status }
}

const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })

/** Draft, lines, finalised: as the worker does it. */
async function openedInvoice(customerId: string, amounts: readonly Money[], reference = fresh()) {
  const draft = await gateway.openInvoice(
    { reference, customerId, currency: amounts[0]!.currency, description: 'Seats' },
    reference,
  )
  if (draft.kind !== 'known') throw new Error(JSON.stringify(draft))
  const lines = amounts.map((amount, n) => ({ description: `line ${n}`, amount }))
  const state = await gateway.finaliseInvoice({ invoiceId: draft.invoiceId, customerId, lines }, reference)
  return { invoiceId: draft.invoiceId, lines, reference, state }
}

const returnUrl = 'http://localhost/purchase'

describe('charges', () => {
  test('PAY-01 BILL-07 a card is entered on the hosted page, an invoice of our own lines is paid with it', async () => {
    const card = await customerWith('5555555555554444')
    const read = await gateway.readCard(card.paymentMethodId)
    expect(read).toMatchObject({
      card: { brand: 'mastercard', lastFour: '4444', expiryMonth: 11, expiryYear: 2031 },
    })
    const invoice = await openedInvoice(card.customerId, [usd(10_000), usd(887), usd(-500)])
    expect(invoice.state).toEqual({ kind: 'open', invoiceId: invoice.invoiceId, total: usd(10_387) })
    const paid = await gateway.payInvoice({ ...card, invoiceId: invoice.invoiceId, returnUrl }, fresh())
    expect(paid).toEqual({ kind: 'paid', invoiceId: invoice.invoiceId, total: usd(10_387) })
    const again = await gateway.payInvoice({ ...card, invoiceId: invoice.invoiceId, returnUrl }, fresh())
    expect(again.kind).toBe('unknown')
    expect(await gateway.readInvoice(invoice.invoiceId)).toEqual(paid)
  })

  test.each([
    ['declined after it was entered', '4000000000000341', 'declined'],
    ['authentication, then no funds', '4000008260003178', 'insufficient-funds'],
  ] as const)('BILL-13 %s', async (_, number, cause) => {
    const card = await customerWith(number)
    const { invoiceId } = await openedInvoice(card.customerId, [usd(500)])
    let state = await gateway.payInvoice({ ...card, invoiceId, returnUrl }, fresh())
    if (state.kind === 'requires-action') {
      await post(state.url, { answer: 'complete' })
      state = await gateway.readInvoice(invoiceId)
    }
    expect(state).toMatchObject({ kind: 'declined', cause })
    expect(await gateway.voidInvoice(invoiceId, fresh())).toEqual({ kind: 'void', invoiceId, cause })
    expect((await gateway.payInvoice({ ...card, invoiceId, returnUrl }, fresh())).kind).not.toBe('paid')
  })

  test.each([
    ['and it is them', 'complete', { kind: 'paid' }, 'succeeded'],
    ['and it is not', 'fail', { kind: 'declined', cause: 'authentication-failed' }, 'failed'],
  ] as const)('PAY-08 the bank asks, %s', async (_, answer, expected, status) => {
    const card = await customerWith('4000002760003184')
    const { invoiceId } = await openedInvoice(card.customerId, [usd(500)])
    const state = await gateway.payInvoice({ ...card, invoiceId, returnUrl }, fresh())
    if (state.kind !== 'requires-action') throw new Error(state.kind)
    expect(await gateway.readInvoice(invoiceId)).toEqual(state)
    const back = await post(state.url, { answer })
    expect(back.headers.get('location')).toContain(`${returnUrl}?payment_intent=`)
    expect(back.headers.get('location')).toContain(`redirect_status=${status}`)
    expect(await gateway.readInvoice(invoiceId)).toMatchObject(expected)
    expect((await post(state.url, { answer })).status).toBe(410)
  })

  test.each(['4000000000000002', '4000000000000069', '4000000000000127', '1234'])(
    'PAY-01 the card %s is refused where it is entered, with the reason',
    async (number) => {
      const opened = await gateway.openCustomer({ accountId: 'a', name: 'A' }, fresh())
      if (opened.kind !== 'known') throw new Error(JSON.stringify(opened))
      const { status, sessionId } = await enterCard(opened.customerId, number)
      expect(status).toBe(422)
      expect(await gateway.readCardEntry(sessionId)).toMatchObject({ status: 'open', card: null })
    },
  )
})

describe('PAY-05 whatever is repeated happens once', () => {
  test('the same key gives the same invoice; it is found by its reference; lines are added once', async () => {
    const { customerId } = await customerWith('4242424242424242')
    const since = now()
    const reference = fresh()
    const nothing = await gateway.findInvoice(customerId, reference, since)
    expect(nothing).toEqual({ kind: 'known', invoiceId: null })
    const first = await openedInvoice(customerId, [usd(100), usd(200)], reference)
    const second = await openedInvoice(customerId, [usd(100), usd(200)], reference)
    expect(second.invoiceId).toBe(first.invoiceId)
    expect(second.state).toEqual(first.state)
    expect(await gateway.findInvoice(customerId, reference, since)).toEqual({
      kind: 'known',
      invoiceId: first.invoiceId,
    })
    // A day later, with keys forgotten, the lines are still there only once.
    const { invoiceId, lines } = first
    expect(await gateway.finaliseInvoice({ invoiceId, customerId, lines }, fresh())).toEqual(first.state)
  })

  test('a draft that a crash left half filled is completed, not doubled', async () => {
    const { customerId } = await customerWith('4242424242424242')
    const draft = await gateway.openInvoice(
      { reference: 'r', customerId, currency: 'USD', description: 'Seats' },
      fresh(),
    )
    if (draft.kind !== 'known') throw new Error(JSON.stringify(draft))
    const stripe = new Stripe('sk_test_x', { ...place(), maxNetworkRetries: 0, telemetry: false })
    await stripe.invoiceItems.create({
      customer: customerId,
      invoice: draft.invoiceId,
      amount: 300,
      currency: 'usd',
      metadata: { seatkeeper_line: '0' },
    })
    const lines = [usd(300), usd(50)].map((amount) => ({ description: 'x', amount }))
    const state = await gateway.finaliseInvoice({ invoiceId: draft.invoiceId, customerId, lines }, fresh())
    expect(state).toMatchObject({ kind: 'open', total: usd(350) })
  })

  test('the same key with other parameters is refused and does nothing', async () => {
    const key = fresh()
    await gateway.openCustomer({ accountId: 'a', name: 'First' }, key)
    const other = await gateway.openCustomer({ accountId: 'a', name: 'Second' }, key)
    expect(other).toMatchObject({ kind: 'unknown', ours: true })
  })
})

describe('currencies', () => {
  test.each([
    ['yen have no decimals', { amount: 1200, currency: 'JPY' }],
    ['dinars have three', { amount: 12_340, currency: 'KWD' }],
    ['krónur are counted in hundredths there', { amount: 777, currency: 'ISK' }],
  ] as const)('BILL-09 %s', async (_, total) => {
    const card = await customerWith('4242424242424242')
    const { invoiceId, state } = await openedInvoice(card.customerId, [total])
    expect(state).toMatchObject({ kind: 'open', total })
    expect(await gateway.payInvoice({ ...card, invoiceId, returnUrl }, fresh())).toMatchObject({
      kind: 'paid',
      total,
    })
  })
})

describe('what is not written down is refused', () => {
  const call = (path: string, body = '', headers = {}) =>
    fetch(standIn.apiUrl + path, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_x', 'stripe-version': Stripe.API_VERSION, ...headers },
      body,
    })

  test.each([
    ['an unknown endpoint', '/v1/charges', '', 404, 'Unrecognized request URL'],
    ['an unknown parameter', '/v1/customers', 'nickname=x', 400, 'Received unknown parameter: nickname'],
    ['an unknown nested one', '/v1/customers', 'address[planet]=x', 400, 'address[planet]'],
    ['a missing one', '/v1/invoiceitems', 'customer=c', 400, 'Missing required param: invoice'],
    ['an object that is not there', '/v1/invoices/in_x/void', '', 404, "No such invoice: 'in_x'"],
  ])('%s', async (_, path, body, status, message) => {
    const answer = await call(path, body)
    expect(answer.status).toBe(status)
    const { error } = (await answer.json()) as { error: { message: string } }
    expect(error.message).toContain(message)
  })

  test('another version of the API, a key that is none', async () => {
    expect((await call('/v1/customers', '', { 'stripe-version': '2020-08-27' })).status).toBe(400)
    expect((await call('/v1/customers', '', { authorization: 'Bearer pk_live' })).status).toBe(401)
  })
})

test('PAY-04 webhooks come signed; forged, changed, old and future ones are not read', async () => {
  const card = await customerWith('4242424242424242')
  const { invoiceId } = await openedInvoice(card.customerId, [usd(500)])
  await gateway.payInvoice({ ...card, invoiceId, returnUrl }, fresh())
  const paid = () =>
    received.find(({ event }) => event?.type === 'invoice.paid' && event.objectId === invoiceId)
  await expect.poll(paid).toBeTruthy()
  const { body, signature } = paid()!
  const read = (changed: { body?: string; signature?: string; secrets?: string[] }, at = now()) =>
    readWebhook({ body, signature, secrets: [SECRET], ...changed }, at)
  expect(read({})).toMatchObject({ objectType: 'invoice', objectId: invoiceId })
  expect(read({ secrets: ['whsec_other'] })).toBeNull()
  expect(read({ secrets: ['whsec_other', SECRET] })).toMatchObject({ objectId: invoiceId })
  expect(read({ body: body.replace('invoice.paid', 'invoice.void') })).toBeNull()
  expect(read({ signature: '' })).toBeNull()
  expect(read({ signature: 't=now,v1=00' })).toBeNull()
  expect(read({}, (now() + 301_000) as Instant)).toBeNull()
  expect(read({}, (now() - 301_000) as Instant)).toBeNull()
  const nonsense = Stripe.webhooks.generateTestHeaderString({ payload: 'null', secret: SECRET })
  expect(read({ body: 'null', signature: nonsense })).toBeNull()
})

test('D-27 tax is estimated by the processor where its tax service is used', async () => {
  const address = { line1: '1 Main St', city: 'New York', postalCode: '10001', country: 'US' }
  const question = { currency: 'USD', address, net: 10_000, reference: 'q', taxId: null } as const
  const estimate = await gateway.estimateTax(question)
  expect(estimate).toMatchObject({
    kind: 'known',
    tax: usd(888),
    parts: [{ name: 'Sales tax, 8.875 %', amount: 888 }],
  })
  const nowhere = { ...question, address: { ...address, postalCode: 'none' } }
  expect(await gateway.estimateTax(nowhere)).toEqual({ kind: 'address-unusable' })
  const reversed = await gateway.estimateTax({
    ...question,
    address: { ...address, postalCode: '10115', country: 'DE' },
    taxId: 'DE123456789',
  })
  expect(reversed).toMatchObject({
    tax: usd(0),
    parts: [{ name: expect.stringContaining('reverse charge') }],
  })
})

test('BILL-02 the tax service is told of a sale once, and of what was given back, never more than was sold', async () => {
  const address = { line1: '1 Main St', city: 'New York', postalCode: '10001', country: 'US' }
  const question = { currency: 'USD', address, net: 10_000, reference: 'q', taxId: null } as const
  const estimate = await gateway.estimateTax(question)
  if (estimate.kind !== 'known') throw new Error(estimate.kind)
  const [reference, key] = [fresh(), fresh()]
  const sale = { calculationId: estimate.calculationId, reference }
  const told = await gateway.reportTaxSale(sale, key)
  expect(told).toMatchObject({ kind: 'known' })
  expect(await gateway.reportTaxSale(sale, key)).toEqual(told)
  expect(await gateway.reportTaxSale(sale, fresh())).toMatchObject({ kind: 'unknown', ours: true })
  if (told.kind !== 'known') return
  const back = (amount: number) => {
    return { transactionId: told.transactionId, amount: usd(amount), reference: fresh() }
  }
  expect(await gateway.reportTaxReversal(back(10_000), fresh())).toMatchObject({ kind: 'known' })
  expect(await gateway.reportTaxReversal(back(889), fresh())).toMatchObject({ kind: 'unknown', ours: true })
  expect(await gateway.reportTaxReversal(back(888), fresh())).toMatchObject({ kind: 'known' })
})

function place() {
  const { hostname, port } = new URL(standIn.apiUrl)
  return { protocol: 'http' as const, host: hostname, port }
}
