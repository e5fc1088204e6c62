import { ButtonLink } from './button.tsx'

/** Forwards and back through a long list. An end is simply absent, never a dead button. */
export function Pager({
  summary,
  previous,
  next,
}: {
  summary: string
  previous: string | null
  next: string | null
}) {
  return (
    <div className="pager">
      <output>{summary}</output>
      {(previous !== null || next !== null) && (
        <nav aria-label="Pages">
          {previous !== null && (
            <ButtonLink to={previous} rel="prev">
              Previous
            </ButtonLink>
          )}
          {next !== null && (
            <ButtonLink to={next} rel="next">
              Next
            </ButtonLink>
          )}
        </nav>
      )}
    </div>
  )
}
