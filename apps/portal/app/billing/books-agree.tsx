import { DateText } from '~/components/date-text.tsx'
import type { BooksAgreeView } from './books-view.ts'

/** PAY-09: as of when our books and the processor's agree, or what the customer should know where they do not. */
export function BooksAgree({ books }: { readonly books: BooksAgreeView | null }) {
  if (books === null) return null
  const { comparedAt, withProcessor, differences, others } = books
  const sides = withProcessor
    ? 'Our books and the payment processor’s'
    : 'Your invoices, payments and seats in our books'
  return (
    <section className="card stack" aria-labelledby="books">
      <h2 id="books">Checked every night</h2>
      {differences.length === 0 && !others ? (
        <p>{sides} agree as of</p>
      ) : (
        <>
          {differences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          {differences.length === 0 && (
            <p>
              Something on our side does not match yet. We are looking at it; there is nothing for you to do.
            </p>
          )}
          <p className="soft small">{sides} were compared last on</p>
        </>
      )}
      <p className="soft small">
        <DateText when={comparedAt} />
      </p>
    </section>
  )
}
