import { startOfDay } from '@seatkeeper/rules'
import { buildAccount, createTestDatabase, type TestDatabase, testDay } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '../../invariants/index.ts'
import type { PeriodTaxQuestion } from '../billing-runs/period-taxes.ts'
import { runBilling } from '../billing-runs/run.ts'
import { agreeSeasons } from './decide-seasons.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(async () => {
  expect(await checkInvariants(world.url)).toEqual([])
  await world.drop()
})

const PLACE = {
  line1: '1 Road',
  line2: null,
  city: 'Austin',
  region: null,
  postalCode: '78701',
  country: 'US',
  taxId: null,
}

test('BILL-02 BILL-11 the tax service is asked for each season that is invoiced by itself, and told of the sale', async () => {
  const { accountId } = await buildAccount(world.url, {
    seasons: [
      { name: 'June', from: -5, to: 10, seats: 3 },
      { name: 'July', from: 20, to: 30, seats: 4 },
    ],
  })
  const now = startOfDay(testDay(185))
  await runBilling(world.database.worker(), { upTo: now })
  const asked: PeriodTaxQuestion[] = []
  const ask = async (question: PeriodTaxQuestion) => {
    asked.push(question)
    const { place, net, credited } = question
    const amount = 100 + asked.length
    return {
      taxes: [{ kind: 'amount' as const, name: 'Sales tax', amount }],
      basis: {
        by: 'service' as const,
        calculationId: `taxcalc_${asked.length}`,
        place: place ?? PLACE,
        net,
        credited,
        gross: net + amount,
      },
    }
  }
  const answer = await agreeSeasons({ url: world.url, now, ask }, accountId, { only: ['June', 'July'] })
  expect(answer).toMatchObject({ kind: 'grant', seasons: [{ invoiced: 'now' }, { invoiced: 'now' }] })
  expect(asked).toHaveLength(2)
  const invoices = await world.query<{ net: string }>(
    `select i.net, i.tax::int as tax, i.tax_basis ->> 'by' as by, r.amount - i.net as reported, r.kind
     from invoice i left join tax_report r on r.invoice_id = i.id
     where i.account_id = $1 and i.period_start is null order by i.number`,
    [accountId],
  )
  expect(invoices).toMatchObject([
    { tax: 101, by: 'service', reported: '101', kind: 'sale' },
    { tax: 102, by: 'service', reported: '102', kind: 'sale' },
  ])
  expect(asked.map(({ net }) => net)).toEqual(invoices.map(({ net }) => Number(net)))
})
