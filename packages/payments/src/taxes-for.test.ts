import type { TaxPlace } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { taxesFor, type TaxService } from './taxes-for.ts'

const place: TaxPlace = {
  line1: '12 Alder Street',
  line2: null,
  city: 'Albany',
  region: 'NY',
  postalCode: '12207',
  country: 'US',
  taxId: null,
}
const question = { place, currency: 'USD', net: 10_000, reference: 'q' } as const
const at = (percent: number): TaxService => ({
  estimateTax: async ({ net, currency }) => {
    const amount = (net * percent) / 100
    const parts = [{ name: `Sales tax, NY, ${percent} %`, amount }]
    return { kind: 'known', calculationId: `c${net}`, tax: { amount, currency }, parts }
  },
})

test('BILL-02 the tax service reckons what is charged and what is given back, each by rate', async () => {
  expect(await taxesFor(at(8), { ...question, credited: 500 })).toEqual({
    taxes: [{ kind: 'amount', name: 'Sales tax, NY, 8 %', amount: 800, credited: 40 }],
    basis: { by: 'service', calculationId: 'c10000', place, net: 10_000, credited: 500, gross: 10_800 },
  })
})

test('BILL-02 nothing that is charged is nothing to ask', async () => {
  const answer = await taxesFor(at(8), { ...question, net: 0 })
  expect(answer).toMatchObject({ taxes: [], basis: { by: 'service', calculationId: null, gross: 0 } })
})

test.each<[string, TaxService, TaxPlace | null, object | undefined]>([
  ['there is no service', null, place, undefined],
  ['no address', at(8), null, { by: 'table', why: 'no-address' }],
  [
    'an address that it can’t use',
    { estimateTax: async () => ({ kind: 'address-unusable' }) },
    place,
    { by: 'table', why: 'address-unusable' },
  ],
  [
    'it does not answer',
    { estimateTax: async () => ({ kind: 'unknown', error: 'timeout', ours: false }) },
    place,
    { by: 'table', why: 'service-unreachable' },
  ],
])('D-27 the table of rates stands in: %s', async (_, service, where, basis) => {
  const answer = await taxesFor(service, { ...question, place: where })
  expect([answer.taxes, answer.basis]).toEqual([undefined, basis])
})
