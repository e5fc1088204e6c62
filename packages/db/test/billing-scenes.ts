import {
  addMonths,
  type Day,
  day,
  dayAt,
  DEFAULT_CATALOG,
  type Instant,
  MS_PER_DAY,
  predictRuns,
  startOfDay,
} from '@seatkeeper/rules'
import { createTestDatabase, type TestDatabase } from '@seatkeeper/testkit'
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { checkInvariants } from '../src/invariants/index.ts'
import type { Em } from '../src/orm.ts'
import { asVendor, type NewAccount, openAccount } from '../src/set-up.ts'
import type { Db } from '../src/statement.ts'
import { accountFacts, contractFacts, readBilling } from '../src/use-cases/billing/facts.ts'
import { runBilling } from '../src/use-cases/billing-runs/run.ts'

export const midnight = (text: string): Instant => startOfDay(day(text))

export interface Terms {
  readonly from: string
  readonly months: number
  readonly interval?: 'monthly' | 'quarterly' | 'annual'
  readonly more?: Partial<NewAccount['contract']>
}

interface Signed {
  readonly accountId: string
  readonly contractId: string
  readonly organizationId: string
  readonly signedAt: Instant
  readonly startsOn: Day
}

interface Issued {
  readonly on: Day
  readonly start: Day | null
  readonly end: Day | null
  readonly net: number
  readonly credit: number
  readonly due: number
}

/** A database of the test file's own, and what its tests of billing through time do with it. */
export function billingScenes() {
  let world: TestDatabase
  beforeAll(async () => {
    world = await createTestDatabase()
  })
  afterAll(() => world.drop())
  // A test's contracts are its own: nobody bills them in the next one.
  afterEach(async () => {
    await world.query('update contract set ended_at = now() where ended_at is null')
  })
  const run = (upTo: Instant, em: Em = world.database.worker()) => runBilling(em, { upTo })

  async function signed({ from, months, interval = 'monthly', more = {} }: Terms) {
    const startsOn = day(from)
    const contract: NewAccount['contract'] = {
      plan: 'business',
      billingInterval: interval,
      startsOn,
      endsOn: addMonths(startsOn, months),
      fullTimeSeats: 10,
      collaborators: { oneFor: 5 },
      seasons: [],
      ...more,
    }
    const at = (startOfDay(startsOn) - 7 * MS_PER_DAY) as Instant
    const account = { name: `From ${from}`, organizations: [{ name: 'Acme' }], contract }
    const { accountId, contractId, organizationIds, seasons } = await asVendor(world.url, (db) =>
      openAccount(db, account, at),
    )
    return { accountId, contractId, organizationId: organizationIds[0]!, seasons, signedAt: at, startsOn }
  }

  /** BILL-04: as the vendor accepts it. */
  async function scheduled(
    { accountId, contractId }: Pick<Signed, 'accountId' | 'contractId'>,
    change: { readonly item?: string; readonly from?: number; readonly to?: number; readonly plan?: string },
    effectiveOn: Day,
    releases: readonly string[] = [],
  ): Promise<void> {
    const { item = null, from = null, to = null, plan = null } = change
    await world.query(
      `insert into scheduled_change (id, account_id, contract_id, kind, item, from_value, to_value, from_plan, to_plan,
        effective_on, releases, state, asked_at, asked_by, decided_at, decided_by)
       values ($1, $2, $3, case when $7::text is null then 'quantity' else 'plan' end, $4, $5, $6,
        case when $7::text is not null then 'business' end, $7, $8, $9, 'scheduled', now(), 'm', now(), 's')`,
      [randomUUIDv7(), accountId, contractId, item, from, to, plan, effectiveOn, JSON.stringify(releases)],
    )
  }

  const issuedTo = (accountId: string): Promise<Issued[]> =>
    world.query<Issued>(
      `select (issued_at at time zone 'UTC')::date::text as on, period_start::text as start, period_end::text as end,
        net::int, credit_applied::int as credit, due::int
       from invoice where account_id = $1 and kind = 'invoice' order by number`,
      [accountId],
    )

  /** What the rules say without any database, from the facts as they stand before the first run. */
  async function predictedFor(account: Signed, upTo: Instant): Promise<Issued[]> {
    const { accountId, contractId, organizationId, signedAt, startsOn } = account
    const place = { accountId, organizationId, memberId: null, contractId }
    const db = world.database.worker().getKysely() as Db
    const row = await readBilling(db, place, startOfDay(startsOn))
    const contract = contractFacts(row.contract!)
    const steps = predictRuns(
      { contract, catalog: DEFAULT_CATALOG, account: accountFacts(row), signedAt },
      upTo,
    )
    return steps.flatMap(({ dueAt, invoice }) => {
      if (!invoice) return []
      const { period, net, creditApplied: credit, due } = invoice
      return [{ on: dayAt(dueAt), start: period?.start ?? null, end: period?.end ?? null, net, credit, due }]
    })
  }

  /** As if every invoice were paid when it was issued: only what was paid is credited (D-03). */
  async function payAll(): Promise<void> {
    await world.query(`update invoice set paid_at = issued_at where paid_at is null`)
    await world.query(
      `update invoice_collection set state = 'paid', paid_at = now() where state not in ('paid', 'void')`,
    )
  }

  const clean = async () =>
    (await checkInvariants(world.url)).filter(
      ({ invariant }) => invariant !== 'what an account owes is what its unpaid invoices say',
    )

  return {
    get world() {
      return world
    },
    run,
    signed,
    scheduled,
    issuedTo,
    predictedFor,
    payAll,
    clean,
  }
}
