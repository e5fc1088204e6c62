import { expect, test } from 'vitest'
import { billingScenes, midnight } from '../../../test/billing-scenes.ts'
import type { Em } from '../../orm.ts'

const scenes = billingScenes()
const { run, signed, issuedTo } = scenes

/** The worker's door, cut off after its nth statement, a commit too, before it is answered; what was not committed is gone. */
function dyingAfter(statements: number): Em {
  const em = scenes.world.database.worker()
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
    const [found] = await scenes.world.query(
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

test('an account that cannot be billed keeps no other waiting, and is named', async () => {
  const [bad, good] = [
    await signed({ from: '2036-03-01', months: 1 }),
    await signed({ from: '2036-03-01', months: 1 }),
  ]
  // More than any invoice can say.
  await scenes.world.query(
    `insert into contract_item (contract_id, account_id, item, unit_price) values ($1, $2, 'full-time', 9007199254740991)`,
    [bad.contractId, bad.accountId],
  )
  const { faults } = await run(midnight('2036-04-01'))
  expect(faults).toMatchObject([{ accountId: bad.accountId }])
  expect(await issuedTo(bad.accountId)).toEqual([])
  expect((await issuedTo(good.accountId)).map(({ start }) => start)).toEqual(['2036-03-01', '2036-04-01'])
})
