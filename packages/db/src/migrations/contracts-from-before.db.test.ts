import { addMonths, day, startOfDay } from '@seatkeeper/rules'
import { createTestDatabase } from '@seatkeeper/testkit'
import { afterAll, expect, test } from 'vitest'
import { asVendor, openAccount } from '../set-up.ts'
import { runBilling } from '../use-cases/billing-runs/run.ts'
import { contractsFromBefore } from './0016-billing-time.ts'

const world = await createTestDatabase()
afterAll(() => world.drop())

const NOW = '2026-04-15T12:00:00Z'

test('BILL-06 contracts of earlier versions are billed from their next period on, and those that are over never', async () => {
  const signed = async (
    name: string,
    billingInterval: 'monthly' | 'quarterly' | 'annual',
    from: string,
    months: number,
  ) => {
    const startsOn = day(from)
    const contract = {
      plan: 'business',
      billingInterval,
      startsOn,
      endsOn: addMonths(startsOn, months),
      fullTimeSeats: 2,
      collaborators: { oneFor: 5 },
      seasons: [],
    } as const
    const { contractId } = await asVendor(world.url, (db) =>
      openAccount(db, { name, organizations: [{ name }], contract }, startOfDay(day('2025-01-01'))),
    )
    return contractId
  }
  await signed('monthly, on the last of a month', 'monthly', '2026-01-31', 12)
  await signed('quarterly', 'quarterly', '2026-02-10', 6)
  await signed('annual', 'annual', '2026-01-10', 12)
  await signed('over', 'monthly', '2025-01-01', 12)
  await signed('yet to begin', 'monthly', '2026-06-01', 12)
  const wire = await signed('owes a wire', 'annual', '2026-03-01', 12)
  // As it stood; that its lines add up is not what this is about.
  await world.query(
    `begin; set local session_replication_role = replica;
     insert into invoice (id, account_id, contract_id, number, kind, issued_at, due_on, currency, net, tax, carried_in,
       carried_out, credit_applied, to_balance, due, bill_to)
     select uuidv7(), account_id, id, 1, 'invoice', '2026-04-01T09:00Z', '2026-05-01', 'USD', 100, 0, 0, 0, 0, 0, 100, '{}'
     from contract where id = '${wire}'; commit`,
  )
  await world.query(
    `insert into business_clock (mode, stands_at, goal) values ('demo', '${NOW}', 'next-event')`,
  )
  await world.query(`begin; ${contractsFromBefore} commit`)
  expect(
    await world.query(
      `select a.name, c.invoiced_until::text as until, c.renews from contract c join account a on a.id = c.account_id
       order by c.created_at, c.id`,
    ),
  ).toEqual([
    { name: 'monthly, on the last of a month', until: '2026-04-30', renews: true },
    { name: 'quarterly', until: '2026-05-10', renews: true },
    { name: 'annual', until: '2027-01-10', renews: true },
    { name: 'over', until: '2026-01-01', renews: false },
    { name: 'yet to begin', until: null, renews: true },
    { name: 'owes a wire', until: '2027-03-01', renews: true },
  ])
  expect(await world.query('select state, net_days as days from invoice_collection')).toEqual([
    { state: 'sent', days: 30 },
  ])
  await runBilling(world.database.worker(), { upTo: startOfDay(day('2026-05-10')) })
  expect(
    await world.query(
      `select a.name, i.period_start::text as from from invoice i join account a on a.id = i.account_id
       where i.period_start is not null order by i.period_start`,
    ),
  ).toEqual([
    { name: 'monthly, on the last of a month', from: '2026-04-30' },
    { name: 'quarterly', from: '2026-05-10' },
  ])
})
