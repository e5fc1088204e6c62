import {
  type Day,
  DEFAULT_CATALOG,
  type Instant,
  addDays,
  addMonths,
  day,
  dayAt,
  MS_PER_DAY,
  predictRuns,
  startOfDay,
} from '@seatkeeper/rules'
import {
  TEST_NOW,
  added,
  buildAccount,
  createTestDatabase,
  newUser,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import * as fc from 'fast-check'
import { randomUUIDv7 } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../../invariants/index.ts'
import type { Em } from '../../orm.ts'
import { type NewAccount, asVendor, openAccount } from '../../set-up.ts'
import type { Db } from '../../statement.ts'
import { renewalFacts } from '../../queries/billing/renewal.ts'
import { seatsOverview } from '../../queries/seats-overview.ts'
import { agreeSeasons, declineSeasons } from '../billing-changes/decide-seasons.ts'
import { setPaymentTerms } from '../billing-changes/set-billing-terms.ts'
import { addUser } from '../add-user.ts'
import { accountFacts, contractFacts, readBilling } from '../billing/facts.ts'
import { nextBillingAt, runBilling } from './run.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())
// A test's contracts are its own: nobody bills them in the next one.
afterEach(async () => {
  await world.query('update contract set ended_at = now() where ended_at is null')
})

const midnight = (text: string): Instant => startOfDay(day(text))
const run = (upTo: Instant, em: Em = world.database.worker()) => runBilling(em, { upTo })

interface Terms {
  readonly from: string
  readonly months: number
  readonly interval?: 'monthly' | 'quarterly' | 'annual'
  readonly more?: Partial<NewAccount['contract']>
}

/** An account whose contract was signed a week before it begins. */
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

type Signed = Awaited<ReturnType<typeof signed>>

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

interface Issued {
  readonly on: Day
  readonly start: Day | null
  readonly end: Day | null
  readonly net: number
  readonly credit: number
  readonly due: number
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

describe('BILL-06 CAL-04 what the rules say is what is issued', () => {
  test.each<[string, Terms]>([
    ['29 January, a month', { from: '2027-01-29', months: 1 }],
    ['30 January, a month', { from: '2028-01-30', months: 1 }],
    ['31 December, a month', { from: '2027-12-31', months: 1 }],
    ['31 August, a year by the month', { from: '2027-08-31', months: 12 }],
    ['leap day, a year', { from: '2028-02-29', months: 12, interval: 'annual' }],
    ['30 November, a year by the quarter', { from: '2027-11-30', months: 12, interval: 'quarterly' }],
  ])('from %s, by a worker that was down all the time', async (_, terms) => {
    const account = await signed(terms)
    const upTo = startOfDay(addMonths(day(terms.from), 15))
    const expected = await predictedFor(account, upTo)
    await run(upTo)
    expect(expected.length).toBeGreaterThan(1)
    expect(await issuedTo(account.accountId)).toEqual(expected)
  })

  test('two years of any contract, in whatever steps and by however many workers', async () => {
    const start = fc.integer({ min: 0, max: 1100 }).map((n) => addDays(day('2026-02-01'), n))
    const change = fc.record({ month: fc.integer({ min: 1, max: 20 }), to: fc.integer({ min: 6, max: 14 }) })
    await fc.assert(
      fc.asyncProperty(
        start,
        fc.constantFrom(['monthly', 1], ['monthly', 12], ['quarterly', 6], ['annual', 12], ['annual', 24]),
        fc.option(change, { nil: null }),
        fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
        fc.array(fc.integer({ min: 0, max: 800 }), { maxLength: 3 }),
        fc.integer({ min: 1, max: 3 }),
        async (from, [interval, months], changed, seasonIn, pauses, workers) => {
          const seasons =
            seasonIn === null
              ? []
              : [
                  {
                    name: 'S',
                    firstDay: addMonths(from, seasonIn),
                    lastDay: addMonths(from, seasonIn + 2),
                    seats: 4,
                  },
                ]
          const terms = { from, months, interval, more: { seasons } } as Terms
          const account = await signed(terms)
          if (changed) {
            const { month, to } = changed
            await scheduled(account, { item: 'full-time', from: 10, to }, addMonths(from, month))
          }
          const upTo = startOfDay(addMonths(from, 24))
          const expected = await predictedFor(account, upTo)
          const stops = pauses.map((days) => account.signedAt + days * MS_PER_DAY)
          // Only what was paid by then is credited.
          if (changed) stops.push(startOfDay(addMonths(from, changed.month)) - 1)
          for (const stop of [...stops.filter((at) => at < upTo).sort((x, y) => x - y), upTo]) {
            await Promise.all(Array.from({ length: workers }, () => run(stop as Instant)))
            await payAll()
          }
          expect(await issuedTo(account.accountId)).toEqual(expected)
        },
      ),
      { numRuns: 8, seed: 16 },
    )
    expect(await clean()).toEqual([])
  }, 60_000)

  test('eight accounts, four workers at once: each invoice once, numbers without gaps', async () => {
    const accounts = []
    for (let n = 1; n <= 8; n++) accounts.push(await signed({ from: '2029-05-31', months: n % 3 || 12 }))
    const upTo = midnight('2029-09-01')
    await Promise.all([1, 2, 3, 4].map(() => runBilling(world.database.worker(), { upTo, page: 3 })))
    for (const { accountId } of accounts) {
      const starts = (await issuedTo(accountId)).map(({ start }) => start)
      expect(starts).toEqual(['2029-05-31', '2029-06-30', '2029-07-31', '2029-08-31'])
    }
    expect(await run(upTo)).toEqual({ invoices: 0, renewals: 0, changes: 0, ends: 0, faults: [] })
  })

  test('it says when it is needed next', async () => {
    await run(midnight('2035-06-01'))
    await signed({ from: '2035-06-30', months: 12 })
    expect(await nextBillingAt(world.database.worker(), midnight('2035-06-29'))).toBe(midnight('2035-06-30'))
  })
})

/** The worker's door, cut off after its nth statement, a commit too, before it is answered; what was not committed is gone. */
function dyingAfter(statements: number): Em {
  const em = world.database.worker()
  const getKysely = em.getKysely.bind(em)
  let done = 0
  em.getKysely = ((options: never) =>
    getKysely(options).withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (done++ >= statements) throw new Error('killed')
        return result
      },
    })) as typeof em.getKysely
  return em
}

test('BILL-06 BILL-11 killed between any two statements and taken up again: each invoice and term once', async () => {
  await run(midnight('2040-01-01'))
  let killed = 0
  for (let point = 0; ; point++) {
    const { accountId } = await signed({ from: '2040-01-31', months: 1 })
    const upTo = midnight('2040-02-29')
    const died = await run(upTo, dyingAfter(point)).then(
      ({ faults }) => faults.length > 0,
      () => true,
    )
    await run(upTo)
    const [found] = await world.query(
      `select (select count(*)::int from contract where account_id = $1) as terms,
        (select array_agg(period_start::text order by number) from invoice where account_id = $1) as invoices,
        (select count(*)::int from invoice_collection where account_id = $1) as collections,
        (select count(*)::int from ledger_entry where account_id = $1) as entries,
        (select count(*)::int from audit where account_id = $1 and action like 'billing.%') as noted`,
      [accountId],
    )
    expect([point, found]).toEqual([
      point,
      { terms: 2, invoices: ['2040-01-31', '2040-02-29'], collections: 2, entries: 2, noted: 3 },
    ])
    if (!died) break
    killed++
  }
  expect(killed).toBeGreaterThan(25)
}, 60_000)

describe('BILL-11 renewal', () => {
  const RENEWAL = day('2026-12-12')
  const renewal = startOfDay(RENEWAL)

  const scene = async (fullTimeSeats = 5, seasons: Parameters<typeof buildAccount>[1] = {}) => {
    const account = await buildAccount(world.url, { fullTimeSeats, collaborators: 2, ...seasons })
    await world.query(
      `insert into payment_account select id, id::text, 'pm', 'visa', '4242', 12, 2040, now() from account where id = $1`,
      [account.accountId],
    )
    await run(TEST_NOW)
    await payAll()
    return { account, context: { em: world.database.tenant(), actor: account.owner, now: renewal } }
  }
  /** Signed in, so that no invitation lapses. */
  const person = async (account: TestAccount): Promise<string> => {
    const { memberId } = await added(world.database, account)
    await world.query(`update seat set held_until = null where holder_id = $1`, [memberId])
    await world.query(`update member set joined_at = now() where id = $1`, [memberId])
    return memberId
  }
  const holders = async (accountId: string, kind: string): Promise<string[]> =>
    (
      await world.query<{ id: string }>(
        `select s.holder_id as id from seat s where s.account_id = $1 and s.kind = $2 and s.holder_id is not null order by 1`,
        [accountId, kind],
      )
    ).map(({ id }) => id)

  test('pools and people go along; a claim in between, while the worker is down, is served', async () => {
    const { account, context } = await scene()
    const memberId = await person(account)
    const late = { ...context, now: (renewal + 3_600_000) as Instant }
    expect(await seatsOverview(late)).toMatchObject({ endedOn: null })
    expect(await addUser(late, newUser())).toMatchObject({ kind: 'grant' })
    expect(await run((renewal + 2 * 3_600_000) as Instant)).toMatchObject({ renewals: 1, invoices: 1 })
    const seated = await holders(account.accountId, 'full-time')
    expect(seated).toHaveLength(2)
    expect(seated).toContain(memberId)
    expect((await seatsOverview(late)).counts).toMatchObject([
      { availability: { total: 5, assigned: 2 } },
      { availability: { total: 2 } },
    ])
    expect(await addUser(late, newUser())).toMatchObject({ kind: 'grant' })
    expect(
      await world.query(
        `select starts_on::text, ends_on::text, anchor_day, ended_at is null as runs from contract
       where account_id = $1 order by starts_on`,
        [account.accountId],
      ),
    ).toEqual([
      { starts_on: '2025-12-12', ends_on: '2026-12-12', anchor_day: null, runs: false },
      { starts_on: '2026-12-12', ends_on: '2027-12-12', anchor_day: 12, runs: true },
    ])
  })

  test('D-23 who is named gives up the seat, an empty one first; the audit log says so', async () => {
    const { account } = await scene(5)
    const people = []
    for (let n = 0; n < 4; n++) people.push(await person(account))
    const [ada, bob, cy, dan] = people as [string, string, string, string]
    await scheduled(account, { item: 'full-time', from: 5, to: 3 }, RENEWAL, [bob, cy])
    await run(renewal)
    expect(await holders(account.accountId, 'full-time')).toEqual([ada, cy, dan].sort())
    expect(
      await world.query(
        `select m.id, m.deactivated_at is not null as gone, a.actor_id as by
         from member m left join audit a on a.subject_id = m.id and a.action = 'user.deactivated'
         where m.id = any($1) order by m.id`,
        [[bob, cy]],
      ),
    ).toEqual([
      { id: bob, gone: true, by: 'billing' },
      { id: cy, gone: false, by: null },
    ])
    expect(
      await world.query(`select state, made_value from scheduled_change where account_id = $1`, [
        account.accountId,
      ]),
    ).toEqual([{ state: 'made', made_value: 3 }])
  })

  test('D-23 nobody named: it renews at the number in use, and nobody loses anything', async () => {
    const { account } = await scene(5)
    for (let n = 0; n < 4; n++) await person(account)
    await scheduled(account, { item: 'full-time', from: 5, to: 2 }, RENEWAL)
    await run(renewal)
    expect(await holders(account.accountId, 'full-time')).toHaveLength(4)
    expect((await issuedTo(account.accountId)).at(-1)).toMatchObject({
      start: '2026-12-12',
      net: 4 * 8900 * 12 + 2 * 1500 * 12,
    })
  })

  test('D-23 somebody named who left meanwhile gives up nothing, nor does anybody in their place', async () => {
    const { account, context } = await scene(3)
    const people = []
    for (let n = 0; n < 3; n++) people.push(await person(account))
    const { deactivateUser } = await import('../deactivate-user.ts')
    await deactivateUser({ ...context, now: TEST_NOW }, { memberId: people[0]! })
    await person(account)
    await scheduled(account, { item: 'full-time', from: 3, to: 2 }, RENEWAL, [people[0]!])
    await run(renewal)
    expect(await holders(account.accountId, 'full-time')).toHaveLength(3)
  })

  test('the plan, a number for it and one for later: made, moved on, priced anew', async () => {
    const account = await signed({ from: '2030-01-01', months: 12, interval: 'annual' })
    await scheduled(account, { plan: 'professional' }, day('2031-01-01'))
    await scheduled(account, { item: 'full-time', from: 10, to: 6 }, day('2031-01-01'))
    await scheduled(account, { item: 'full-time', from: 6, to: 8 }, day('2032-01-01'))
    await run(midnight('2031-01-01'))
    expect((await issuedTo(account.accountId)).at(-1)).toMatchObject({ net: 6 * 4900 * 12 + 1 * 1500 * 12 })
    await run(midnight('2032-01-01'))
    expect((await issuedTo(account.accountId)).at(-1)).toMatchObject({ net: 8 * 4900 * 12 + 1 * 1500 * 12 })
    expect(await clean()).toEqual([])
  })

  test('seasons that are over are proposed one year on, once; one that is not goes along, with whoever holds its seats', async () => {
    const { account, context } = await scene(5, {
      seasons: [
        { name: 'June', from: -5, to: 10, seats: 3 },
        { name: 'Turn of the year', from: 180, to: 210, seats: 4 },
      ],
    })
    const turn = account.seasons[1]!
    const { memberId } = await added(world.database, account, { seasonIds: [turn.id] })
    await run(renewal)
    expect(
      await world.query(
        `select name, first_day::text, last_day::text, seats, state from season_proposal where account_id = $1`,
        [account.accountId],
      ),
    ).toEqual([
      { name: 'June', first_day: '2027-06-05', last_day: '2027-06-20', seats: 3, state: 'proposed' },
    ])
    expect(await holders(account.accountId, 'seasonal')).toEqual([memberId])
    expect((await seatsOverview(context)).seasons).toMatchObject([{ season: { name: 'Turn of the year' } }])
    // Invoiced with the term in which it opened, and not again.
    const lines = await world.query<{ starts: string }>(
      `select i.period_start::text as starts from invoice_line l join invoice i on i.id = l.invoice_id
       where l.account_id = $1 and l.line ->> 'subject' = $2`,
      [account.accountId, turn.id],
    )
    expect(lines).toEqual([{ starts: '2025-12-12' }])
  })

  test('BILL-11 a season agreed before the renewal is on its invoice, one agreed after it on its own; one is not held', async () => {
    const { account, context } = await scene(5, {
      seasons: [
        { name: 'Spring', from: -60, to: -50, seats: 2 },
        { name: 'June', from: -5, to: 10, seats: 3 },
        { name: 'July', from: 20, to: 30, seats: 4 },
      ],
    })
    const vendor = (now: Instant) => ({ url: world.url, now })
    const of = account.accountId
    const states = async (now: Instant) => {
      const found = await renewalFacts({ ...context, now })
      if (found.kind === 'refuse') throw new Error(found.reason)
      return found.proposals.map(({ name, state }) => `${name} ${state}`)
    }
    expect(await states(TEST_NOW)).toEqual(['Spring proposed', 'June proposed', 'July proposed'])
    const early = await agreeSeasons(vendor(TEST_NOW), of, { only: ['june'], unitPrice: 6000 })
    expect(early).toMatchObject({ kind: 'grant', seasons: [{ seats: 3, invoiced: 'with-its-period' }] })
    expect(await agreeSeasons(vendor(TEST_NOW), of, { only: ['June'] })).toMatchObject({
      reason: 'not-found',
    })
    expect(await states(TEST_NOW)).toEqual(['Spring proposed', 'June agreed', 'July proposed'])
    await run(renewal)
    // What was agreed for June 2027 is proposed for 2028 from now on.
    expect(await states(renewal)).toEqual(['Spring proposed', 'July proposed', 'June proposed'])
    const late = await agreeSeasons(vendor(renewal), of, { only: ['July'], seats: 6, unitPrice: 5000 })
    expect(late).toMatchObject({ kind: 'grant', seasons: [{ firstDay: '2027-06-30', invoiced: 'now' }] })
    expect(await declineSeasons(vendor(renewal), of, { only: [] })).toMatchObject({
      seasons: [{ name: 'Spring', state: 'declined' }],
    })
    expect((await states(renewal)).slice(0, 2)).toEqual(['Spring declined', 'July agreed'])
    const lines = await world.query(
      `select s.name, i.period_start::text as period, (l.line -> 'amount' ->> 'amount')::int as amount
       from invoice_line l join invoice i on i.id = l.invoice_id
       join season s on s.id::text = l.line ->> 'subject' join contract c on c.id = s.contract_id
       where l.account_id = $1 and c.ended_at is null order by i.number`,
      [of],
    )
    expect(lines).toEqual([
      { name: 'June', period: '2026-12-12', amount: 3 * 6000 },
      { name: 'July', period: null, amount: 6 * 5000 },
    ])
    expect((await seatsOverview(context)).seasons).toMatchObject([
      { season: { name: 'June' }, availability: { total: 3 } },
      { season: { name: 'July' }, availability: { total: 6 } },
    ])
    // The next renewal proposes them again, and the one that is not held no more.
    await run(midnight('2027-12-12'))
    expect((await states(midnight('2027-12-12'))).toSorted()).toEqual(['July proposed', 'June proposed'])
    expect(await clean()).toEqual([])
  })

  test('what was asked for and not answered lapses', async () => {
    const { account } = await scene()
    await scheduled(account, { item: 'full-time', from: 5, to: 4 }, RENEWAL)
    await world.query(
      `update scheduled_change set state = 'requested', decided_at = null, decided_by = null where account_id = $1`,
      [account.accountId],
    )
    await run(renewal)
    expect(
      await world.query(`select state from scheduled_change where account_id = $1`, [account.accountId]),
    ).toEqual([{ state: 'lapsed' }])
  })
})

test('BILL-08 a cancelled contract ends with its term: nothing follows, nothing is deleted, access ends', async () => {
  const account = await signed({ from: '2031-03-31', months: 2 })
  await world.query(
    `update contract set cancelled_at = now(), cancelled_by = 'm', renews = false where id = $1`,
    [account.contractId],
  )
  await run(midnight('2031-12-01'))
  expect((await issuedTo(account.accountId)).map(({ start }) => start)).toEqual(['2031-03-31', '2031-04-30'])
  const [found] = await world.query(
    `select a.access_ends_at as ends, c.ended_at is not null as ended, (select count(*)::int from seat where account_id = a.id) as seats
     from account a join contract c on c.account_id = a.id where a.id = $1`,
    [account.accountId],
  )
  expect(found).toEqual({ ends: new Date('2031-05-31T00:00Z'), ended: true, seats: 12 })
})

test('D-03 within a period that was paid: more costs the rest, less is credited and used by the next invoice', async () => {
  const account = await signed({
    from: '2032-01-01',
    months: 12,
    interval: 'annual',
    more: { collaborators: 0 },
  })
  await run(midnight('2032-01-01'))
  await payAll()
  await scheduled(account, { item: 'full-time', from: 10, to: 12 }, day('2032-03-01'))
  await scheduled(account, { item: 'full-time', from: 12, to: 9 }, day('2032-07-01'))
  await run(midnight('2032-03-01'))
  await payAll()
  await run(midnight('2033-01-01'))
  expect(await issuedTo(account.accountId)).toMatchObject([
    { start: '2032-01-01', net: 10 * 6900 * 12 },
    { on: '2032-03-01', start: null, net: Math.round((2 * 6900 * 12 * 306) / 366) },
    { start: '2033-01-01', net: 9 * 6900 * 12, credit: Math.round((3 * 6900 * 12 * 184) / 366) },
  ])
})

test('PAY-06 the vendor sets wire with its days, and card again: the next invoice follows, what is out does not', async () => {
  const { accountId } = await signed({ from: '2032-03-01', months: 12 })
  const vendor = (text: string) => ({ url: world.url, now: midnight(text) })
  await run(midnight('2032-03-01'))
  const wire = await setPaymentTerms(vendor('2032-03-05'), accountId, { payment: 'wire', netDays: 14 })
  expect(wire).toMatchObject({ kind: 'grant', payment: 'wire', netDays: 14 })
  await run(midnight('2032-04-01'))
  const card = await setPaymentTerms(vendor('2032-04-05'), accountId, { payment: 'card', netDays: null })
  expect(card).toMatchObject({ kind: 'grant', hasCard: false })
  await run(midnight('2032-05-01'))
  expect(
    await world.query(
      `select n.method, n.state, n.net_days, i.due_on::text from invoice_collection n
       join invoice i on i.id = n.invoice_id where n.account_id = $1 order by i.number`,
      [accountId],
    ),
  ).toEqual([
    { method: 'card', state: 'due', net_days: null, due_on: null },
    { method: 'wire', state: 'sent', net_days: 14, due_on: '2032-04-15' },
    { method: 'card', state: 'due', net_days: null, due_on: null },
  ])
  // ACC-04: by card, one is missing from the end of what was invoiced.
  expect(
    await world.query(`select card_missing_from is not null as missing from account where id = $1`, [
      accountId,
    ]),
  ).toEqual([{ missing: true }])
  expect(
    await setPaymentTerms(vendor('2032-05-02'), accountId, { payment: 'card', netDays: 30 }),
  ).toMatchObject({ reason: 'invalid-quantity' })
})

test('PAY-06 BILL-12 how it is collected: by card at once, by wire within its terms, nothing where nothing is due', async () => {
  const [card, wire, tiny] = [
    await signed({ from: '2034-01-01', months: 12 }),
    await signed({ from: '2034-01-01', months: 12, more: { payment: 'wire' } }),
    await signed({ from: '2034-01-01', months: 12, more: { fullTimeSeats: 0, collaborators: 0 } }),
  ]
  await world.query(`update contract set net_days = 14 where id = $1`, [wire.contractId])
  // Two days late.
  await run(midnight('2034-01-03'))
  const collections = await world.query(
    `select n.method, n.state, i.due_on::text, n.net_days, n.next_try_at, i.paid_at is not null as paid
     from invoice_collection n join invoice i on i.id = n.invoice_id
     where n.account_id = any($1) order by array_position($1, n.account_id)`,
    [[card, wire, tiny].map(({ accountId }) => accountId)],
  )
  const now = new Date('2034-01-03T00:00Z')
  const none = { due_on: null, net_days: null }
  expect(collections).toEqual([
    { method: 'card', state: 'due', ...none, next_try_at: now, paid: false },
    { method: 'wire', state: 'sent', due_on: '2034-01-17', net_days: 16, next_try_at: now, paid: false },
    { method: 'card', state: 'paid', ...none, next_try_at: null, paid: true },
  ])
})

test('BILL-11 a plan that has left the catalog: renewed on the present terms, declined, noted, and never looked at again', async () => {
  const account = await signed({ from: '2036-01-01', months: 1 })
  await scheduled(account, { plan: 'sold no more' }, day('2036-02-01'))
  await scheduled(account, { item: 'full-time', from: 10, to: 8 }, day('2036-02-01'))
  expect(await run(midnight('2036-02-01'))).toMatchObject({ renewals: 1, faults: [] })
  expect((await issuedTo(account.accountId)).map(({ start }) => start)).toEqual(['2036-01-01', '2036-02-01'])
  expect(
    await world.query(
      `select c.kind, c.state, a.after ->> 'reason' as reason from scheduled_change c
       left join audit a on a.subject_id = c.id and a.action = 'billing.change-declined'
       where c.account_id = $1 order by 1`,
      [account.accountId],
    ),
  ).toEqual([
    { kind: 'plan', state: 'declined', reason: 'unknown-plan' },
    { kind: 'quantity', state: 'made', reason: null },
  ])
})

test('an account that cannot be billed keeps no other waiting, and is named', async () => {
  const [bad, good] = [
    await signed({ from: '2036-03-01', months: 1 }),
    await signed({ from: '2036-03-01', months: 1 }),
  ]
  // More than any invoice can say.
  await world.query(
    `insert into contract_item (contract_id, account_id, item, unit_price) values ($1, $2, 'full-time', 9007199254740991)`,
    [bad.contractId, bad.accountId],
  )
  const { faults } = await run(midnight('2036-04-01'))
  expect(faults).toMatchObject([{ accountId: bad.accountId }])
  expect(await issuedTo(bad.accountId)).toEqual([])
  expect((await issuedTo(good.accountId)).map(({ start }) => start)).toEqual(['2036-03-01', '2036-04-01'])
})
