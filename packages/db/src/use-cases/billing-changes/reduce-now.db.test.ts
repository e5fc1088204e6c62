import { addDays, type Instant, startOfDay } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  newUser,
  type TestDatabase,
  testDay,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { settleCollection } from '../../collections/collection-steps.ts'
import { checkInvariants } from '../../invariants/index.ts'
import { auditPage } from '../../queries/audit-page.ts'
import { addUser } from '../add-user.ts'
import { runBilling } from '../billing-runs/run.ts'
import type { PeriodTaxQuestion } from '../billing-runs/period-taxes.ts'
import { reduceNow, type ReductionToGrant } from './reduce-now.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 8 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const STARTS = testDay(0)
const DAY = addDays(STARTS, 10)
const NOW = (startOfDay(DAY) + 8 * 3_600_000) as Instant

/** Ten full-time seats for a month that is invoiced, and paid unless it is said otherwise; ten days have passed. */
async function scene({ people = 0, paid = true }: { people?: number; paid?: boolean } = {}) {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 10,
    contract: { billingInterval: 'monthly', startsOn: STARTS, endsOn: addDays(STARTS, 365) },
  })
  const { accountId } = account
  const members = []
  for (let n = 0; n < people; n++) members.push(await added(world.database, account, { name: `Person ${n}` }))
  await runBilling(world.database.worker(), { upTo: startOfDay(addDays(STARTS, 1)) })
  const [invoice] = await world.query<{ id: string; due: string }>(
    'select id, due from invoice where account_id = $1',
    [accountId],
  )
  if (paid) {
    await settleCollection(
      world.database.worker(),
      { invoiceId: invoice!.id, accountId },
      startOfDay(addDays(STARTS, 1)),
    )
  }
  return {
    account,
    members,
    due: Number(invoice!.due),
    context: { em: world.database.tenant(), actor: account.owner, now: NOW },
    reduce: (wish: Partial<ReductionToGrant>, more: Partial<Parameters<typeof reduceNow>[0]> = {}) =>
      reduceNow({ url: world.url, now: NOW, ...more }, accountId, {
        quantities: {},
        giveUp: [],
        dryRun: false,
        ...wish,
      }),
    seats: async () => {
      const [row] = await world.query<{ n: string }>(
        `select count(*) as n from seat where account_id = $1 and kind = 'full-time' and retires_on is null`,
        [accountId],
      )
      return Number(row!.n)
    },
    credit: async () => {
      const [row] = await world.query<{ n: string | null }>(
        `select -sum(amount) as n from ledger_posting where account_id = $1 and ledger_account = 'credit'`,
        [accountId],
      )
      return Number(row!.n)
    },
    told: async () =>
      (
        await world.query<{ kind: string }>(
          'select kind from billing_notice where account_id = $1 order by kind',
          [accountId],
        )
      ).map(({ kind }) => kind),
    scheduled: () =>
      world.query(
        `select from_value as "from", to_value as "to", state from scheduled_change where account_id = $1 order by asked_at, state`,
        [accountId],
      ),
  }
}

describe('D-02 the vendor grants a reduction at once', () => {
  test('D-34 D-36 MAIL-05 planned, then done: seats are gone, what was paid is credit, the log and the mail say so', async () => {
    const { account, reduce, seats, credit, told, context, due, scheduled } = await scene()
    const plan = await reduce({ quantities: { 'full-time': 7 }, dryRun: true })
    expect(plan).toMatchObject({ kind: 'grant', changes: [{ from: 10, to: 7 }], open: [], creditNote: null })
    expect([await seats(), await credit(), await told()]).toEqual([10, 0, []])
    const done = await reduce({ quantities: { 'full-time': 7 } })
    expect(done).toEqual({ ...plan, dryRun: false, creditNote: 2 })
    // Twenty of thirty days, three of ten seats, of what the seats came to.
    const given = await credit()
    expect(given).toBe(done.kind === 'grant' ? done.credited : 0)
    expect(given).toBeGreaterThan(0)
    expect(given).toBeLessThanOrEqual(Math.ceil((due * 3 * 20) / (10 * 30)))
    expect([await seats(), await told()]).toEqual([7, ['change-made']])
    expect(await scheduled()).toEqual([{ from: 10, to: 7, state: 'made' }])
    // As the customer's owner reads it; whoever may not read billing finds nothing of it.
    const { rows } = await auditPage(context, { area: 'billing', withBilling: true })
    expect((await auditPage(context, { area: 'billing' })).rows).toEqual([])
    expect(rows[0]).toMatchObject({
      action: 'billing.reduced-now',
      before: { 'full-time': 10 },
      after: { 'full-time': 7, credited: given, creditNote: 2 },
    })
    expect(await reduce({ quantities: { 'full-time': 7 } })).toMatchObject({ reason: 'nothing-to-change' })
    // The next period is invoiced for seven, by the credit first.
    await runBilling(world.database.worker(), { upTo: startOfDay(addDays(STARTS, 31)) })
    const [next] = await world.query(
      `select i.credit_applied::int as credit, (select (l.line ->> 'quantity')::int from invoice_line l
         where l.invoice_id = i.id and l.line ->> 'subject' = 'full-time') as seats
       from invoice i where i.account_id = $1 and i.number = 3`,
      [account.accountId],
    )
    expect(next).toEqual({ credit: given, seats: 7 })
  })

  test('D-23 USER-10 more people than seats: whom to name is said; those named are deactivated, and nobody else', async () => {
    const { account, context, members, reduce, seats, told } = await scene({ people: 9 })
    const tooFew = await reduce({ quantities: { 'full-time': 8 }, giveUp: [] })
    expect(tooFew).toMatchObject({ kind: 'too-few', item: 'full-time' })
    const inUse = tooFew.kind === 'too-few' ? tooFew.taken : 0
    const named = members.slice(0, 2).map(({ email }) => ` ${email.toUpperCase()}`)
    const to = inUse - 2
    expect(await reduce({ quantities: { 'full-time': to + 1 }, giveUp: named })).toMatchObject({
      kind: 'too-many',
      needed: 1,
    })
    expect(await reduce({ quantities: { 'full-time': to }, giveUp: ['nobody@example.com'] })).toEqual({
      kind: 'no-seat',
      emails: ['nobody@example.com'],
    })
    expect(await seats()).toBe(10)
    expect(await reduce({ quantities: { 'full-time': to }, giveUp: named })).toMatchObject({
      kind: 'grant',
      leaving: [{ name: 'Person 0' }, { name: 'Person 1' }],
    })
    expect(await seats()).toBe(to)
    const gone = await world.query(
      'select name from member where account_id = $1 and deactivated_at is not null order by name',
      [account.accountId],
    )
    expect(gone).toEqual([{ name: 'Person 0' }, { name: 'Person 1' }])
    // USER-10: by the vendor, not by a billing run.
    const { rows } = await auditPage(context, { area: 'user' })
    const byVendor = { action: 'user.deactivated', actorKind: 'job', actorId: 'vendor', channel: 'command' }
    expect(rows.slice(0, 2)).toMatchObject([byVendor, byVendor])
    const ended = await world.query(
      'select distinct ended_by from seat_assignment where account_id = $1 and ended_at is not null',
      [account.accountId],
    )
    expect(ended).toEqual([{ ended_by: 'vendor' }])
    expect(await told()).toEqual(['change-made', 'seats-given-up'])
  })

  test('D-03 what is unpaid is not credited; a lower plan has its prices', async () => {
    const { account, reduce, credit, due } = await scene({ paid: false })
    const [{ plan } = { plan: '' }] = await world.query<{ plan: string }>(
      'select plan from contract where account_id = $1',
      [account.accountId],
    )
    expect(plan).toBe('enterprise')
    expect(await reduce({ quantities: { 'full-time': 9 }, plan: 'business' })).toMatchObject({
      kind: 'grant',
      credited: 0,
      creditNote: null,
      // It is collected in full, and the vendor is told.
      open: [{ number: 1, due, ofPeriod: true }],
      changes: [{ kind: 'plan', from: 'enterprise', to: 'business' }, { to: 9 }],
    })
    expect(await credit()).toBe(0)
    const [row] = await world.query('select plan from contract where account_id = $1', [account.accountId])
    expect(row).toEqual({ plan: 'business' })
  })

  test('BILL-04 what is scheduled keeps its number, and lapses where it is reached', async () => {
    const { account, reduce, scheduled } = await scene()
    await world.query(
      `insert into scheduled_change (id, account_id, contract_id, kind, item, from_value, to_value, effective_on, state,
         asked_at, asked_by, decided_at, decided_by)
       select uuidv7(), account_id, id, 'quantity', 'full-time', 10, 6, ends_on, 'scheduled', '2026-01-01', 'm', now(), 'v'
       from contract where account_id = $1`,
      [account.accountId],
    )
    expect(await reduce({ quantities: { 'full-time': 8 } })).toMatchObject({ kind: 'grant', lapsed: 0 })
    expect((await scheduled())[0]).toEqual({ from: 8, to: 6, state: 'scheduled' })
    expect(await reduce({ quantities: { 'full-time': 5 } })).toMatchObject({ kind: 'grant', lapsed: 1 })
    expect((await scheduled())[0]).toMatchObject({ to: 6, state: 'lapsed' })
  })

  test('BILL-02 the tax service is asked between two transactions, for exactly what is given back', async () => {
    const { reduce } = await scene()
    const asked: PeriodTaxQuestion[] = []
    const ask = async (question: PeriodTaxQuestion) => {
      asked.push(question)
      const { place, net, credited } = question
      return {
        taxes: [{ kind: 'amount' as const, name: 'Sales tax', amount: 0, credited: 777 }],
        basis: { by: 'service' as const, calculationId: null, place: place!, net, credited, gross: 0 },
      }
    }
    const done = await reduce({ quantities: { 'full-time': 7 } }, { ask })
    expect(done).toMatchObject({ kind: 'grant', creditedTax: 777 })
    expect(asked).toMatchObject([{ net: 0, credited: done.kind === 'grant' ? done.credited - 777 : 0 }])
  })

  test('SEAT-07 beside people who take its seats: never fewer seats than people', async () => {
    const { account, context, reduce, seats } = await scene({ people: 5 })
    const [made, ...adds] = await Promise.all([
      reduce({ quantities: { 'full-time': 6 } }),
      ...Array.from({ length: 4 }, () => addUser(context, newUser({ type: 'full-time' }))),
    ])
    const [row] = await world.query<{ n: string }>(
      `select count(*) as n from seat where account_id = $1 and kind = 'full-time' and retires_on is null and holder_id is not null`,
      [account.accountId],
    )
    expect(Number(row!.n)).toBeLessThanOrEqual(await seats())
    expect(await seats()).toBe(made.kind === 'grant' ? 6 : 10)
    expect(adds.some(({ kind }) => kind === 'grant')).toBe(true)
  })
})
