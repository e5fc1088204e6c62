import { day, type Instant, instantFromIso } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { invoiceState } from './invoice-row-view.ts'

const viewer = { zone: 'America/New_York', locale: 'en-GB' }
const open = {
  kind: 'invoice',
  due: 100,
  paidAt: null,
  dueOn: null,
  collection: null,
  voids: null,
  voidedBy: null,
} as const
const declined = (deadline: Instant | null) => ({
  ...open,
  collection: {
    method: 'card',
    state: 'declined',
    declinedAt: instantFromIso('2026-06-10T09:00Z'),
    actionUrl: null,
    nextTryAt: null,
    deadline,
  } as const,
})
const wire = { ...open, dueOn: day('2026-07-10') }
const ends = instantFromIso('2026-06-14T00:00Z')

test.each([
  [
    'PAY-03 before the deadline',
    declined(ends),
    '2026-06-13T23:59Z',
    ['Card declined', 'Pay by 14 Jun 2026, 00:00 UTC (13 Jun 2026, 20:00 EDT)'],
  ],
  [
    'ACC-05 from the deadline on',
    declined(ends),
    '2026-06-14T00:00Z',
    ['Card declined', 'Was to be paid by 14 Jun 2026, 00:00 UTC (13 Jun 2026, 20:00 EDT)'],
  ],
  [
    'ACC-05 a card was entered',
    {
      ...open,
      collection: { ...declined(ends).collection, nextTryAt: instantFromIso('2026-06-14T09:00Z') } as const,
    },
    '2026-06-14T09:00Z',
    ['Being charged', undefined],
  ],
  ['PAY-03 not told yet', declined(null), '2026-06-10T09:00Z', ['Card declined', undefined]],
  ['PAY-06 the last day in time', wire, '2026-07-10T23:59Z', ['Due 10 Jul 2026', undefined]],
  [
    'D-02 voided, whatever it was before',
    { ...declined(ends), voidedBy: { id: 'n', number: 2 } },
    '2026-06-14T00:00Z',
    ['Voided', undefined],
  ],
  [
    'D-02 the credit note that voids it',
    { ...open, kind: 'credit-note', voids: { id: 'i', number: 1 } } as const,
    '2026-06-14T00:00Z',
    ['Voids invoice 1', undefined],
  ],
  ['PAY-06 the day after', wire, '2026-07-11T00:00Z', ['Overdue since 11 Jul 2026', undefined]],
])('%s', (_, invoice, now, words) => {
  const { label, by } = invoiceState(invoice, { viewer, now: instantFromIso(now) })
  expect([label, by]).toEqual(words)
})
