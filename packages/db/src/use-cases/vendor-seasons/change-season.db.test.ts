import { addDays, type Instant, startOfDay } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  newUser,
  TEST_NOW,
  type TestAccountOptions,
  type TestDatabase,
  testDay,
} from '@seatkeeper/testkit'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { settleCollection } from '../../collections/collection-steps.ts'
import { checkInvariants } from '../../invariants/index.ts'
import { queueDueNotices } from '../../notices/queue-due-notices.ts'
import { auditPage } from '../../queries/audit-page.ts'
import { seasonsPage } from '../../queries/seasons-page.ts'
import { whyOf } from '../../queries/why.ts'
import { addUser } from '../add-user.ts'
import { runBilling } from '../billing-runs/run.ts'
import { takeInvoiceBack } from '../credit-notes/void-invoice.ts'
import { joinWaitingList } from '../join-waiting-list.ts'
import { changeSeason, type SeasonToChange } from './change-season.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 8 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const LAUNCH = { name: 'Launch', from: -5, to: 10, seats: 4 }

async function scene(people: readonly string[], more: TestAccountOptions = {}) {
  const account = await buildAccount(world.url, { seasons: [LAUNCH], ...more })
  const seasonId = account.seasons[0]!.id
  const emails = new Map<string, string>()
  const ids = new Map<string, string>()
  for (const name of people) {
    const { memberId, email } = await added(world.database, account, { name, seasonIds: [seasonId] })
    emails.set(name, email)
    ids.set(name, memberId)
  }
  const context = (now = TEST_NOW) => ({ em: world.database.tenant(), actor: account.owner, now })
  return {
    account,
    seasonId,
    context,
    email: (name: string) => emails.get(name)!,
    id: (name: string) => ids.get(name)!,
    change: (wish: Partial<SeasonToChange>, now = TEST_NOW) =>
      changeSeason({ url: world.url, now }, account.accountId, {
        season: 'launch',
        giveUp: [],
        confirmed: false,
        ...wish,
      }),
    line: async (now = TEST_NOW) => (await seasonsPage(context(now)))[0]!,
    holders: async () =>
      (
        await world.query<{ name: string }>(
          `select m.name from seat s join member m on m.id = s.holder_id join pool p on p.id = s.pool_id
           where p.season_id = $1 and s.retires_on is null order by m.name`,
          [seasonId],
        )
      ).map(({ name }) => name),
  }
}

describe('D-24 the vendor changes a season', () => {
  test('fewer seats than people have: refused with the list of them, and nothing written', async () => {
    const { change, line } = await scene(['Ada', 'Bo', 'Cy'])
    expect(await change({ seats: 2 })).toMatchObject({
      kind: 'too-few',
      taken: 3,
      people: [{ name: 'Ada' }, { name: 'Bo' }, { name: 'Cy' }],
    })
    expect(await line()).toMatchObject({ availability: { total: 4 }, changed: null })
  })

  test('whoever is named gives up the seat and stays a user; page and audit log say what was before', async () => {
    const { account, change, context, email, holders, id, line, seasonId } = await scene(['Ada', 'Bo', 'Cy'])
    expect(await change({ seats: 2, giveUp: [` ${email('Bo').toUpperCase()} `] })).toMatchObject({
      kind: 'grant',
      seats: 2,
      dropped: [{ name: 'Bo' }],
      lostAccess: [{ name: 'Bo' }],
    })
    expect(await holders()).toEqual(['Ada', 'Cy'])
    const from = { firstDay: testDay(-5), lastDay: testDay(10), seats: 4 }
    expect(await line()).toMatchObject({
      availability: { total: 2, assigned: 2 },
      changed: { at: TEST_NOW, from },
    })
    const { rows } = await auditPage(context(), { area: 'season' })
    expect(rows).toMatchObject([
      {
        actorId: 'vendor',
        channel: 'command',
        action: 'season.changed',
        subject: 'Launch',
        before: from,
        after: { seats: 2, named: [id('Bo')] },
      },
    ])
    const ofBo = await auditPage(context(), { area: 'user', person: 'Bo' })
    expect(ofBo.rows[0]).toMatchObject({ action: 'user.season-given-up', before: { seasons: [seasonId] } })
    const [why] = await whyOf({ url: world.url, now: TEST_NOW }, email('Bo'))
    expect(why).toMatchObject({
      account: (await world.query(`select name from account where id = $1`, [account.accountId]))[0]!['name'],
      name: 'Bo',
      access: { kind: 'refuse', reason: 'no-season' },
    })
  })

  test.each<[string, Partial<SeasonToChange>, object]>([
    [
      'past the contract’s end',
      { lastDay: testDay(185) },
      { reason: 'season-outside-contract', contractLastDay: testDay(184) },
    ],
    ['ends before it starts', { lastDay: testDay(-6) }, { reason: 'ends-before-start' }],
    ['a date that is none', { firstDay: '2026-02-30' }, { reason: 'invalid-day' }],
    ['too many seats', { seats: 1_000_000 }, { reason: 'invalid-quantity' }],
    ['nothing', { seats: 4 }, { reason: 'nothing-to-change' }],
    [
      'somebody without a seat',
      { giveUp: ['nobody@example.com', '?'] },
      { kind: 'no-seat', emails: ['nobody@example.com', '?'] },
    ],
    ['another season', { season: 'Fair' }, { kind: 'no-season' }],
  ])('refused: %s', async (_, wish, expected) => {
    const { change, line } = await scene([])
    expect(await change(wish)).toMatchObject(expected)
    expect((await line()).changed).toBeNull()
  })

  test('an open season that is moved away: who loses access is told first, then it is done', async () => {
    const { change, line } = await scene(['Ada', 'Bo'])
    const wish = { firstDay: testDay(3), lastDay: testDay(20) }
    expect(await change(wish)).toMatchObject({ kind: 'confirm', people: [{ name: 'Ada' }, { name: 'Bo' }] })
    expect((await line()).changed).toBeNull()
    expect(await change({ ...wish, confirmed: true })).toMatchObject({ kind: 'grant', dropped: [] })
    expect(await line()).toMatchObject({ phase: 'upcoming', people: 2 })
  })

  test('MAIL-03 a season that closes earlier is told of at its new end, and not at the old one', async () => {
    const { change, account } = await scene(['Ada'])
    const due = (now: Instant) => queueDueNotices(world.database.worker(), { upTo: now, wallNow: now })
    const told = () =>
      world.query(
        `select kind, (due_at at time zone 'UTC')::date::text as on from notice where account_id = $1 order by due_at`,
        [account.accountId],
      )
    await due(TEST_NOW)
    await change({ lastDay: testDay(2) })
    const after = startOfDay(testDay(4))
    await due(after)
    const first = [
      { kind: 'opened', on: testDay(0) },
      { kind: 'closed', on: testDay(3) },
    ]
    expect(await told()).toEqual(first)
    // Reopened, and lengthened.
    await change({ lastDay: testDay(20) }, after)
    await due(after)
    await due(startOfDay(testDay(30)))
    expect(await told()).toEqual([
      ...first,
      { kind: 'opened', on: testDay(3) },
      { kind: 'closed', on: testDay(21) },
    ])
  })

  test('SEAT-12 what comes free goes to whoever is first in line', async () => {
    const { change, context, seasonId, line } = await scene(['Ada', 'Bo', 'Cy', 'Di'])
    await joinWaitingList(context(), { seasonId, wants: 'seat' })
    expect(await change({ seats: 5 })).toMatchObject({ kind: 'grant', seats: 5 })
    expect((await line()).availability).toMatchObject({ total: 5, assigned: 4, held: 1, remaining: 0 })
  })

  test('beside people who take its seats: never fewer seats than people, whoever was first', async () => {
    for (let round = 0; round < 5; round++) {
      const { change, holders, line, seasonId, context } = await scene(['Ada'])
      const add = async () => {
        await pause(round * 100)
        return addUser(context(), newUser({ seasonIds: [seasonId] }))
      }
      const [made, ...adds] = await Promise.all([change({ seats: 2 }), add(), add(), add()])
      const taken = (await holders()).length
      expect(taken).toBe(1 + adds.filter(({ kind }) => kind === 'grant').length)
      // Either it came first, and the season is full at two; or too late, and nothing has changed.
      expect([made.kind, taken]).toEqual(made.kind === 'grant' ? ['grant', 2] : ['too-few', 4])
      expect((await line()).availability).toMatchObject({ total: taken, assigned: taken, over: 0 })
    }
  })

  test('BILL-06 a season is invoiced once, wherever it is moved; what was issued stays', async () => {
    const startsOn = testDay(0)
    const { account, change } = await scene([], {
      seasons: [],
      contract: {
        billingInterval: 'monthly',
        startsOn,
        endsOn: addDays(startsOn, 365),
        seasons: [{ name: 'Launch', firstDay: testDay(5), lastDay: testDay(20), seats: 4 }],
      },
    })
    const run = (day: number) => runBilling(world.database.worker(), { upTo: startOfDay(testDay(day)) })
    const lines = () =>
      world.query(
        `select (i.issued_at at time zone 'UTC')::date::text as on, (l.line ->> 'quantity')::int as seats
         from invoice i join invoice_line l on l.invoice_id = i.id
         where i.account_id = $1 and l.line ->> 'subject' = $2 order by i.number`,
        [account.accountId, account.seasons[0]!.id],
      )
    await run(1)
    const first = [{ on: startsOn, seats: 4 }]
    expect(await lines()).toEqual(first)
    expect(await change({ firstDay: testDay(45), lastDay: testDay(60), seats: 6 })).toMatchObject({
      invoice: { kind: 'stays' },
    })
    // Two more, by themselves.
    const more = [...first, { on: startsOn, seats: 2 }]
    expect(await lines()).toEqual(more)
    await run(100)
    expect(await lines()).toEqual(more)
  })

  test('D-02 D-34 of a season that is invoiced: planned, more is an invoice, less is credit if agreed and paid', async () => {
    const startsOn = testDay(0)
    const { account, change } = await scene([], {
      seasons: [],
      contract: {
        billingInterval: 'monthly',
        startsOn,
        endsOn: addDays(startsOn, 365),
        seasons: [{ name: 'Launch', firstDay: testDay(5), lastDay: testDay(24), seats: 4 }],
      },
    })
    const { accountId } = account
    await runBilling(world.database.worker(), { upTo: startOfDay(testDay(1)) })
    const documents = () =>
      world.query<{ id: string; number: number; kind: string; gross: number; state: string | null }>(
        `select i.id, i.number, i.kind, (i.net + i.tax)::int as gross, n.state from invoice i
         left join invoice_collection n on n.invoice_id = i.id where i.account_id = $1 order by i.number`,
        [accountId],
      )
    const pay = async (number: number) => {
      const invoiceId = (await documents()).find((one) => one.number === number)!.id
      await settleCollection(world.database.worker(), { invoiceId, accountId }, TEST_NOW)
    }
    const plan = await change({ seats: 6, dryRun: true })
    expect([plan.kind, (await documents()).length]).toEqual(['grant', 1])
    const made = await change({ seats: 6 })
    expect(made).toEqual({ ...plan, dryRun: false })
    const [, second] = await documents()
    expect(second).toMatchObject({ number: 2, kind: 'invoice', state: 'due' })
    expect(made).toMatchObject({ difference: { charged: second!.gross, credited: 0 } })
    // Half of its days are over.
    const half = startOfDay(testDay(15))
    expect(await change({ seats: 5, credit: true }, half)).toMatchObject({ difference: { credited: 0 } })
    expect(await change({ seats: 6 }, half)).toMatchObject({ difference: { charged: 0 } })
    await pay(1)
    await pay(2)
    const fewer = await change({ seats: 2, credit: true }, half)
    // Four of six seats, half of the days: a third of what was paid for six.
    expect(fewer).toMatchObject({ difference: { charged: 0, credited: second!.gross, creditNote: 3 } })
    expect(await change({ seats: 1 }, half)).toMatchObject({ difference: { charged: 0, credited: 0 } })
    expect(await change({ seats: 3 }, half)).toMatchObject({
      difference: { charged: Math.round(second!.gross / 4), credited: 0 },
    })
    expect((await documents()).map(({ kind }) => kind)).toEqual([
      'invoice',
      'invoice',
      'credit-note',
      'invoice',
    ])
  })

  test('D-34 what was credited of an invoice that is taken back is not taken from what else was paid', async () => {
    const startsOn = testDay(0)
    const { account, change } = await scene([], {
      seasons: [],
      contract: {
        billingInterval: 'monthly',
        startsOn,
        endsOn: addDays(startsOn, 365),
        seasons: [{ name: 'Launch', firstDay: testDay(5), lastDay: testDay(24), seats: 4 }],
      },
    })
    const { accountId } = account
    await runBilling(world.database.worker(), { upTo: startOfDay(testDay(1)) })
    const pay = async (number: number) => {
      const [one] = await world.query<{ id: string }>(
        'select id from invoice where account_id = $1 and number = $2',
        [accountId, number],
      )
      await settleCollection(world.database.worker(), { invoiceId: one!.id, accountId }, TEST_NOW)
    }
    await pay(1)
    const more = await change({ seats: 6 })
    await pay(2)
    const charged = more.kind === 'grant' ? more.difference!.charged : 0
    // Note 3: all of what invoice 2 charged.
    expect(await change({ seats: 4, credit: true })).toMatchObject({ difference: { credited: charged } })
    const wish = { number: 2, reason: 'A mistake', again: false, dryRun: false }
    const taken = await takeInvoiceBack({ url: world.url, now: TEST_NOW }, accountId, wish)
    expect(taken).toMatchObject({ kind: 'grant', credit: 0 })
    expect(await change({ seats: 2, credit: true })).toMatchObject({ difference: { credited: charged } })
  })
})
