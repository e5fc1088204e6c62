import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'

export interface Crumb {
  readonly label: string
  readonly to?: string
}

/** The path to this page, in the words of the menu (USER-11); what stands twice in a row, on a phone once. */
export function Breadcrumb({ path }: { path: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="breadcrumb" role="list">
        {path.map(({ label, to }, index) => (
          <li key={`${index}${label}`} data-repeats={label === path[index + 1]?.label || undefined}>
            {to === undefined ? (
              <span aria-current={index === path.length - 1 ? 'page' : undefined}>{label}</span>
            ) : (
              <Link to={to}>{label}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** A page's path, title, lead and its one main action. */
export function PageHeader({
  path,
  title,
  lead,
  children,
}: {
  path: readonly Crumb[]
  title: ReactNode
  lead?: ReactNode
  children?: ReactNode
}) {
  return (
    <header className="page-header">
      <div>
        <Breadcrumb path={path} />
        <h1>{title}</h1>
        {lead !== undefined && <p className="page-lead">{lead}</p>}
      </div>
      {children}
    </header>
  )
}
