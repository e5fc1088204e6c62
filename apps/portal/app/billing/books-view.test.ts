import type { BooksView } from '@seatkeeper/db'
import { instantFromIso } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { booksAgreeView } from './books-view.ts'

const books: BooksView = {
  comparedAt: instantFromIso('2026-11-22T01:00Z'),
  withProcessor: true,
  currency: 'USD',
  differences: [],
  others: 0,
}
const viewer = { zone: 'America/New_York', locale: 'en-US' }

test('PAY-09 as of when both agree, UTC first, the viewer’s own time beside it', () => {
  expect(booksAgreeView(books, viewer)).toMatchObject({
    comparedAt: { utc: expect.stringContaining('UTC'), local: expect.stringContaining('EST') },
    differences: [],
    others: false,
  })
})

test('PAY-09 nothing is claimed before anybody has compared', () => {
  expect(booksAgreeView(null, viewer)).toBeNull()
})

test('PAY-09 the same sentence is said once, however many things it is about', () => {
  const paid = { charge: 'purchase', processorInvoiceId: 'in_1', ours: 500, theirs: 500 } as const
  const differences = ['a', 'b'].map(
    (subject) => ({ kind: 'paid-there-open-here', subject, ...paid }) as const,
  )
  expect(booksAgreeView({ ...books, differences, others: 2 }, viewer)).toMatchObject({
    differences: [expect.stringContaining('$5.00')],
    others: true,
  })
})
