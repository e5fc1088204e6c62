import { Link } from '@remix-run/react'
import { Choice, Choices } from '~/components/choice.tsx'
import type { TypeChoice, Unavailable } from './user-form-view.ts'

/** Type of User: it comes first, because it decides what else is asked (USER-02, SEAT-04). */
export function TypeChoices(props: {
  types: readonly TypeChoice[]
  chosen: string
  errors?: readonly string[] | undefined
}) {
  return (
    <Choices name="type" legend="Type of User" errors={props.errors} className="type-choices">
      {props.types.map(({ type, label, description, side, unavailable }) => (
        <Choice
          key={type}
          kind="radio"
          name="type"
          value={type}
          label={label}
          chosen={props.chosen === type}
          side={side}
          {...(unavailable && { reason: <Reason unavailable={unavailable} /> })}
        >
          {description}
        </Choice>
      ))}
    </Choices>
  )
}

/** The reason and, where there is one, the link that leads out of it. */
export function Reason({ unavailable: { text, wayOut, wait } }: { unavailable: Unavailable }) {
  return (
    <>
      {text}
      {wayOut !== null && (
        <>
          {' '}
          <Link to={wayOut.to}>{wayOut.label}</Link>
        </>
      )}
      {wait !== null && (
        <>
          {' '}
          <Link to={wait.to}>{wait.label}</Link>
        </>
      )}
    </>
  )
}
