import { expect, test } from 'vitest'
import { readTaxId, taxIdKind } from './tax-id.ts'

test.each([
  ['with spaces and dots', 'DE', ' de 123.456.789 ', 'DE123456789'],
  ['without its prefix', 'DE', '123456789', 'DE123456789'],
  ['Greece writes EL', 'GR', '123456789', 'EL123456789'],
  ['Austria’s U', 'AT', 'U12345678', 'ATU12345678'],
  ['Switzerland’s, with its tax behind it', 'CH', 'CHE-123.456.789 MWST', 'CHE123456789MWST'],
  ['an EIN gets its dash', 'US', '123456789', '12-3456789'],
  ['a country whose form is not known', 'JP', 'T-1234567890123', 'T1234567890123'],
])('PAY-02 a tax id is read: %s', (_, country, typed, taxId) => {
  expect(readTaxId(typed, country)).toEqual({ kind: 'read', taxId })
})

test.each([
  ['too short', 'DE', 'DE12345678', 'VAT number', 'DE123456789'],
  ['another country’s', 'DE', 'FR12345678901', 'VAT number', 'DE123456789'],
  ['letters in an EIN', 'US', '12-345678X', 'EIN', '12-3456789'],
  ['a sentence', 'JP', 'please don’t ask', null, null],
  ['a name that is no country', 'constructor', '!', null, null],
])('PAY-02 a tax id is told to be wrong, with an example: %s', (_, country, typed, name, example) => {
  expect(readTaxId(typed, country)).toEqual({ kind: 'wrong', name, example })
})

test('D-27 a tax service is told what it has a word for', () => {
  expect([taxIdKind('SE'), taxIdKind('GB'), taxIdKind('JP')]).toEqual(['eu_vat', 'gb_vat', undefined])
})
