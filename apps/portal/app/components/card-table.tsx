/* oxlint-disable jsx-a11y/no-interactive-element-to-noninteractive-role -- On narrow screens the style sheet turns rows into
   cards, and some browsers then forget that it is a table: the roles say what the elements are anyway. */
import type { ReactNode } from 'react'

/** What stands above a column; `unseen` is read out alone, for a column of buttons. */
type Heading = string | { readonly unseen: string }

/** A table that turns into cards on narrow screens. Its rows say `role` and, cell by cell, what stands above them (`data-label`). */
export function CardTable({
  label,
  className,
  headings,
  children,
}: {
  label: string
  className?: string
  headings: readonly Heading[]
  children: ReactNode
}) {
  return (
    <div className={className === undefined ? 'table-box' : `table-box ${className}`}>
      <table className="table" role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {headings.map((heading) => (
              <th key={nameOf(heading)} scope="col" role="columnheader">
                {typeof heading === 'string' ? (
                  heading
                ) : (
                  <span className="visually-hidden">{heading.unseen}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{children}</tbody>
      </table>
    </div>
  )
}

const nameOf = (heading: Heading): string => (typeof heading === 'string' ? heading : heading.unseen)
