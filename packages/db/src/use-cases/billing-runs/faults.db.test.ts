import { expect, test } from 'vitest'
import { billingScenes, midnight } from '../../../test/billing-scenes.ts'
import type { Em } from '../../orm.ts'
import { noteBillingFaults } from '../../reconciliation/billing-faults.ts'

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

/** The worker's door, and how many statements went through it; a transaction's begin and end are two. */
function counted(): { readonly em: Em; readonly statements: () => number } {
  const em = scenes.world.database.worker()
  const getKysely = em.getKysely.bind(em)
  let done = 0
  em.getKysely = ((options: never) =>
    getKysely(options).withPlugin({
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        done++
        return result
      },
    })) as typeof em.getKysely
  return { em, statements: () => done }
}

test('PAY-09 many accounts that cannot be billed cost as many statements as one, and what says the same is not written again', async () => {
  const upTo = midnight('2041-03-01')
  const accounts = []
  for (let n = 0; n < 3; n++) accounts.push(await signed({ from: '2041-03-01', months: 1 }))
  const ids = accounts.map(({ accountId }) => accountId)
  const cost = async (failed: readonly string[], at = upTo) => {
    const { em, statements } = counted()
    const cause = new Error('Not today')
    await noteBillingFaults(
      em,
      failed.map((accountId) => ({ accountId, cause })),
      at,
    )
    return statements()
  }
  const noted = () =>
    scenes.world.query<{ version: string; how: string | null }>(
      `select xmin::text as version, ended_how as how from reconciliation_difference
       where account_id = any($1) and kind = 'not-billed' order by account_id`,
      [ids],
    )
  const one = await cost(ids.slice(0, 1))
  expect([await cost(ids), one]).toEqual([4, 4])
  const first = await noted()
  expect(first.map(({ how }) => how)).toEqual([null, null, null])
  // Not tried in this run, and due as before: nothing is over, and nothing written.
  expect([await cost([]), await cost(ids), await noted()]).toEqual([2, 4, first])
  await run(upTo)
  expect(await cost([])).toBe(5)
  expect((await noted()).map(({ how }) => how)).toEqual(['gone', 'gone', 'gone'])
  expect(await cost([])).toBe(1)
})

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
