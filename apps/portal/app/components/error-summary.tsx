import { useActionData } from '@remix-run/react'
import { useEffect, useRef } from 'react'
import { fieldId } from './field.tsx'

export interface ErrorItem {
  /** The field that is to be mended; absent when the whole form is meant. */
  readonly name?: string
  readonly message: string
}

/**
 * Says at the top of a form what stands in the way, each line leading to its field. Takes the focus with every answer
 * that brings errors, so that nobody has to hunt for what went wrong; without JavaScript `autofocus` does the same.
 */
export function ErrorSummary({ items, title }: { items: readonly ErrorItem[]; title?: string | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  const answer = useActionData<unknown>()
  useEffect(() => {
    if (answer !== undefined) box.current?.focus()
  }, [answer])
  if (items.length === 0) return null
  return (
    <div
      ref={box}
      className="error-summary"
      role="alert"
      aria-labelledby="error-summary-title"
      tabIndex={-1}
      autoFocus
    >
      <h2 id="error-summary-title">
        {title ??
          (items.length === 1
            ? 'One thing needs your attention'
            : `${items.length} things need your attention`)}
      </h2>
      <ul role="list">
        {items.map(({ name, message }) => (
          <li key={`${name ?? ''}${message}`}>
            {name === undefined ? message : <a href={`#${fieldId(name)}`}>{message}</a>}
          </li>
        ))}
      </ul>
    </div>
  )
}
