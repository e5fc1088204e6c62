import type { PaymentGateway } from '@seatkeeper/payments'
import type { Day, Instant } from '@seatkeeper/rules'
import {
  buildAccount,
  createTestDatabase,
  type PaymentStandIn,
  startPaymentStandIn,
  TEST_NOW,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { startSmtpSink, type SmtpSink } from '@seatkeeper/testkit/smtp-sink'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Debtor, type DebtorOptions } from '../../test/debtor.ts'
import { billingRunsDue } from '../due/billing-runs.ts'
import { reconcileAccount } from '../reconciliation/reconcile-account.ts'
import { collectDue, COLLECTION_LEASE_MS } from './collect-due.ts'

let world: TestDatabase
let standIn: PaymentStandIn
let sink: SmtpSink
beforeAll(async () => {
  ;[world, standIn, sink] = await Promise.all([createTestDatabase(), startPaymentStandIn(), startSmtpSink()])
})
afterAll(() => Promise.all([world.drop(), standIn.stop(), sink.stop()]))
// A test's contracts are its own: nobody bills them in the next one.
afterEach(() => world.query('update contract set ended_at = now() where ended_at is null'))

const VISA = '4242424242424242'
const DECLINED = '4000000000000341'
const START = '2026-06-10T08:00Z'
const open = (options: DebtorOptions = {}) => Debtor.open(world, standIn, sink, options)
const silent = pino({ level: 'silent' })

test('PAY-09 BILL-06 who cannot be billed is a difference for staff, holds up nobody, and is over by itself when billing works again', async () => {
  const contract = {
    billingInterval: 'monthly',
    startsOn: '2026-06-10' as Day,
    endsOn: '2027-06-10' as Day,
  } as const
  const [bad, good] = [
    await buildAccount(world.url, { contract }),
    await buildAccount(world.url, { contract }),
  ]
  const price = (unitPrice: number) =>
    world.query(
      `insert into contract_item (contract_id, account_id, item, unit_price) values ($1, $2, 'full-time', $3)
       on conflict (contract_id, item) do update set unit_price = excluded.unit_price`,
      [bad.contractId, bad.accountId, unitPrice],
    )
  // More than any invoice can say.
  await price(Number.MAX_SAFE_INTEGER)
  // Each look of a worker of its own: one that has failed is not looked at again for some seconds.
  const look = (now: Instant = TEST_NOW) =>
    billingRunsDue({ database: world.database, log: silent, wallNow: () => now }).run(now)
  const differences = () =>
    world.query<{ why: string; how: string | null }>(
      `select details ->> 'why' as why, ended_how as how from reconciliation_difference
       where account_id = $1 and kind = 'not-billed' order by found_at`,
      [bad.accountId],
    )
  const invoices = ({ accountId }: { readonly accountId: string }) =>
    world.query('select number from invoice where account_id = $1', [accountId])
  await look()
  await look()
  expect([(await invoices(bad)).length, (await invoices(good)).length]).toEqual([0, 1])
  expect(await differences()).toEqual([{ why: expect.stringContaining('amount-out-of-range'), how: null }])

  const [run] = await world.query<{ id: string }>(
    `insert into reconciliation_run (id, begun_at, finished_at) values (uuidv7(), now(), now()) returning id`,
  )
  const compare = () =>
    reconcileAccount(
      {
        em: () => world.database.worker(),
        gateway: null,
        wallNow: () => TEST_NOW,
        log: silent,
        repair: true,
      },
      bad.accountId,
      { runId: run!.id, now: TEST_NOW },
    )
  expect(await compare()).toMatchObject({ differences: [{ kind: 'not-billed' }], repaired: [] })
  expect(await differences()).toHaveLength(1)

  await price(5_000)
  await look()
  expect([(await invoices(bad)).length, (await invoices(good)).length]).toEqual([1, 1])
  expect(await differences()).toMatchObject([{ how: 'gone' }])
  expect(await compare()).toMatchObject({ differences: [] })
})

test('BILL-07 an invoice whose collecting fails keeps no other waiting, and is collected when it works again', async () => {
  const [bad, good] = [await open({ card: VISA }), await open({ card: VISA })]
  const parts = bad.buyer.parts()
  const gateway: PaymentGateway = {
    ...parts.gateway,
    openInvoice: (draft, key) => {
      if (draft.customerId === bad.buyer.customerId) throw new Error('No answer that anybody knows')
      return parts.gateway.openInvoice(draft, key)
    },
  }
  const { now } = bad.buyer
  await billingRunsDue({ database: world.database, log: silent, wallNow: () => now }).run(now)
  await collectDue({ ...parts, gateway }, now)
  expect([(await bad.collection()).state, (await good.collection()).state]).toEqual(['due', 'paid'])
  bad.buyer.later += COLLECTION_LEASE_MS + 1000
  await collectDue(bad.buyer.parts(), now)
  expect((await bad.collection()).state).toBe('paid')
  expect(await good.buyer.collected()).toHaveLength(1)
})

/** What became of the notices of locks, in the order in which they are dated. */
const lockNotices = (accountId: string) =>
  world.query(
    `select n.kind, o.state, o.note as error from billing_notice n join outbox o on o.id = n.id
     where n.account_id = $1 and n.kind in ('card-required', 'account-deactivated', 'account-reactivated')
     order by n.at, n.id`,
    [accountId],
  )

test('MAIL-04 ACC-05 a lock that came and went while every worker was down: skipped with the reason, and told that it is open again', async () => {
  const debtor = await open({ card: DECLINED })
  await debtor.at(START)
  expect(debtor.mails()).toEqual([expect.stringContaining('before 14 Jun 2026, 00:00 UTC')])
  // Nobody is there when it locks, nor when the card is entered two days later.
  debtor.buyer.now = Date.UTC(2026, 5, 16, 9) as Instant
  expect(await debtor.standing()).toBe('deactivated')
  await debtor.buyer.enterCard(VISA)
  await debtor.at('2026-06-16T12:00Z')
  expect(await debtor.standing()).toBe('')
  expect(debtor.mails().slice(1).toSorted()).toEqual([
    expect.stringContaining('Invoice 1'),
    'Your account is open again',
  ])
  expect(await lockNotices(debtor.accountId)).toMatchObject([
    { kind: 'account-deactivated', state: 'skipped', error: 'open-meanwhile' },
    { kind: 'account-reactivated', state: 'delivered' },
  ])
  // And the next lock is told of as ever.
  await debtor.at('2026-06-17T00:00Z')
  expect(await lockNotices(debtor.accountId)).toHaveLength(2)
})

test('MAIL-04 ACC-04 the same for want of a card, entered in the portal', async () => {
  const debtor = await open()
  await debtor.at(START)
  debtor.buyer.now = Date.UTC(2026, 5, 20, 9) as Instant
  expect(await debtor.standing()).toBe('card-required')
  await debtor.buyer.enterCard(VISA)
  await debtor.at('2026-06-20T12:00Z')
  expect(await lockNotices(debtor.accountId)).toMatchObject([
    { kind: 'card-required', state: 'skipped', error: 'open-meanwhile' },
    { kind: 'account-reactivated', state: 'delivered' },
  ])
  expect(debtor.mails()).not.toContain('A card is needed to go on')
})
