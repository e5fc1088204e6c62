import type { BooksView } from '@seatkeeper/db'
import { differenceForCustomer, formatInstant, type TwoClocks, type Viewer } from '@seatkeeper/wording'

/** PAY-09, worded. */
export interface BooksAgreeView {
  readonly comparedAt: TwoClocks
  readonly withProcessor: boolean
  /** What disagrees and concerns the customer: what it means for them. */
  readonly differences: readonly string[]
  /** Something disagrees that is ours alone to look at. */
  readonly others: boolean
}

/** Null: nobody has compared yet, so nothing is claimed. */
export function booksAgreeView(books: BooksView | null, viewer: Viewer): BooksAgreeView | null {
  if (books === null) return null
  const sentences = books.differences.flatMap(
    (difference) => differenceForCustomer(difference, books.currency, viewer) ?? [],
  )
  return {
    comparedAt: formatInstant(books.comparedAt, viewer),
    withProcessor: books.withProcessor,
    differences: [...new Set(sentences)],
    others: books.others > 0,
  }
}
