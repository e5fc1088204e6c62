import { type Instant, day, startOfDay } from '@seatkeeper/rules'
import { TEST_NOW, added, buildAccount, newUser, type TestAccount } from '@seatkeeper/testkit'
import { describe, expect, test } from 'vitest'
import { billingScenes, midnight } from '../../../test/billing-scenes.ts'
import { renewalFacts } from '../../queries/billing/renewal.ts'
import { seatsOverview } from '../../queries/seats-overview.ts'
import { addUser } from '../add-user.ts'
import { agreeSeasons, declineSeasons } from '../billing-changes/decide-seasons.ts'

const scenes = billingScenes()
const { run, signed, scheduled, issuedTo, payAll, clean } = scenes

describe('BILL-11 renewal', () => {
  const RENEWAL = day('2026-12-12')
  const renewal = startOfDay(RENEWAL)

  const scene = async (fullTimeSeats = 5, seasons: Parameters<typeof buildAccount>[1] = {}) => {
    const account = await buildAccount(scenes.world.url, { fullTimeSeats, collaborators: 2, ...seasons })
    await scenes.world.query(
      `insert into payment_account select id, id::text, 'pm', 'visa', '4242', 12, 2040, now() from account where id = $1`,
      [account.accountId],
    )
    await run(TEST_NOW)
    await payAll()
    return { account, context: { em: scenes.world.database.tenant(), actor: account.owner, now: renewal } }
  }
  /** Signed in, so that no invitation lapses. */
  const person = async (account: TestAccount): Promise<string> => {
    const { memberId } = await added(scenes.world.database, account)
    await scenes.world.query(`update seat set held_until = null where holder_id = $1`, [memberId])
    await scenes.world.query(`update member set joined_at = now() where id = $1`, [memberId])
    return memberId
  }
  const holders = async (accountId: string, kind: string): Promise<string[]> =>
    (
      await scenes.world.query<{ id: string }>(
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
      await scenes.world.query(
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
      await scenes.world.query(
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
      await scenes.world.query(`select state, made_value from scheduled_change where account_id = $1`, [
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
    const { memberId } = await added(scenes.world.database, account, { seasonIds: [turn.id] })
    await run(renewal)
    expect(
      await scenes.world.query(
        `select name, first_day::text, last_day::text, seats, state from season_proposal where account_id = $1`,
        [account.accountId],
      ),
    ).toEqual([
      { name: 'June', first_day: '2027-06-05', last_day: '2027-06-20', seats: 3, state: 'proposed' },
    ])
    expect(await holders(account.accountId, 'seasonal')).toEqual([memberId])
    expect((await seatsOverview(context)).seasons).toMatchObject([{ season: { name: 'Turn of the year' } }])
    // Invoiced with the term in which it opened, and not again.
    const lines = await scenes.world.query<{ starts: string }>(
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
    const vendor = (now: Instant) => ({ url: scenes.world.url, now })
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
    const lines = await scenes.world.query(
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
    await scenes.world.query(
      `update scheduled_change set state = 'requested', decided_at = null, decided_by = null where account_id = $1`,
      [account.accountId],
    )
    await run(renewal)
    expect(
      await scenes.world.query(`select state from scheduled_change where account_id = $1`, [
        account.accountId,
      ]),
    ).toEqual([{ state: 'lapsed' }])
  })
})

test('BILL-11 a plan that has left the catalog: renewed on the present terms, declined, noted, and never looked at again', async () => {
  const account = await signed({ from: '2036-01-01', months: 1 })
  await scheduled(account, { plan: 'sold no more' }, day('2036-02-01'))
  await scheduled(account, { item: 'full-time', from: 10, to: 8 }, day('2036-02-01'))
  expect(await run(midnight('2036-02-01'))).toMatchObject({ renewals: 1, faults: [] })
  expect((await issuedTo(account.accountId)).map(({ start }) => start)).toEqual(['2036-01-01', '2036-02-01'])
  expect(
    await scenes.world.query(
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
