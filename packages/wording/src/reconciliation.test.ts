import { type Difference, DIFFERENCES, type Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { differenceForCustomer, differenceSentence } from './reconciliation.ts'

const card = { paymentMethodId: 'pm_1', brand: 'visa', lastFour: '4242', expiryMonth: 12, expiryYear: 2031 }
const charge = 'purchase' as const
const one: { readonly [K in Difference['kind']]: Extract<Difference, { kind: K }> } = {
  'paid-there-open-here': {
    kind: 'paid-there-open-here',
    subject: 'p',
    charge,
    processorInvoiceId: 'in_1',
    ours: 5_000,
    theirs: 5_000,
  },
  'paid-here-not-there': {
    kind: 'paid-here-not-there',
    subject: 'p',
    charge,
    processorInvoiceId: 'in_1',
    there: 'open',
  },
  'amount-differs': {
    kind: 'amount-differs',
    subject: 'p',
    charge,
    processorInvoiceId: 'in_1',
    ours: 5_000,
    theirs: 4_000,
    theirCurrency: 'USD',
  },
  'paid-twice': { kind: 'paid-twice', subject: 'in_2', charge: 'p', theirs: 5_000 },
  undecided: { kind: 'undecided', subject: 'p', charge, begunAt: 0 as Instant },
  'open-there-over-here': { kind: 'open-there-over-here', subject: 'p', processorInvoiceId: 'in_1' },
  'left-over': { kind: 'left-over', subject: 'in_2', charge: 'p', state: 'draft' },
  'unknown-invoice': { kind: 'unknown-invoice', subject: 'in_9', state: 'open', theirs: 1 },
  'card-differs': { kind: 'card-differs', subject: 'pm_1', ours: card, theirs: card },
  'card-gone': { kind: 'card-gone', subject: 'pm_1', ours: card },
  'receivable-differs': { kind: 'receivable-differs', subject: 'receivable', ledger: 1, invoices: 0 },
  'not-billed': { kind: 'not-billed', subject: 'billing', why: 'The invoice of 2026-06-10 is refused.' },
  'seats-differ': { kind: 'seats-differ', subject: 'full-time', seats: 9, invoiced: 8 },
}

test.each(Object.values(one))(
  'PAY-09 $kind is said to staff, and to the customer where it concerns them',
  (difference) => {
    expect(differenceSentence(difference, { names: { p: 'Invoice 8' }, currency: 'USD' })).toMatch(
      /^(Invoice 8|[A-Z]).+\.$/s,
    )
    const said = differenceForCustomer(difference, 'USD', { zone: 'UTC', locale: 'en-US' })
    expect(said !== null).toBe(DIFFERENCES[difference.kind].concernsCustomer)
    // No names of ours, no numbers that only we know.
    expect(said ?? '').not.toMatch(/in_|pm_|ledger|undefined/)
  },
)

test('PAY-09 amounts are said as people read them', () => {
  const viewer = { zone: 'UTC', locale: 'en-US' }
  expect(differenceForCustomer(one['paid-there-open-here'], 'JPY', viewer)).toContain('¥5,000')
  expect(differenceForCustomer(one['card-gone'], 'USD', viewer)).toContain('Visa ending in 4242')
})

test('PAY-09 staff read names and amounts; what has no name keeps its identity', () => {
  const words = { names: { p: 'Invoice 8' }, currency: 'USD' } as const
  expect(differenceSentence(one['paid-there-open-here'], words)).toBe(
    'Invoice 8 is paid at the processor (US$50.00) and open here (US$50.00).',
  )
  expect(differenceSentence(one['amount-differs'], { ...words, names: {} })).toBe(
    'The purchase p is US$50.00 here, and the processor collected US$40.00.',
  )
  expect(differenceSentence(one['card-gone'], words)).toContain('Visa ending in 4242 until 12/2031')
})
