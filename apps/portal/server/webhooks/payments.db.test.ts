import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { paymentSecret, type RunningPortal, runPortal } from '../../test/running-portal.ts'

let portal: RunningPortal
beforeAll(async () => {
  portal = await runPortal()
})
afterAll(() => portal?.close())

const event = (id: string) =>
  JSON.stringify({ id, type: 'invoice.paid', data: { object: { id: 'in_1', object: 'invoice' } } })

/** As the processor signs: the time, and an HMAC over time and body. */
function signed(
  body: string,
  { at = portal.clock.wall, secret = paymentSecret }: { at?: number; secret?: string } = {},
) {
  const t = Math.floor(at / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

const send = (body: string, signature?: string) =>
  fetch(`${portal.origin}/webhooks/payments`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature !== undefined && { 'stripe-signature': signature }),
    },
    body,
  })
const stored = () => portal.db.query<{ id: string }>('select id from payment_event order by id')

test('PAY-04 a signed event is stored once, however often it comes', async () => {
  const body = event('evt_1')
  for (let n = 0; n < 5; n++) expect((await send(body, signed(body))).status).toBe(200)
  expect(await stored()).toEqual([{ id: 'evt_1' }])
})

test.each([
  ['without a signature', () => [event('evt_x')] as const],
  [
    'signed by somebody else',
    () => [event('evt_x'), signed(event('evt_x'), { secret: 'whsec_other' })] as const,
  ],
  ['changed on the way', () => [event('evt_x'), signed(event('evt_y'))] as const],
  [
    'six minutes old',
    () => [event('evt_x'), signed(event('evt_x'), { at: portal.clock.wall - 360_000 })] as const,
  ],
  [
    'from the future',
    () => [event('evt_x'), signed(event('evt_x'), { at: portal.clock.wall + 360_000 })] as const,
  ],
  ['signed, and no JSON', () => ['{', signed('{')] as const],
  ['signed, and senseless', () => ['null', signed('null')] as const],
  ['empty', () => ['', signed('')] as const],
])('PAY-04 %s: 400, and nothing is stored', async (_, given) => {
  const before = await stored()
  const [body, signature] = given()
  expect((await send(body, signature)).status).toBe(400)
  expect(await stored()).toEqual(before)
})

test('PAY-04 too large is 413, another method 405', async () => {
  const large = 'x'.repeat(600_000)
  expect((await send(large, signed(large))).status).toBe(413)
  expect((await fetch(`${portal.origin}/webhooks/payments`)).status).toBe(405)
})
