import {
  cancelSubscription,
  checkInvariants,
  createProcessClock,
  moveClock,
  openMovableClock,
  purchaseFormFacts,
  settleCollection,
} from '@seatkeeper/db'
import { createMailer } from '@seatkeeper/mail'
import {
  accountStanding,
  type Instant,
  MS_PER_HOUR,
  type PredictedStep,
  predictRuns,
  startOfDay,
} from '@seatkeeper/rules'
import { inspectorOf } from '@seatkeeper/testkit/inspect'
import type { PaymentStandIn } from '@seatkeeper/testkit/payment-stand-in'
import { startSmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { pino } from 'pino'
import { catchUp } from '../src/clock/catch-up.ts'
import type { DeliveryParts } from '../src/delivery/deliver.ts'
import { allDueWork } from '../src/due/all.ts'
import type { DueWork } from '../src/due/due-work.ts'
import type { PaymentParts } from '../src/payments/payments-loop.ts'
import { Buyer, type BuyersWorld } from '../test/buyer.ts'
import { type ComparedStep, compareSteps, inOrder } from './compare-steps.ts'
import { type Character, type Hands, noonOf, type Scenario } from './scenario.ts'

export interface YearsResult {
  /** Everything that happened, in order, to the hour: `2027-02-28 00:00 Thirty-first invoice-issued #2 120.00`. */
  readonly events: readonly string[]
  /** What the rules alone predict beside what was made, in order. */
  readonly steps: readonly ComparedStep[]
  readonly stops: number
  readonly mails: number
  readonly faults: readonly string[]
  readonly seconds: number
}

/**
 * Issue 8: takes the accounts of a scenario through its time by the business clock, with the worker's own list of due work, its delivery of
 * mails and the payment stand-in. At each stop the books must balance; in the end invoices, next terms and ends are laid beside what the
 * rules alone predict from the facts of the first day.
 */
export async function runYears(
  world: BuyersWorld,
  standIn: PaymentStandIn,
  scenario: Scenario,
): Promise<YearsResult> {
  const began = performance.now()
  const sink = await startSmtpSink()
  const inspector = inspectorOf(world.url)
  const clock = createProcessClock({ mode: 'test', em: () => world.database.worker() })
  const log = pino({ level: 'error' })
  const mailer = createMailer({ smtpUrl: sink.url, from: 'Seatkeeper <seats@example.com>' })
  const delivery: DeliveryParts = {
    database: world.database,
    mailer,
    clocks: clock,
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://app.example.com/',
      appSecret: 'a secret of thirty-two characters or more',
    },
    random: () => 0.5,
    log,
  }
  const faults: string[] = []
  const events: Event[] = []
  let stops = 0
  const never = new AbortController().signal
  async function moveTo(at: Instant, work: readonly DueWork[]): Promise<void> {
    const moved = await moveClock(
      { em: world.database.identity(), wallNow: clock.wallNow() },
      { to: 'instant', at },
    )
    if (moved.kind === 'refuse')
      throw new Error(`The clock refuses ${new Date(at).toISOString()}: ${moved.reason}`)
    await catchUp({ delivery, clock, work }, never)
    await clock.refresh()
  }
  try {
    await openMovableClock(world.url, 'test')
    await moveTo(scenario.start, [])
    const cast = new Map<string, Buyer>()
    for (const character of scenario.characters)
      cast.set(character.name, await enter(world, standIn, character, clock.businessNow()))
    const names = new Map([...cast].map(([name, buyer]) => [buyer.account.accountId, name]))
    const payments: PaymentParts = {
      em: () => world.database.worker(),
      gateway: [...cast.values()][0]!.gateway,
      clocks: clock,
      portalUrl: 'https://seats.example.com',
      log,
    }
    const standings = new Map<string, string>()
    const watch: DueWork = {
      name: 'the books',
      nextAt: async () => null,
      async run(upTo) {
        stops++
        faults.push(...(await unbalanced(inspector, upTo)))
        events.push(...(await standingChanges(inspector, names, standings, upTo)))
      },
    }
    const due = allDueWork({ database: world.database, wallNow: clock.wallNow, log, payments })
    const work = [...due, watch]
    const predicted = new Map<string, readonly PredictedStep[]>()
    for (const { name } of scenario.characters) predicted.set(name, await predict(cast.get(name)!, scenario))

    for (const stage of stagesOf(scenario)) {
      await moveTo(stage.at, stage.down ? [] : work)
      for (const { account, what, act } of stage.happenings) {
        const buyer = cast.get(account)!
        buyer.now = clock.businessNow()
        events.push({ at: stage.at, account, text: `— ${what}` })
        await act(buyer, handsOf(world, inspector))
        predicted.set(account, [
          ...until(predicted.get(account)!, stage.at),
          ...(await predict(buyer, scenario, stage.at)),
        ])
      }
    }
    events.push(...(await recorded(inspector, names)))
    const steps: ComparedStep[] = []
    for (const [name, foreseen] of predicted)
      steps.push(...(await compareSteps(inspector, cast.get(name)!.account.accountId, name, foreseen)))
    for (const { account, step, predictedAt, madeAt } of steps) {
      if (madeAt === null) faults.push(`${account}: predicted, and not made: ${step}`)
      if (predictedAt === null) faults.push(`${account}: made, and not predicted: ${step}`)
    }
    faults.push(...(await stillDiffering(inspector, names)))
    for (const { invariant } of await checkInvariants(world.url)) faults.push(`broken: ${invariant}`)
    return {
      events: worded(events),
      steps: inOrder(steps),
      stops,
      mails: sink.mails.length,
      faults,
      seconds: (performance.now() - began) / 1000,
    }
  } finally {
    mailer.close()
    await inspector.close()
    await sink.stop()
  }
}

type Inspector = ReturnType<typeof inspectorOf>

interface Event {
  readonly at: Instant
  readonly account: string
  readonly text: string
}

async function enter(
  world: BuyersWorld,
  standIn: PaymentStandIn,
  { name, contract, card }: Character,
  now: Instant,
): Promise<Buyer> {
  const buyer = await Buyer.open(world, standIn, { name, contract, now })
  buyer.now = now
  if (card !== undefined) await buyer.enterCard(card)
  return buyer
}

interface Stage {
  readonly at: Instant
  readonly happenings: Scenario['happenings']
  readonly down: boolean
}

/** From happening to happening; a worker that is down does nothing until the end of it, and then everything. */
function stagesOf({ happenings, down, start, end }: Scenario): readonly Stage[] {
  const days = new Set(happenings.map(({ on }) => on))
  const stages: Stage[] = [...days].map((on) => {
    return { at: noonOf(on), happenings: happenings.filter((one) => one.on === on), down: false }
  })
  for (const { from, until } of down) {
    stages.push({ at: noonOf(from), happenings: [], down: false })
    stages.push({ at: noonOf(until), happenings: [], down: true })
  }
  stages.push({ at: end, happenings: [], down: false })
  return stages.filter(({ at }) => at > start).toSorted((a, b) => a.at - b.at)
}

function handsOf(world: BuyersWorld, inspector: Inspector): Hands {
  return {
    async wirePaid({ account: { accountId }, now }) {
      const open = await inspector.query<{ id: string }>(
        'select id from invoice where account_id = $1 and paid_at is null',
        [accountId],
      )
      for (const { id } of open)
        await settleCollection(world.database.worker(), { invoiceId: id, accountId }, now)
    },
    async cancel(buyer) {
      const decision = await cancelSubscription(buyer.context)
      if (decision.kind === 'refuse') throw new Error(decision.reason)
    },
    async reduceAtRenewal({ account: { accountId }, now }, by) {
      await inspector.query(
        `insert into scheduled_change (id, account_id, contract_id, kind, item, from_value, to_value, effective_on, state,
           asked_at, asked_by, decided_at, decided_by)
         select uuidv7(), c.account_id, c.id, 'quantity', 'full-time', n.seats, n.seats - $2::int, c.ends_on, 'scheduled',
           $3, 'owner', $3, 'vendor'
         from contract c, lateral (select count(*)::int as seats from seat s join pool p on p.id = s.pool_id
           where p.contract_id = c.id and s.kind = 'full-time') n
         where c.account_id = $1 and c.ended_at is null`,
        [accountId, by, new Date(now)],
      )
    },
  }
}

/** What becomes of the contract from an instant on, if nobody does anything: the rules alone, without any database. */
async function predict(
  buyer: Buyer,
  { start, end }: Scenario,
  from: Instant = start,
): Promise<PredictedStep[]> {
  const [row] = await buyer.world.query<Terms>(TERMS, [buyer.account.accountId])
  // Seats of a contract that is still to begin are there from its first day on.
  const now = Math.max(from, startOfDay(row!.starts_on)) as Instant
  const facts = await purchaseFormFacts({ ...buyer.context, now })
  if (facts.kind === 'refuse') throw new Error(facts.reason)
  const { contract, catalog, account } = facts.facts
  const { renewal, billed_until: billedUntil } = row!
  return predictRuns({ contract, catalog, account, signedAt: start, renewal, billedUntil }, end)
}

interface Terms {
  readonly starts_on: Parameters<typeof startOfDay>[0]
  readonly renewal: boolean
  readonly billed_until: Terms['starts_on'] | null
}
const TERMS = `
select c.starts_on::text, c.renewed_from is not null as renewal,
  (select max(i.period_end)::text from invoice i where i.contract_id = c.id and i.kind = 'invoice') as billed_until
from contract c where c.account_id = $1 order by c.ends_on desc limit 1`

const until = (steps: readonly PredictedStep[], at: Instant) => steps.filter(({ dueAt }) => dueAt <= at)

/** PAY-09: what the nightly comparisons found, and is not over. */
async function stillDiffering(
  inspector: Inspector,
  names: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const rows = await inspector.query<{ account_id: string; details: object }>(
    'select account_id, details from reconciliation_difference where ended_at is null',
  )
  return rows.map(({ account_id, details }) => `${names.get(account_id)}: ${JSON.stringify(details)}`)
}

async function unbalanced(inspector: Inspector, upTo: Instant): Promise<readonly string[]> {
  const [sums] = await inspector.query<{ total: string; broken: number; owed: string }>(`
    select coalesce((select sum(amount) from ledger_posting), 0) as total,
      (select count(*)::int from (select from ledger_posting group by entry_id having sum(amount) <> 0) b) as broken,
      coalesce((select sum(amount) from ledger_posting where ledger_account = 'receivable'), 0)
        - coalesce((select sum(due) from invoice where paid_at is null), 0) as owed`)
  const { total, broken, owed } = sums!
  return Number(total) === 0 && broken === 0 && Number(owed) === 0
    ? []
    : [`${new Date(upTo).toISOString()}: the ledger is out by ${total}, ${broken} entries, ${owed} owed`]
}

async function standingChanges(
  inspector: Inspector,
  names: ReadonlyMap<string, string>,
  standings: Map<string, string>,
  now: Instant,
): Promise<readonly Event[]> {
  const rows = await inspector.query<Record<string, Date | string | null>>(
    'select id, overdue_since, grace_deadline, card_missing_from, access_ends_at from account',
  )
  const ms = (value: unknown) => (value === null ? null : ((value as Date).getTime() as Instant))
  return rows.flatMap((row): Event[] => {
    const since = ms(row['overdue_since'])
    const facts = {
      overdue: since === null ? null : { since, graceDeadline: ms(row['grace_deadline']) },
      cardMissingFrom: ms(row['card_missing_from']),
      endsAt: ms(row['access_ends_at']),
    }
    const account = names.get(row['id'] as string)
    if (account === undefined) return []
    const standing =
      accountStanding(facts, now)
        .map((one) => one.standing)
        .join(', ') || 'active'
    if ((standings.get(account) ?? 'active') === standing) return []
    standings.set(account, standing)
    return [{ at: now, account, text: `standing: ${standing}` }]
  })
}

/** The audit log and the notices, as they name what happened. */
async function recorded(inspector: Inspector, names: ReadonlyMap<string, string>): Promise<readonly Event[]> {
  const rows = await inspector.query<{ at: Date; account_id: string; text: string }>(`
    select at, account_id, replace(action, 'billing.', '') || coalesce(' #' || (after ->> 'number'), '')
      || coalesce(' ' || (after ->> 'due'), '') as text
    from audit where action like 'billing.%'
    union all
    select at, account_id, 'told: ' || kind || coalesce(' (' || days_before || ' days before)', '') from billing_notice
    union all
    select n.declined_at, n.account_id, 'declined #' || i.number || ' ' || n.decline_cause
    from invoice_collection n join invoice i on i.id = n.invoice_id where n.declined_at is not null`)
  return rows.map(({ at, account_id, text }) => ({
    at: at.getTime() as Instant,
    account: names.get(account_id) ?? '',
    text,
  }))
}

/** To the hour: people act a few seconds earlier or later from run to run. */
function worded(events: readonly Event[]): readonly string[] {
  const lines = events.map(({ at, account, text }) => {
    const hour = (Math.floor(at / MS_PER_HOUR) * MS_PER_HOUR) as Instant
    return `${new Date(hour).toISOString().slice(0, 16).replace('T', ' ')}  ${account.padEnd(13)} ${text}`
  })
  return lines.toSorted()
}
