import type { LineView } from './line-view.ts'

/** Lines that add up to a total, each of which explains itself (BILL-09). */
export function ChargeLines({
  lines,
  total,
  caption,
}: {
  readonly lines: readonly LineView[]
  readonly total: { readonly label: string; readonly amount: string }
  readonly caption: string
}) {
  return (
    <table className="charge-lines">
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, n) => (
          <tr key={n}>
            <th scope="row">
              <span className="line-text">{line.text}</span>
              {line.period !== null && <span className="line-period">{line.period}</span>}
              <details className="line-why">
                <summary>
                  Explain this line<span className="visually-hidden">: {line.text}</span>
                </summary>
                <p className="line-formula">{line.formula}</p>
                <p>
                  {line.rule} <span className="line-rule">{line.requirement}</span>
                </p>
              </details>
            </th>
            <td>{line.amount}</td>
          </tr>
        ))}
        {lines.length === 0 && (
          <tr>
            <th scope="row">Nothing is charged today</th>
            <td>{total.amount}</td>
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total.label}</th>
          <td>{total.amount}</td>
        </tr>
      </tfoot>
    </table>
  )
}
