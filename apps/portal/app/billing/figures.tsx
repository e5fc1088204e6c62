import type { ReactNode } from 'react'
import { ChargeLines } from './charge-lines.tsx'
import type { ComparedRow, QuoteFigures } from './quote-view.ts'

/** BILL-02: what changes, what it costs a year, and what is due today. */
export function Figures({ figures }: { readonly figures: QuoteFigures }) {
  return (
    <div className="stack quote-figures">
      <section className="card stack" aria-labelledby="annual">
        <h2 id="annual">Annual preview</h2>
        <ComparedTable
          caption="Seats and their cost a year without tax, now and after"
          columns={['Seats', 'Now', 'New']}
        >
          <tbody>
            <ComparedRows rows={figures.seats} />
          </tbody>
          <tbody>
            <tr className="compared-head">
              <th scope="colgroup" colSpan={3}>
                Cost a year, without tax
              </th>
            </tr>
            <ComparedRows rows={figures.costs.slice(0, -1)} />
          </tbody>
          <tfoot>
            <ComparedRows rows={figures.costs.slice(-1)} />
          </tfoot>
        </ComparedTable>
      </section>
      <section className="card stack" aria-labelledby="due-today">
        <h2 id="due-today">Total due today</h2>
        <ChargeLines
          lines={figures.lines}
          total={{ label: 'Due today', amount: figures.due }}
          caption="What is charged today, line by line"
        />
        {figures.notes.map((note) => (
          <p key={note} className="soft small">
            {note}
          </p>
        ))}
      </section>
    </div>
  )
}

/** What is compared, how it is now, and how it will be. */
export function ComparedTable({
  caption,
  columns,
  children,
}: {
  readonly caption: string
  readonly columns: readonly [what: string, now: string, then: string]
  readonly children: ReactNode
}) {
  return (
    <table className="figures compared">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  )
}

/** Now and then, row by row; what differs is marked. */
export function ComparedRows({ rows }: { readonly rows: readonly ComparedRow[] }) {
  return rows.map((row) => (
    <tr key={row.name} data-changed={row.changed || undefined}>
      <th scope="row">
        {row.name}
        {row.why !== undefined && <span className="figures-below">{row.why}</span>}
      </th>
      <td>{row.current}</td>
      <td>{row.next}</td>
    </tr>
  ))
}
