import {
  acceptQuote,
  type BillingAccount,
  type ContractFacts,
  creditPostings,
  type Currency,
  type Day,
  DEFAULT_CATALOG,
  holdPostings,
  type Instant,
  invoicePostings,
  type LedgerAccount,
  paymentPostings,
  type Posting,
  type Quote,
  quoteChange,
  type QuoteFacts,
  releasePostings,
  replayQuote,
  settle,
  type Settlement,
  strayPaymentPostings,
  type SubscriptionChange,
} from '@seatkeeper/rules'
import { randomUUIDv7 } from 'node:crypto'
import type { NewEntry } from '../src/use-cases/billing/ledger.ts'
import type { Seeded } from '@seatkeeper/testkit/seeded'

export interface Entry {
  readonly id: string
  readonly kind: NewEntry['kind']
  readonly postings: readonly Posting[]
}

const TERM = { start: '2026-01-01' as Day, end: '2027-01-01' as Day }
const TERM_STARTS = Date.UTC(2026, 0, 1)
const DAYS = 365

/** Prices of a seat and month: nothing, less than a card takes, usual ones, and what has fractions in every proration. */
const PRICES: Readonly<Record<string, readonly number[]>> = {
  USD: [0, 1, 7, 8900, 13_900],
  EUR: [0, 3, 4999, 8900],
  JPY: [0, 1, 13, 1200, 9800],
  KWD: [0, 3, 45, 12_345, 27_501],
}
export const CURRENCIES = Object.keys(PRICES) as Currency[]

/**
 * One account's money as it should be: what a random operation does to it follows from the rules, and is added up here without
 * any database. Facts of the next operation are these sums, so that credits, carried charges and purchases on their way meet.
 */
export class AccountModel {
  readonly id: string
  readonly currency: Currency
  readonly #random: Seeded
  readonly sums = new Map<LedgerAccount, number>()
  /** By the entry that gave it. */
  readonly credits = new Map<string, number>()
  readonly faults: string[] = []
  #onItsWay: Quote | null = null
  readonly #unpaid: number[] = []
  readonly #item: ContractFacts['items'][number]
  readonly #payment: 'card' | 'wire'

  constructor(id: string, currency: Currency, random: Seeded) {
    this.id = id
    this.currency = currency
    this.#random = random
    this.#payment = random.next() < 0.8 ? 'card' : 'wire'
    const unitPrice = random.one(PRICES[currency]!)
    const quantity = random.whole(1, 30)
    const cover = [{ quantity, unitPrice, paid: true }]
    this.#item = { id: 'full-time', kind: 'seats', quantity, unitPrice, cover }
  }

  /** What happens to the account's money next: one or two entries. */
  operate(): readonly Entry[] {
    const random = this.#random
    if (this.#onItsWay)
      return random.next() < 0.7 ? this.#granted(this.#onItsWay) : this.#failed(this.#onItsWay)
    const chance = random.next()
    if (chance < 0.5) return this.#purchase()
    if (chance < 0.7) return this.#period()
    if (chance < 0.85 && this.#unpaid.length > 0) {
      const [due] = this.#unpaid.splice(random.whole(0, this.#unpaid.length - 1), 1)
      return this.#posted('payment', paymentPostings(due!))
    }
    const id = randomUUIDv7()
    if (chance < 0.93) {
      const net = random.whole(1, 20_000)
      return this.#posted('credit', creditPostings({ net, tax: random.whole(0, net) }, id), id)
    }
    return this.#posted('stray-payment', strayPaymentPostings(random.whole(1, 50_000), id), id)
  }

  #purchase(): readonly Entry[] {
    const random = this.#random
    const contract = this.#contract()
    const now = (TERM_STARTS + random.whole(0, DAYS * 86_400_000 - 1)) as Instant
    const facts: QuoteFacts = { contract, catalog: DEFAULT_CATALOG, account: this.#account(), by: 'vendor' }
    const by = random.whole(1, 9) * (random.next() < 0.15 ? -1 : 1)
    const changes: SubscriptionChange[] = [{ kind: 'quantity', item: 'full-time', by, effective: 'now' }]
    const quote = quoteChange(facts, changes, now)
    if (quote.kind === 'refuse') return []
    const stored = JSON.parse(JSON.stringify(quote)) as Quote
    const replayed = replayQuote(stored)
    if (replayed?.due !== quote.dueToday.due) this.#fault('a quote’s lines do not give its figure')
    if (acceptQuote(stored, facts, now).kind !== 'grant') this.#fault('a quote is stale at once')
    this.#onItsWay = stored
    return this.#posted('hold', holdPostings(used(stored)))
  }

  #granted(quote: Quote): readonly Entry[] {
    this.#onItsWay = null
    const settlement = { ...quote.dueToday, creditsUsed: quote.creditsUsed }
    return this.#issued(settlement, { held: true, paid: this.#payment === 'card' })
  }

  #failed(quote: Quote): readonly Entry[] {
    this.#onItsWay = null
    return this.#posted('release', releasePostings(used(quote)))
  }

  /** A period's invoice; sometimes one in the customer's favour. */
  #period(): readonly Entry[] {
    const { currency } = this
    const amount = this.#item.unitPrice * this.#item.quantity - (this.#random.next() < 0.2 ? 5_000 : 0)
    const settled = settle(
      [
        {
          kind: 'flat',
          rule: amount < 0 ? 'adjustment' : 'period',
          subject: 'full-time',
          amount: { amount, currency },
        },
      ],
      this.#account(),
      {
        currency,
        rounding: 'half-up',
        ...(this.#payment === 'card'
          ? { minimumCharge: 50, chargeStep: stepOf(currency) }
          : { minimumCharge: 0 }),
      },
    )
    if (settled.kind === 'refuse') return []
    return this.#issued(settled, { held: false, paid: this.#payment === 'card' && this.#random.next() < 0.7 })
  }

  #issued(
    settlement: Omit<Settlement, 'includedTax'>,
    { held, paid }: { held: boolean; paid: boolean },
  ): readonly Entry[] {
    const { net, tax, carriedIn, carriedOut, creditApplied, toBalance, due, lines } = settlement
    if (due !== net + tax + carriedIn + toBalance - creditApplied - carriedOut)
      this.#fault('figures do not add up')
    if (due !== lines.reduce((sum, line) => sum + line.amount.amount, 0))
      this.#fault('lines do not add up to what is due')
    if (due < 0) this.#fault('less than nothing is due')
    if (this.#payment === 'card' && (due % stepOf(this.currency) !== 0 || (due > 0 && due < 50)))
      this.#fault(`${due} ${this.currency} cannot be charged`)
    const id = randomUUIDv7()
    const entries = [
      ...this.#posted(
        'invoice',
        invoicePostings({ ...settlement, includedTax: [] }, { held, newCreditId: id }),
        id,
      ),
    ]
    if (paid) entries.push(...this.#posted('payment', paymentPostings(due)))
    else if (due > 0) this.#unpaid.push(due)
    return entries
  }

  #posted(kind: Entry['kind'], postings: readonly Posting[], id = randomUUIDv7()): readonly Entry[] {
    let total = 0
    for (const { ledgerAccount, amount, creditId } of postings) {
      total += amount
      this.sums.set(ledgerAccount, (this.sums.get(ledgerAccount) ?? 0) + amount)
      if (ledgerAccount === 'credit') this.credits.set(creditId!, (this.credits.get(creditId!) ?? 0) - amount)
    }
    if (total !== 0) this.#fault(`debits and credits of ${kind} differ by ${total}`)
    if (this.sums.get('receivable') && kind === 'payment' && this.sums.get('receivable')! < 0)
      this.#fault('more was paid than was due')
    return postings.length > 0 ? [{ id, kind, postings }] : []
  }

  #account(): BillingAccount {
    const credits = [...this.credits].filter(([, remaining]) => remaining > 0)
    const tax = this.#random.one(['0', '8.875', '20'])
    return {
      taxes: tax === '0' ? [] : [{ kind: 'rate', name: 'VAT', percent: tax }],
      credits: credits.map(([id, remaining], nth) => ({ id, grantedAt: nth as Instant, remaining })),
      carried: this.sums.get('carried') ?? 0,
    }
  }

  #contract(): ContractFacts {
    const { currency } = this
    return {
      plan: 'enterprise',
      policy: DEFAULT_CATALOG.policies['standard']!,
      currency,
      interval: 'annual',
      term: TERM,
      items: [this.#item],
      seasons: [],
      scheduled: [],
      selfService: true,
      payment: this.#payment,
    }
  }

  #fault(what: string): void {
    this.faults.push(`${this.id} (${this.currency}, ${this.#payment}): ${what}`)
  }
}

const used = ({ creditsUsed, dueToday }: Quote) => ({ creditsUsed, carriedIn: dueToday.carriedIn })
const stepOf = (currency: Currency): number => (currency === 'KWD' ? 10 : 1)
