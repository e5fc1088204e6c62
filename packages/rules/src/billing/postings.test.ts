import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../time/instant.ts'
import {
  creditPostings,
  holdPostings,
  invoicePostings,
  paymentPostings,
  type Posting,
  releasePostings,
  strayPaymentPostings,
} from './postings.ts'
import { settle } from './settle.ts'
import { DEFAULT_TAX_TABLE, reverseCharge, taxesByTable } from './tax-table.ts'

const sum = (postings: readonly Posting[]) => postings.reduce((total, { amount }) => total + amount, 0)
const balance = (postings: readonly Posting[], account: Posting['ledgerAccount']) =>
  sum(postings.filter((posting) => posting.ledgerAccount === account))

const settled = fc
  .record({
    amounts: fc.array(fc.integer({ min: -5000, max: 50_000 }), { maxLength: 4 }),
    credits: fc.array(fc.integer({ min: 1, max: 20_000 }), { maxLength: 3 }),
    carried: fc.integer({ min: 0, max: 49 }),
    percent: fc.constantFrom('0', '8.875', '20'),
    included: fc.boolean(),
    minimumCharge: fc.constantFrom(0, 50),
    chargeStep: fc.constantFrom(1, 10),
  })
  .map(({ amounts, credits, carried, percent, included, ...rules }) => {
    const charges = amounts.map((amount) => ({
      kind: 'flat' as const,
      rule: 'adjustment' as const,
      subject: 'x',
      amount: { amount, currency: 'USD' as const },
    }))
    const account = {
      taxes: [{ kind: 'rate' as const, name: 'VAT', percent, included }],
      credits: credits.map((remaining, n) => ({ id: `c${n}`, grantedAt: n as Instant, remaining })),
      carried,
    }
    const result = settle(charges, account, { currency: 'USD', rounding: 'half-up', ...rules })
    if (result.kind === 'refuse') throw new Error(result.reason)
    return result
  })

describe('BILL-09 the books', () => {
  test('every entry adds up to zero, whatever the invoice', () => {
    fc.assert(
      fc.property(settled, fc.boolean(), (invoice, held) => {
        const postings = invoicePostings(invoice, { held, newCreditId: 'new' })
        expect(sum(postings)).toBe(0)
        expect(balance(postings, 'receivable')).toBe(invoice.due)
        expect(sum(holdPostings(invoice))).toBe(0)
      }),
    )
  })

  test('what was held goes back to the unit, or into the invoice with nothing left aside', () => {
    fc.assert(
      fc.property(settled, (invoice) => {
        const held = holdPostings(invoice)
        for (const account of ['credit', 'credit-held', 'carried', 'carried-held'] as const) {
          expect(balance([...held, ...releasePostings(invoice)], account)).toBe(0)
        }
        const through = [...held, ...invoicePostings(invoice, { held: true, newCreditId: 'new' })]
        const directly = invoicePostings(invoice, { held: false, newCreditId: 'new' })
        for (const account of ['credit', 'carried', 'revenue', 'receivable'] as const) {
          expect(balance(through, account)).toBe(balance(directly, account))
        }
        expect(balance(through, 'credit-held')).toBe(0)
        expect(balance(through, 'carried-held')).toBe(0)
      }),
    )
  })
})

/** `cash +100`, `credit:c −100` */
const written = (postings: readonly Posting[]) =>
  postings.map(({ ledgerAccount, amount, creditId }) =>
    [ledgerAccount, creditId && `:${creditId}`, amount < 0 ? ' −' : ' +', Math.abs(amount)]
      .filter(Boolean)
      .join(''),
  )

describe('BILL-09 what each entry says', () => {
  const invoice = {
    lines: [],
    discount: 0,
    net: 1000,
    tax: 200,
    includedTax: [],
    due: 900,
    carriedIn: 40,
    carriedOut: 30,
    creditApplied: 310,
    toBalance: 0,
    creditsUsed: [{ creditId: 'c', amount: 310 }],
  }

  test.each([
    ['a payment', () => paymentPostings(100), ['cash +100', 'receivable −100']],
    ['a payment of nothing', () => paymentPostings(0), []],
    [
      'credit for what was paid',
      () => creditPostings({ net: 100, tax: 20 }, 'c'),
      ['revenue +100', 'tax +20', 'credit:c −120'],
    ],
    [
      'credit without tax',
      () => creditPostings({ net: 100, tax: 0 }, 'c'),
      ['revenue +100', 'credit:c −100'],
    ],
    [
      'money for nothing that could be granted',
      () => strayPaymentPostings(100, 'c'),
      ['cash +100', 'credit:c −100'],
    ],
    [
      'an invoice',
      () => invoicePostings(invoice, { held: false, newCreditId: 'new' }),
      ['receivable +900', 'revenue −1000', 'tax −200', 'carried −40', 'carried +30', 'credit:c +310'],
    ],
    [
      'an invoice of a purchase',
      () => invoicePostings(invoice, { held: true, newCreditId: 'new' }),
      [
        'receivable +900',
        'revenue −1000',
        'tax −200',
        'carried-held −40',
        'carried +30',
        'credit-held:c +310',
      ],
    ],
    [
      'an invoice in the customer’s favour',
      () =>
        invoicePostings(
          {
            ...invoice,
            net: -100,
            tax: -20,
            due: 0,
            carriedIn: 0,
            carriedOut: 0,
            creditsUsed: [],
            toBalance: 120,
          },
          { held: false, newCreditId: 'new' },
        ),
      ['revenue +100', 'tax +20', 'credit:new −120'],
    ],
    [
      'what is put aside',
      () => holdPostings(invoice),
      ['credit:c +310', 'credit-held:c −310', 'carried −40', 'carried-held +40'],
    ],
  ])('%s', (_, make, entry) => {
    const postings = make()
    expect(written(postings)).toEqual(entry)
    expect(sum(postings)).toBe(0)
  })
})

test.each([
  ['the region before the country', { country: 'CA', region: 'ON' }, '13'],
  ['the country where the region has none', { country: 'CA', region: 'BC' }, '5'],
  ['a region of a country that has no rate itself', { country: 'US', region: 'NY' }, '8.875'],
  ['none where the table says nothing', { country: 'US', region: 'OR' }, undefined],
  ['a tax id reverses it', { country: 'DE', taxId: 'DE123456789' }, undefined],
  ['where it does', { country: 'GB', taxId: 'GB999999973' }, '20'],
  ['not for names that are no country', { country: 'constructor' }, undefined],
  ['none without an address', null, undefined],
] as const)('D-27 tax by table: %s', (_, place, percent) => {
  const [tax] = taxesByTable(DEFAULT_TAX_TABLE, place)
  expect(tax?.kind === 'rate' ? tax.percent : undefined).toBe(percent)
})

test('D-27 a reversed tax stands on the invoice all the same, as nothing', () => {
  const place = { country: 'DE', taxId: 'DE123456789' }
  expect(taxesByTable(DEFAULT_TAX_TABLE, place)).toEqual([
    { kind: 'amount', name: reverseCharge('VAT'), amount: 0 },
  ])
})
