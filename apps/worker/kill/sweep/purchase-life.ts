import { createHmac, randomUUID } from 'node:crypto'
import { makeQuote, previewQuote, storePaymentEvent, submitPurchase } from '@seatkeeper/db'
import { createStripeGateway, taxesFor } from '@seatkeeper/payments'
import type { Instant, Quote } from '@seatkeeper/rules'
import type { PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { paymentRound, PURCHASE_LEASE_MS } from '../../src/payments/payments-loop.ts'
import { Buyer, type BuyersWorld } from '../../test/buyer.ts'
import { type PortalProcess, WEBHOOK_SECRET } from './portal-process.ts'
import { processorLine } from './processor-line.ts'
import { BOUGHT, type Phase, PHASES, type Scenario } from './scenarios.ts'
import { type Fate, Steps } from './steps.ts'
import type { Workers } from './worker-process.ts'

const A_DAY_MS = 86_400_000

/** One purchase from quote to end, in which one process may be cut off; whoever comes after it goes on. */
export class PurchaseLife {
  readonly scenario: Scenario
  readonly buyer: Buyer
  #quote: { readonly quoteId: string; readonly quote: Quote } | null = null
  #purchaseId = ''
  #event: { readonly body: string; readonly signature: string } | null = null
  #seatsBefore = 0

  private constructor(scenario: Scenario, buyer: Buyer) {
    this.scenario = scenario
    this.buyer = buyer
  }

  static async begin(world: BuyersWorld, standIn: PaymentStandIn, scenario: Scenario): Promise<PurchaseLife> {
    // The portal's own clock is the system's.
    const now = Date.now() as Instant
    const buyer = await Buyer.open(world, standIn, { now })
    buyer.now = now
    if (scenario.card !== null) await buyer.enterCard(scenario.card)
    const life = new PurchaseLife(scenario, buyer)
    await scenario.prepare?.(buyer)
    life.#seatsBefore = await buyer.seats()
    return life
  }

  get #places() {
    return { databaseUrl: this.buyer.world.url, apiUrl: this.buyer.standIn.apiUrl }
  }

  /** All that comes before the phase, undisturbed. */
  async upTo(phase: Phase): Promise<void> {
    for (const each of PHASES.slice(0, PHASES.indexOf(phase))) await this.#undisturbed(each)
  }

  /** The phase in a process of its own. */
  async disturbed(
    phase: Phase,
    by: { readonly workers: Workers; readonly portal: PortalProcess | null },
    fateOf: (n: number) => Fate,
  ): Promise<Steps> {
    const { buyer } = this
    if (phase === 'collect' || phase === 'settle' || phase === 'report') {
      const times = { businessNow: buyer.now, aheadMs: buyer.later }
      return by.workers.round(this.#places, times, fateOf)
    }
    const portal = by.portal!
    if (phase === 'webhook') {
      const { body, signature } = this.#event!
      portal.steps.begin(fateOf)
      await portal.deliver(body, signature)
      return portal.steps
    }
    const [page, fields] =
      phase === 'quote'
        ? ['/settings/billing/seats', { intent: 'review', 'full-time': String(BOUGHT) }]
        : [`/settings/billing/quotes/${this.#quote!.quoteId}`, { intent: 'submit' }]
    await portal.signIn(buyer)
    await portal.open(page)
    portal.steps.begin(fateOf)
    const to = await portal.send(page, fields)
    if (!portal.steps.killed && !to?.startsWith('/settings/billing/')) throw new Error(`${page}: ${to}`)
    return portal.steps
  }

  /** The phase in this process, which lives on, over a line that does something to its nth request. */
  async onBadLine(fateOf: (n: number) => Fate): Promise<Steps> {
    const { buyer } = this
    const steps = new Steps().begin(fateOf)
    const line = await processorLine(buyer.standIn.apiUrl, steps)
    const gateway = createStripeGateway({
      secretKey: 'sk_test_x',
      apiUrl: line.url,
      retries: 0,
      timeoutMs: 5_000,
    })
    await paymentRound(buyer.parts({ gateway }))
    line.close()
    return steps
  }

  /** The clocks go on: past the lease and the pause, or to the next day. */
  wait(aDay: boolean): void {
    this.buyer.later += aDay ? A_DAY_MS : PURCHASE_LEASE_MS + 600_000
    if (aDay) this.buyer.now = (this.buyer.now + A_DAY_MS) as Instant
  }

  /** The rest of its life, begun with the phase that was cut off. */
  async goOn(phase: Phase): Promise<void> {
    for (const each of PHASES.slice(PHASES.indexOf(phase))) await this.#undisturbed(each)
  }

  async #undisturbed(phase: Phase): Promise<void> {
    const { buyer, scenario } = this
    switch (phase) {
      case 'quote':
        this.#quote = await this.#quoted()
        return
      case 'submit':
        await this.#submit()
        return
      case 'collect':
        await this.#untilItRests()
        if ((await buyer.stateOf(this.#purchaseId)) === 'requires-action' && scenario.bank !== undefined) {
          const { action_url: page, processor_invoice_id: id } = await buyer.purchase(this.#purchaseId)
          await buyer.standIn.answerBank(page!, scenario.bank)
          this.#event = signedEvent(id!)
        }
        return
      case 'webhook': {
        if (this.#event === null) return
        const { id } = JSON.parse(this.#event.body) as { id: string }
        const { processor_invoice_id: objectId } = await buyer.purchase(this.#purchaseId)
        const event = { id, type: 'invoice.paid', objectType: 'invoice', objectId: objectId! }
        await storePaymentEvent(buyer.world.database.identity(), event, buyer.wallNow())
        return
      }
      case 'settle':
      case 'report':
        await this.#untilItRests()
        // What was told of the sale comes by the round after.
        if (scenario.taxService === true) await paymentRound(buyer.parts())
    }
  }

  async #quoted() {
    const { changes, taxService } = this.scenario
    if (taxService !== true) return this.buyer.quote(changes)
    const first = await previewQuote(this.buyer.context, { changes })
    if (first.kind === 'refuse') throw new Error(first.reason)
    const { place, asked, quoteId: reference } = first
    const answer = await taxesFor(this.buyer.gateway, { place, currency: 'USD', ...asked, reference })
    const made = await makeQuote(this.buyer.context, { changes, ...answer })
    if (made.kind === 'refuse') throw new Error(made.reason)
    return made
  }

  /** Pressed once more; where the quote has expired meanwhile, a fresh one is. */
  async #submit(): Promise<void> {
    const again = await submitPurchase(this.buyer.context, { quoteId: this.#quote!.quoteId })
    if (again.kind === 'grant') {
      this.#purchaseId = again.purchaseId
      return
    }
    if (again.reason !== 'quote-expired') throw new Error(again.reason)
    this.#quote = await this.#quoted()
    await this.#submit()
  }

  /** Until it is settled or the buyer is asked; the worker's rounds, each after its pause. */
  async #untilItRests(): Promise<void> {
    const { buyer } = this
    for (let rounds = 0; rounds < 12; rounds++) {
      await paymentRound(buyer.parts())
      const state = await buyer.stateOf(this.#purchaseId)
      if (state === 'paid' || state === 'failed') return
      if (state === 'requires-action' && this.#event === null) return
      this.wait(false)
    }
  }

  /** The processor's invoices; whoever pays by wire is none of its customers. */
  async atProcessor(): ReturnType<PaymentStandIn['invoicesOf']> {
    return this.buyer.customerId === '' ? [] : this.buyer.standIn.invoicesOf(this.buyer.customerId)
  }

  /** What has come of it, and what is wrong with that. */
  async outcome(aDay: boolean): Promise<Outcome> {
    const { buyer, scenario } = this
    const { state, failure } = await buyer.purchase(this.#purchaseId)
    const atProcessor = await this.atProcessor()
    const collected = atProcessor.filter(({ status }) => status === 'paid').map(({ total }) => total)
    const found = {
      state,
      seats: (await buyer.seats()) - this.#seatsBefore,
      collected,
      invoices: (await buyer.invoices()).length,
      held: (await buyer.balances())['credit-held'] ?? 0,
      purchases: await this.#count('purchase'),
      leftOpen: atProcessor.filter(({ status }) => status === 'draft' || status === 'open').length,
      salesTold: await this.#count('tax_report', 'and transaction_id is not null'),
    }
    const { due } = this.#quote!.quote.dueToday
    // A bank that asked has its hour; whoever comes a day later was not charged.
    const lapsed = aDay && scenario.bank !== undefined && failure === 'authentication-lapsed'
    const ends = lapsed ? 'failed' : scenario.ends
    const paid = ends === 'paid'
    const expected = {
      state: ends,
      seats: paid ? BOUGHT : 0,
      collected: paid && scenario.collects ? [due] : [],
      invoices: paid ? 1 : 0,
      held: 0,
      purchases: 1,
      leftOpen: 0,
      salesTold: scenario.taxService === true && paid ? 1 : 0,
    }
    const wrong = JSON.stringify(found) === JSON.stringify(expected) ? null : JSON.stringify(found)
    return {
      state,
      failure,
      charged: collected.reduce((sum, amount) => sum + amount, 0),
      seats: found.seats,
      wrong,
    }
  }

  async #count(table: string, more = ''): Promise<number> {
    const [row] = await this.buyer.world.query<{ n: string }>(
      `select count(*) as n from ${table} where account_id = $1 ${more}`,
      [this.buyer.account.accountId],
    )
    return Number(row!.n)
  }
}

export interface Outcome {
  readonly state: string
  readonly failure: string | null
  readonly charged: number
  readonly seats: number
  /** What was found, where it is not as it must be. */
  readonly wrong: string | null
}

function signedEvent(invoiceId: string) {
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    type: 'invoice.paid',
    data: { object: { id: invoiceId, object: 'invoice' } },
  })
  const t = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', WEBHOOK_SECRET).update(`${t}.${body}`).digest('hex')
  return { body, signature: `t=${t},v1=${v1}` }
}
