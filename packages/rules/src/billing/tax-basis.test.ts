import { expect, test } from 'vitest'
import { type TaxBasis, taxesHold, taxesWithoutService, type TaxPlace } from './tax-basis.ts'

const place: TaxPlace = {
  line1: 'Alder Street 12',
  line2: null,
  city: 'Berlin',
  region: null,
  postalCode: '10115',
  country: 'DE',
  taxId: null,
}
const basis: TaxBasis = { by: 'service', calculationId: 'c', place, net: 100, credited: 0, gross: 119 }
const asked = { net: 100, credited: 0 }

test.each<[string, TaxBasis | null, TaxPlace | null, typeof asked, boolean]>([
  ['there is no tax service', null, place, asked, true],
  ['the table stood in', { by: 'table', why: 'no-address' }, null, asked, true],
  ['nothing has changed', basis, { ...place }, asked, true],
  ['another house', basis, { ...place, line1: 'Alder Street 14' }, asked, false],
  ['another floor', basis, { ...place, line2: '2nd floor' }, asked, false],
  ['another town', basis, { ...place, city: 'Potsdam' }, asked, false],
  ['another region', basis, { ...place, region: 'BB' }, asked, false],
  ['another postal code', basis, { ...place, postalCode: '10117' }, asked, false],
  ['another country', basis, { ...place, country: 'AT' }, asked, false],
  ['a tax id since', basis, { ...place, taxId: 'DE123456789' }, asked, false],
  ['no address any more', basis, null, asked, false],
  ['another charge', basis, place, { ...asked, net: 101 }, false],
  ['another credit', basis, place, { ...asked, credited: 1 }, false],
])('BILL-02 a tax service’s figures hold or not: %s', (_, given, where, what, holds) => {
  expect(taxesHold(given, where, what)).toBe(holds)
})

test('D-27 without the service the table says, and says that it does', () => {
  expect(taxesWithoutService(place, 'service-unreachable')).toEqual({
    taxes: [{ kind: 'rate', name: 'VAT', percent: '19' }],
    basis: { by: 'table', why: 'service-unreachable' },
  })
})
