import { createHmac, randomUUID } from 'node:crypto'
import { storePaymentEvent } from '@seatkeeper/db'
import { readWebhook } from '@seatkeeper/payments'
import type { Instant } from '@seatkeeper/rules'
import type { PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { paymentRound } from '../src/payments/payments-loop.ts'
import { Buyer, type BuyersWorld } from '../test/buyer.ts'

export interface StreamResult {
  readonly streams: number
  /** Signed, as they came; each event five times. */
  readonly delivered: number
  readonly stored: number
  /** Forged, old, or signed for a time to come. */
  readonly forged: number
  readonly paid: number
  readonly failed: number
  readonly faults: readonly string[]
}

const SECRET = 'whsec_streams'
const CARDS = ['4242424242424242', '4000000000000341', '4000002760003184'] as const
const TYPES = [
  'invoice.paid',
  'invoice.finalized',
  'invoice.payment_failed',
  'invoice.voided',
  'charge.refunded',
]
const TIMES = 5

/**
 * PAY-04: the webhooks of one purchase after the other, each five times, shuffled, some missing, forged ones between them, while the
 * worker goes on. Whatever came of it, the purchase ends in the one state that the processor's invoice says.
 */
export async function runWebhookStreams(
  world: BuyersWorld,
  standIn: PaymentStandIn,
  { streams }: { readonly streams: number },
): Promise<StreamResult> {
  const faults: string[] = []
  const count = { delivered: 0, forged: 0, paid: 0, failed: 0, stored: 0 }
  for (let stream = 0; stream < streams; stream++) {
    const buyer = await Buyer.open(world, standIn, { card: CARDS[stream % CARDS.length]! })
    const before = await buyer.seats()
    const { purchaseId, quote } = await buyer.submit([{ kind: 'quantity', item: 'full-time', by: 2 }])
    const state = await buyer.work(purchaseId)
    const { action_url: page, processor_invoice_id: invoiceId } = await buyer.purchase(purchaseId)
    if (state === 'requires-action') await standIn.answerBank(page!, 'complete')
    const bodies = TYPES.filter(() => Math.random() > 0.3).map((type) =>
      JSON.stringify({
        id: `evt_${randomUUID()}`,
        type,
        data: { object: { id: invoiceId, object: type.split('.')[0] } },
      }),
    )
    count.stored += bodies.length
    const posts = bodies.flatMap((body) => Array.from({ length: TIMES }, () => body))
    for (const body of posts.sort(() => Math.random() - 0.5)) {
      const wallNow = buyer.wallNow()
      const event = readWebhook({ body, signature: signed(body, wallNow), secrets: [SECRET] }, wallNow)
      if (event === null) throw new Error('A signed webhook was not read')
      await storePaymentEvent(world.database.identity(), event, wallNow)
      count.delivered++
      for (const signature of forgeries(body, wallNow)) {
        count.forged++
        if (readWebhook({ body, signature, secrets: [SECRET] }, wallNow) !== null)
          faults.push(`stream ${stream}: a forged webhook was read`)
      }
      if (Math.random() < 0.2) await paymentRound(buyer.parts())
    }
    buyer.later += 600_000
    await paymentRound(buyer.parts())
    await paymentRound(buyer.parts())
    const end = await buyer.stateOf(purchaseId)
    if (end === 'paid') count.paid++
    else if (end === 'failed') count.failed++
    const paid = stream % CARDS.length !== 1
    const found = [end, (await buyer.seats()) - before, ...(await buyer.collected())]
    const expected = paid ? ['paid', 2, quote.dueToday.due] : ['failed', 0]
    if (JSON.stringify(found) !== JSON.stringify(expected))
      faults.push(`stream ${stream}: ${JSON.stringify(found)}`)
  }
  const [events] = await world.query<{ stored: string; waiting: string }>(
    'select count(*) as stored, count(*) filter (where done_at is null) as waiting from payment_event',
  )
  if (Number(events!.waiting) > 0) faults.push(`${events!.waiting} events wait`)
  if (Number(events!.stored) !== count.stored)
    faults.push(`${events!.stored} events are stored instead of ${count.stored}`)
  return { streams, ...count, faults }
}

function signed(body: string, at: Instant, secret = SECRET): string {
  const t = Math.floor(at / 1000)
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

function forgeries(body: string, wallNow: Instant): readonly string[] {
  return [
    '',
    signed(body, wallNow, 'whsec_somebody_elses'),
    signed(`${body} `, wallNow),
    signed(body, (wallNow - 301_000) as Instant),
    signed(body, (wallNow + 302_000) as Instant),
  ]
}
