import type { InvoiceRow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { owedViews } from './owed-view.ts'

const now = Date.UTC(2026, 10, 29) as Instant
const invoice = (number: number, collection: Partial<InvoiceRow['collection'] & object>): InvoiceRow =>
  ({
    id: `${number}`,
    number,
    kind: 'invoice',
    issuedAt: Date.UTC(2026, 10, 20 + number),
    currency: 'USD',
    due: 10_000,
    paidAt: null,
    collection: { method: 'card', nextTryAt: null, deadline: null, actionUrl: null, ...collection },
  }) as unknown as InvoiceRow
const declined = { state: 'declined', deadline: Date.UTC(2026, 10, 25) as Instant } as const

test('ACC-05 PAY-03 what is open is one sum, since the oldest of it; what is being charged stands apart', () => {
  const charging = invoice(3, { state: 'declined', nextTryAt: now })
  const found = owedViews(
    [charging, invoice(2, declined), invoice(1, declined)] as InvoiceRow[],
    { zone: 'UTC', locale: 'en' },
    now,
  )
  expect(found.open).toMatchObject({ total: '$200.00', since: 'Nov 21, 2026', deadline: { over: true } })
  expect(found.open?.invoices.map(({ invoice: { title } }) => title)).toEqual(['Invoice 1', 'Invoice 2'])
  expect(found.charging.map(({ kind }) => kind)).toEqual(['charging'])
  expect(owedViews([{ ...charging, paidAt: now }], { zone: 'UTC', locale: 'en' }, now)).toEqual({
    charging: [],
    open: null,
  })
})
