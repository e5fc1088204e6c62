import { own } from '../catalog/price.ts'

/** How a country writes the ids of those who account for tax; what is checked is the form, never who is behind it. */
interface TaxIdForm {
  /** As people there call it. */
  readonly name: string
  readonly example: string
  /** Of what is left without spaces, dots and dashes, in capitals. */
  readonly form: RegExp
  /** Written before it; added where it was left out. */
  readonly prefix?: string
  /** What the processor's tax service calls it; without one it is not told. */
  readonly service?: string
}

const vat = (prefix: string, form: RegExp, example: string): TaxIdForm => {
  return { name: 'VAT number', example: `${prefix}${example}`, form, prefix, service: 'eu_vat' }
}

const FORMS: Readonly<Record<string, TaxIdForm>> = {
  AT: vat('AT', /^ATU\d{8}$/, 'U12345678'),
  BE: vat('BE', /^BE[01]\d{9}$/, '0123456789'),
  BG: vat('BG', /^BG\d{9,10}$/, '123456789'),
  CY: vat('CY', /^CY\d{8}[A-Z]$/, '12345678X'),
  CZ: vat('CZ', /^CZ\d{8,10}$/, '12345678'),
  DE: vat('DE', /^DE\d{9}$/, '123456789'),
  DK: vat('DK', /^DK\d{8}$/, '12345678'),
  EE: vat('EE', /^EE\d{9}$/, '123456789'),
  ES: vat('ES', /^ES[A-Z0-9]\d{7}[A-Z0-9]$/, 'A1234567Z'),
  FI: vat('FI', /^FI\d{8}$/, '12345678'),
  FR: vat('FR', /^FR[A-Z0-9]{2}\d{9}$/, 'AB123456789'),
  GR: vat('EL', /^EL\d{9}$/, '123456789'),
  HR: vat('HR', /^HR\d{11}$/, '12345678912'),
  HU: vat('HU', /^HU\d{8}$/, '12345678'),
  IE: vat('IE', /^IE\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/, '1234567AB'),
  IT: vat('IT', /^IT\d{11}$/, '12345678912'),
  LT: vat('LT', /^LT(\d{9}|\d{12})$/, '123456789'),
  LU: vat('LU', /^LU\d{8}$/, '12345678'),
  LV: vat('LV', /^LV\d{11}$/, '12345678912'),
  MT: vat('MT', /^MT\d{8}$/, '12345678'),
  NL: vat('NL', /^NL\d{9}B\d{2}$/, '123456789B12'),
  PL: vat('PL', /^PL\d{10}$/, '1234567890'),
  PT: vat('PT', /^PT\d{9}$/, '123456789'),
  RO: vat('RO', /^RO\d{2,10}$/, '1234567891'),
  SE: vat('SE', /^SE\d{12}$/, '123456789123'),
  SI: vat('SI', /^SI\d{8}$/, '12345678'),
  SK: vat('SK', /^SK\d{10}$/, '1234567891'),
  GB: {
    name: 'VAT number',
    example: 'GB123456789',
    form: /^GB(\d{9}|\d{12}|(GD|HA)\d{3})$/,
    prefix: 'GB',
    service: 'gb_vat',
  },
  CH: {
    name: 'UID',
    example: 'CHE123456789MWST',
    form: /^CHE\d{9}(MWST|TVA|IVA)?$/,
    prefix: 'CHE',
    service: 'ch_vat',
  },
  NO: { name: 'organisation number', example: '123456789MVA', form: /^\d{9}(MVA)?$/, service: 'no_vat' },
  US: { name: 'EIN', example: '12-3456789', form: /^\d{9}$/, service: 'us_ein' },
  CA: {
    name: 'business number',
    example: '123456789RT0002',
    form: /^\d{9}(RT\d{4})?$/,
    service: 'ca_gst_hst',
  },
  AU: { name: 'ABN', example: '12345678912', form: /^\d{11}$/, service: 'au_abn' },
  NZ: { name: 'GST number', example: '123456789', form: /^\d{8,9}$/, service: 'nz_gst' },
  IN: {
    name: 'GSTIN',
    example: '12ABCDE3456FGZH',
    form: /^\d{2}[A-Z]{5}\d{4}[A-Z][A-Z0-9]Z[A-Z0-9]$/,
    service: 'in_gst',
  },
}

/** Where a country's form is not known here, what ids are made of anywhere. */
const ANY = /^[A-Z0-9+*/]{4,30}$/

export type ReadTaxId =
  | { readonly kind: 'read'; readonly taxId: string }
  /** Null: nothing is known of how the country writes it. */
  | { readonly kind: 'wrong'; readonly name: string | null; readonly example: string | null }

/** PAY-02: a tax id as it was typed, for a country; spaces, dots and dashes do not count, and its prefix may be left out. */
export function readTaxId(text: string, country: string): ReadTaxId {
  const typed = text.toUpperCase().replaceAll(/[\s.\-‐-―]/g, '')
  const form = own(FORMS, country)
  if (!form) {
    return ANY.test(typed) ? { kind: 'read', taxId: typed } : { kind: 'wrong', name: null, example: null }
  }
  const written = [typed, `${form.prefix ?? ''}${typed}`].find((each) => form.form.test(each))
  if (written === undefined) return { kind: 'wrong', name: form.name, example: form.example }
  return { kind: 'read', taxId: country === 'US' ? `${written.slice(0, 2)}-${written.slice(2)}` : written }
}

/** What a tax service calls a country's ids; undefined: it is not told of them. */
export const taxIdKind = (country: string): string | undefined => own(FORMS, country)?.service
