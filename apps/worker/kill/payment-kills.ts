import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkInvariants } from '@seatkeeper/db'
import { createStripeGateway } from '@seatkeeper/payments'
import { type Instant, MS_PER_HOUR } from '@seatkeeper/rules'
import { TEST_NOW } from '@seatkeeper/testkit/account'
import { faultyLine, type PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { pino } from 'pino'
import { PURCHASE_LEASE_MS } from '../src/payments/payments-loop.ts'
import { reconcileAll } from '../src/reconciliation/reconcile-all.ts'
import { Buyer, type BuyersWorld } from '../test/buyer.ts'
import { loadedWorker } from './loaded-worker.ts'
import type { PaymentOrders } from './payment-victim.ts'

export interface PaymentKillResult {
  readonly purchases: number
  /** Processes that died by SIGKILL with the purchase in their hands: at a point between two steps, and at any moment. */
  readonly killedAtSteps: number
  readonly killedAnywhere: number
  /** Requests and answers that the line lost. */
  readonly lost: number
  readonly paid: number
  readonly failed: number
  readonly faults: readonly string[]
  readonly seconds: number
}

const CARDS = [
  { number: '4242424242424242', ends: 'paid' },
  { number: '4000002760003184', ends: 'paid' },
  { number: '4000000000000341', ends: 'failed' },
] as const
const BOUGHT = 3
const A_DAY_MS = 86_400_000
/** More than a purchase has. */
const POINTS = 30
const LONGEST_LIFE_MS = 250
const LOST_EVERY = 9

/**
 * PAY-05, BILL-13: each purchase meets two workers that are killed for good: one at the next point between two steps, one at
 * any moment. Every other one has a line that loses requests and answers, and every third is gone on with a day later. In the end
 * each was charged once and has its seats, or was not charged and has changed nothing.
 */
export async function runPaymentKills(
  world: BuyersWorld,
  standIn: PaymentStandIn,
  { kills }: { readonly kills: number },
): Promise<PaymentKillResult> {
  const began = performance.now()
  const faults: string[] = []
  const accounts = new Set<string>()
  const count = { purchases: 0, killedAtSteps: 0, killedAnywhere: 0, lost: 0, paid: 0, failed: 0 }
  let lossy = false
  const line = await faultyLine(standIn.apiUrl, () => {
    if (!lossy || Math.random() * LOST_EVERY >= 1) return null
    count.lost++
    return Math.random() < 0.5 ? 'answer-lost' : 'lost-on-the-way'
  })
  const victims = new Victims()
  try {
    while (count.killedAtSteps + count.killedAnywhere < kills) {
      const nth = count.purchases++
      const card = CARDS[nth % CARDS.length]!
      const buyer = await Buyer.open(world, standIn, { card: card.number })
      accounts.add(buyer.account.accountId)
      const { purchaseId, quote } = await buyer.submit([{ kind: 'quantity', item: 'full-time', by: BOUGHT }])
      const before = await buyer.seats()
      for (const point of [nth % POINTS, null]) {
        lossy = nth % 2 === 1
        const orders = {
          databaseUrl: world.url,
          apiUrl: line.url,
          businessNow: buyer.now,
          aheadMs: buyer.later,
        }
        const died = await victims.kill({ ...orders, point })
        if (died) count[point === null ? 'killedAnywhere' : 'killedAtSteps']++
        buyer.later += nth % 3 === 0 ? A_DAY_MS : PURCHASE_LEASE_MS + 600_000
      }
      lossy = false
      let state = await buyer.work(purchaseId)
      if (state === 'requires-action') {
        const { action_url: page } = await buyer.purchase(purchaseId)
        await standIn.answerBank(page!, 'complete')
        buyer.later += PURCHASE_LEASE_MS + 600_000
        state = await untilSettled(buyer, purchaseId)
      }
      if (state === 'paid') count.paid++
      else if (state === 'failed') count.failed++
      const found = {
        state,
        seats: (await buyer.seats()) - before,
        collected: await buyer.collected(),
        invoices: (await buyer.invoices()).length,
        held: (await buyer.balances())['credit-held'] ?? 0,
      }
      const paid = state === 'paid'
      const expected = {
        // A bank that asked has its hour; whoever came back a day later than that was not charged.
        state: card.ends === 'paid' && !paid ? 'failed' : card.ends,
        seats: paid ? BOUGHT : 0,
        collected: paid ? [quote.dueToday.due] : [],
        invoices: paid ? 1 : 0,
        held: 0,
      }
      if (JSON.stringify(found) !== JSON.stringify(expected))
        faults.push(`purchase ${nth} with ${card.number}: ${JSON.stringify(found)}`)
    }
  } finally {
    victims.close()
    await line.close()
  }
  faults.push(...(await leftToReconcile(world, standIn, accounts)))
  for (const { invariant } of await checkInvariants(world.url)) faults.push(`broken: ${invariant}`)
  return { ...count, faults, seconds: (performance.now() - began) / 1000 }
}

/** PAY-09: once what is safe to repair was repaired, nothing disagrees any more, whatever the kills have left behind. */
async function leftToReconcile(
  world: BuyersWorld,
  standIn: PaymentStandIn,
  accounts: ReadonlySet<string>,
): Promise<readonly string[]> {
  const parts = {
    em: () => world.database.worker(),
    gateway: createStripeGateway({ secretKey: 'sk_test_x', apiUrl: standIn.apiUrl }),
    wallNow: () => (Date.now() + 4 * MS_PER_HOUR) as Instant,
    log: pino({ level: 'silent' }),
  }
  await reconcileAll({ ...parts, repair: true }, { night: null, now: TEST_NOW })
  const left: string[] = []
  await reconcileAll(
    { ...parts, repair: false },
    {
      night: null,
      now: TEST_NOW,
      heard(account) {
        // Other accounts may be at another processor.
        if (account.kind === 'none' || !accounts.has(account.accountId)) return
        if (account.kind === 'compared') left.push(...account.differences.map((one) => JSON.stringify(one)))
        else left.push(`${JSON.stringify(account)}: not compared`)
      },
    },
  )
  return left
}

async function untilSettled(buyer: Buyer, purchaseId: string): Promise<string> {
  for (let rounds = 0; ; rounds++) {
    const state = await buyer.work(purchaseId, 1)
    if (state === 'paid' || state === 'failed' || rounds === 10) return state
    buyer.later += PURCHASE_LEASE_MS + 600_000
  }
}

/** Processes that are loaded and wait for their orders: what is killed is work, not starting up. */
class Victims {
  readonly #alive = new Set<ChildProcess>()
  #next = this.#start()

  /** True: it was killed while it worked; false: it had finished. */
  async kill(orders: PaymentOrders): Promise<boolean> {
    const victim = await this.#next
    this.#next = this.#start()
    const gone = once(victim, 'exit')
    let done = false
    const working = new Promise<void>((resolve) => {
      victim.on('message', (message) => {
        if (message === 'working') resolve()
        if (message === 'done') {
          done = true
          victim.kill('SIGKILL')
        }
      })
    })
    victim.send(orders)
    await Promise.race([working, gone])
    if (orders.point === null) {
      await Promise.race([sleep(Math.random() * LONGEST_LIFE_MS), gone])
      if (!done) victim.kill('SIGKILL')
    }
    await gone
    return !done
  }

  close(): void {
    // The spare one may not have begun yet.
    void this.#next.then(
      (spare) => spare.kill('SIGKILL'),
      () => {},
    )
    for (const victim of this.#alive) victim.kill('SIGKILL')
  }

  async #start(): Promise<ChildProcess> {
    const victim = await loadedWorker()
    this.#alive.add(victim)
    victim.once('exit', () => this.#alive.delete(victim))
    return victim
  }
}
