import { addDays, type Instant, startOfDay } from '@seatkeeper/rules'
import { buildAccount, createTestDatabase, type TestDatabase, testDay } from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { settleCollection } from '../../collections/collection-steps.ts'
import { checkInvariants } from '../../invariants/index.ts'
import { runBilling } from '../billing-runs/run.ts'
import { type InvoiceToTakeBack, takeInvoiceBack } from './void-invoice.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase({ tenant: 8 })
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const STARTS = testDay(0)
const NOW = (startOfDay(addDays(STARTS, 10)) + 8 * 3_600_000) as Instant

/** A month that was invoiced and paid; ten days have passed. */
async function scene() {
  const account = await buildAccount(world.url, {
    fullTimeSeats: 10,
    contract: { billingInterval: 'monthly', startsOn: STARTS, endsOn: addDays(STARTS, 365) },
  })
  const { accountId } = account
  const paidAt = startOfDay(addDays(STARTS, 1))
  await runBilling(world.database.worker(), { upTo: paidAt })
  const [invoice] = await world.query<{ id: string }>('select id from invoice where account_id = $1', [
    accountId,
  ])
  await settleCollection(world.database.worker(), { invoiceId: invoice!.id, accountId }, paidAt)
  return {
    accountId,
    takeBack: (wish: Partial<InvoiceToTakeBack> = {}) =>
      takeInvoiceBack({ url: world.url, now: NOW }, accountId, {
        number: 1,
        reason: 'A mistake',
        again: false,
        dryRun: false,
        ...wish,
      }),
  }
}

test('BILL-10 --again: the credit has the day of its note, and the new invoice of the old day uses it', async () => {
  const { accountId, takeBack } = await scene()
  expect(await takeBack({ again: true })).toMatchObject({ kind: 'grant', creditNote: 2 })
  const [entry] = await world.query(
    `select e.at = i.issued_at as "noteDay", e.at = $2::timestamptz as "now" from invoice i
     join ledger_entry e on e.invoice_id = i.id and e.kind = 'void' where i.account_id = $1`,
    [accountId, new Date(NOW).toISOString()],
  )
  expect(entry).toEqual({ noteDay: true, now: true })
  await runBilling(world.database.worker(), { upTo: NOW })
  const documents = await world.query(
    `select number, due::int, credit_applied > 0 as used, issued_at = (select min(issued_at) from invoice
       where account_id = $1) as "oldDay" from invoice where account_id = $1 and number > 2`,
    [accountId],
  )
  expect(documents).toEqual([{ number: 3, due: 0, used: true, oldDay: true }])
})

test('D-02 a race that is lost is run again, not shown', async () => {
  const { accountId, takeBack } = await scene()
  await world.query('create sequence lost_race')
  await world.query('grant usage on sequence lost_race to public')
  await world.query(`create function lose_race() returns trigger language plpgsql as $$ begin
    if nextval('lost_race') = 1 then raise exception 'lost' using errcode = '40P01'; end if; return new; end $$`)
  await world.query(
    'create trigger lost_race before insert on invoice for each row execute function lose_race()',
  )
  expect(await takeBack()).toMatchObject({ kind: 'grant', creditNote: 2 })
  await world.query('drop trigger lost_race on invoice')
  const [row] = await world.query('select count(*)::int as n from invoice where account_id = $1', [accountId])
  expect(row).toEqual({ n: 2 })
})
