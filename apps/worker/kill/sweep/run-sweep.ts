import { checkInvariants } from '@seatkeeper/db'
import type { PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import type { BuyersWorld } from '../../test/buyer.ts'
import { PortalProcess } from './portal-process.ts'
import { type Outcome, PurchaseLife } from './purchase-life.ts'
import { isPortals, type Phase, type Scenario } from './scenarios.ts'
import type { Fate, Step } from './steps.ts'
import { Workers } from './worker-process.ts'

/** One purchase in which one step was disturbed. */
export interface SweepRow {
  readonly scenario: string
  readonly phase: Phase
  /** From 1, of so many. */
  readonly k: number
  readonly of: number
  readonly step: Step
  readonly fate: Fate
  readonly aDayLater: boolean
  readonly keysForgotten: boolean
  readonly outcome: Outcome
}

export interface SweepResult {
  readonly rows: readonly SweepRow[]
  /** Processes killed for good. */
  readonly killed: number
  /** Requests, answers and refusals that a living process met. */
  readonly disturbed: number
  /** Steps that the process did not come to this time: its parts run side by side. */
  readonly notReached: number
  /** Over all purchases, in minor units. */
  readonly books: Books
  readonly faults: readonly string[]
  /** False: its time was up before its last step. */
  readonly whole: boolean
}

export interface SweepOptions {
  readonly scenarios: readonly Scenario[]
  /** Only every so manieth step. */
  readonly stride?: number
  /** On which side of each step processes are killed; both unless told. */
  readonly sides?: readonly Side[]
  /** Requests whose process lives on are disturbed, too; yes unless told. */
  readonly disturb?: boolean
  /** The portal's phases are swept, too, with the portal as it was built; yes unless told. */
  readonly portal?: boolean
  /** After so long no purchase is begun any more; the books of those that were are compared all the same. */
  readonly budgetMs?: number
  readonly heard?: (row: SweepRow) => void
}

export const SIDES = ['before', 'after'] as const
export type Side = (typeof SIDES)[number]
/** What a process meets and lives on with at each request to the processor: both of these, and one of those in turn. */
const LOST: readonly Fate[] = ['lost-on-the-way', 'answer-lost']
const REFUSED: readonly Fate[] = ['server-fault', 'busy', 'in-use']

const isWorkers = (phase: Phase): boolean => !isPortals(phase)
const isKill = (fate: Fate): fate is Side => fate === 'before' || fate === 'after'

/**
 * PAY-05, BILL-13: the steps of a purchase (each statement to the database, each request to the processor) are counted in a purchase that
 * nothing happens to. Then, for each step, a purchase whose process is killed right before it and one whose process is killed right
 * after it, and for each request some that lose it, lose its answer, or have it refused while the process lives on. Another process goes on: at once, or a day later
 * (every third); every other one at a processor that has forgotten its idempotency keys.
 *
 * @param standIns One that remembers keys, and one that forgets them at once.
 */
export async function runSweep(
  world: BuyersWorld,
  standIns: readonly [PaymentStandIn, PaymentStandIn],
  options: SweepOptions,
): Promise<SweepResult> {
  const { scenarios, stride = 1, sides = SIDES, disturb = true, portal: withPortal = true, heard } = options
  const until = performance.now() + (options.budgetMs ?? Infinity)
  const timeIsUp = () => performance.now() > until
  let whole = true
  const rows: SweepRow[] = []
  const lives: PurchaseLife[] = []
  const faults: string[] = []
  const count = { killed: 0, disturbed: 0, notReached: 0, begun: 0 }
  const workers = new Workers()
  const portals = withPortal ? new Portals(world.url, standIns[0].apiUrl) : null

  const begin = async (scenario: Scenario, phase: Phase, keysForgotten: boolean) => {
    const life = await PurchaseLife.begin(world, standIns[keysForgotten ? 1 : 0], scenario)
    await life.upTo(phase)
    lives.push(life)
    return life
  }
  /** The steps of the phase where nothing happens. */
  const steps = async (scenario: Scenario, phase: Phase): Promise<readonly Step[]> => {
    const life = await begin(scenario, phase, false)
    const portal = isPortals(phase) ? await portals!.next() : null
    const { seen } = await life.disturbed(phase, { workers, portal }, () => 'pass')
    await portal?.end()
    await life.goOn(phase)
    const { wrong } = await life.outcome(false)
    if (wrong !== null) faults.push(`${scenario.name}, ${phase}, undisturbed: ${wrong}`)
    return seen
  }
  const one = async (
    scenario: Scenario,
    phase: Phase,
    { k, nthRequest, of, step, fate }: { k: number; nthRequest: number; of: number; step: Step; fate: Fate },
  ) => {
    const nth = count.begun++
    const aDayLater = nth % 3 === 2
    // The client itself repeats what a line has lost, at once: nobody has forgotten the key by then.
    const keysForgotten = isKill(fate) && nth % 2 === 1
    const life = await begin(scenario, phase, keysForgotten)
    const kills = isKill(fate)
    let reached = false
    const fateOf = (n: number): Fate => {
      // What is lost is lost again when the client repeats it.
      const nths = kills ? [k] : LOST.includes(fate) ? [nthRequest, nthRequest + 1] : [nthRequest]
      if (!nths.includes(n)) return 'pass'
      reached = true
      return fate
    }
    if (kills) {
      const portal = isPortals(phase) ? await portals!.next() : null
      const { killed } = await life.disturbed(phase, { workers, portal }, fateOf)
      await portal?.end()
      if (killed) count.killed++
    } else {
      await life.onBadLine(fateOf)
      if (reached) count.disturbed++
    }
    if (!reached) count.notReached++
    life.wait(aDayLater)
    await life.goOn(phase)
    const outcome = await life.outcome(aDayLater)
    const row = {
      scenario: scenario.name,
      phase,
      k: k + 1,
      of,
      step,
      fate,
      aDayLater,
      keysForgotten,
      outcome,
    }
    rows.push(row)
    heard?.(row)
    if (outcome.wrong !== null)
      faults.push(`${scenario.name}, ${phase}, ${fate} step ${k + 1} (${step.name}): ${outcome.wrong}`)
  }

  try {
    for (const phases of [isWorkers, isPortals]) {
      for (const scenario of scenarios) {
        for (const phase of scenario.swept.filter(phases)) {
          if (isPortals(phase) && portals === null) continue
          if (timeIsUp()) {
            whole = false
            continue
          }
          const seen = await steps(scenario, phase)
          for (let k = 0; k < seen.length; k += stride) {
            const step = seen[k]!
            // A living process is met on the line to the processor alone.
            const nthRequest = seen.slice(0, k).filter(({ kind }) => kind === 'request').length
            const disturbed = disturb && step.kind === 'request'
            const refused = REFUSED[nthRequest % REFUSED.length]!
            const fates = [...sides, ...(disturbed ? [...LOST, refused] : [])]
            for (const fate of fates) {
              if (timeIsUp()) whole = false
              else await one(scenario, phase, { k, nthRequest, of: seen.length, step, fate })
            }
          }
        }
      }
    }
  } finally {
    await Promise.all([workers.close(), portals?.close()])
  }
  for (const { invariant } of await checkInvariants(world.url)) faults.push(`broken: ${invariant}`)
  const books = await booksOf(world, lives)
  faults.push(...disagreements(books))
  return { rows, ...count, books, faults, whole }
}

interface Books {
  /** What the processor has collected, in all and how often. */
  readonly processor: number
  readonly charges: number
  /** Purchases of ours that are paid by card, and their invoices. */
  readonly purchases: number
  readonly invoices: number
  readonly paidInvoices: number
  /** The ledger's cash, and the sum of all its postings. */
  readonly cash: number
  readonly ledger: number
  readonly seatsGranted: number
  readonly seatsPaid: number
}

/** Over all purchases: the processor's charges, our paid invoices, the ledger, the seats. */
async function booksOf(world: BuyersWorld, lives: readonly PurchaseLife[]): Promise<Books> {
  const collected: number[] = []
  for (const life of lives)
    collected.push(
      ...(await life.atProcessor()).filter(({ status }) => status === 'paid').map(({ total }) => total),
    )
  const accounts = lives.map(({ buyer }) => buyer.account.accountId)
  const [row] = await world.query<Record<string, string>>(
    `select
      (select coalesce(sum(p.due), 0) from purchase p where p.state = 'paid' and p.outbox_id is not null and p.account_id = any($1)) as purchases,
      (select coalesce(sum(i.due), 0) from invoice i join purchase p on p.id = i.purchase_id
        where p.outbox_id is not null and i.paid_at is not null and i.account_id = any($1)) as invoices,
      (select count(*) from invoice i join purchase p on p.id = i.purchase_id
        where p.outbox_id is not null and i.paid_at is not null and i.account_id = any($1)) as "paidInvoices",
      (select coalesce(sum(amount), 0) from ledger_posting where ledger_account = 'cash' and account_id = any($1)) as cash,
      (select coalesce(sum(amount), 0) from ledger_posting where account_id = any($1)) as ledger,
      (select count(*) - 5 * cardinality($1::uuid[]) from seat where kind = 'full-time' and retires_on is null and account_id = any($1)) as "seatsGranted",
      (select coalesce(sum((c ->> 'by')::integer), 0) from purchase p join billing_quote q on q.id = p.quote_id,
        jsonb_array_elements(q.quote -> 'changes') as c
        where p.state = 'paid' and c ->> 'item' = 'full-time' and p.account_id = any($1)) as "seatsPaid"`,
    [accounts],
  )
  const ours = Object.fromEntries(Object.entries(row!).map(([name, value]) => [name, Number(value)]))
  return {
    processor: collected.reduce((sum, amount) => sum + amount, 0),
    charges: collected.length,
    ...(ours as unknown as Omit<Books, 'processor' | 'charges'>),
  }
}

function disagreements(books: Books): readonly string[] {
  const { processor, charges, purchases, invoices, paidInvoices, cash, ledger, seatsGranted, seatsPaid } =
    books
  const agree =
    [purchases, invoices, cash].every((sum) => sum === processor) &&
    charges === paidInvoices &&
    ledger === 0 &&
    seatsGranted === seatsPaid
  return agree ? [] : [`the books do not agree: ${JSON.stringify(books)}`]
}

/** Portals that are started and asked for once; the next one starts while the last is at work. */
class Portals {
  readonly #place: readonly [databaseUrl: string, apiUrl: string]
  #spare: Promise<PortalProcess>

  constructor(...place: readonly [databaseUrl: string, apiUrl: string]) {
    this.#place = place
    this.#spare = this.#start()
  }

  async next(): Promise<PortalProcess> {
    const portal = await this.#spare
    this.#spare = this.#start()
    return portal
  }

  async close(): Promise<void> {
    const spare = await this.#spare.catch(() => null)
    await spare?.end()
  }

  #start(): Promise<PortalProcess> {
    const started = PortalProcess.start(...this.#place)
    // Whoever waits for it hears of it.
    started.catch(() => {})
    return started
  }
}
