import type { ReactNode } from 'react'
import { FieldError, errorId, fieldId, hintId } from './field.tsx'

export interface ChoiceProps {
  readonly kind: 'radio' | 'checkbox'
  readonly name: string
  readonly value: string
  readonly label: ReactNode
  readonly chosen: boolean
  /** What stands at the right end of the card: the figure that decides. */
  readonly side?: ReactNode
  readonly children?: ReactNode
  /** A drawing along the foot of the card. */
  readonly foot?: ReactNode
  /** Why this cannot be chosen and where the way out is; present exactly when it cannot (D-37). */
  readonly reason?: ReactNode
  readonly onChange?: () => void
}

/**
 * One card of a choice. What cannot be chosen stays in sight with its reason, because a missing option answers
 * nobody's question.
 */
export function Choice({
  kind,
  name,
  value,
  label,
  chosen,
  side,
  children,
  foot,
  reason,
  onChange,
}: ChoiceProps) {
  const id = `${fieldId(name)}-${value}`
  const unavailable = reason !== undefined
  return (
    <div className="choice" data-unavailable={unavailable}>
      <input
        type={kind}
        id={id}
        name={name}
        value={value}
        defaultChecked={chosen}
        disabled={unavailable}
        aria-describedby={`${id}-text`}
        onChange={onChange}
      />
      <label htmlFor={id}>{label}</label>
      {side != null && <div className="choice-side">{side}</div>}
      <div className="choice-text" id={`${id}-text`}>
        {children}
        {unavailable && <p className="choice-reason">{reason}</p>}
      </div>
      {foot}
    </div>
  )
}

/** A question with its choices, its hint and its error. The error summary leads to the fieldset. */
export function Choices({
  name,
  legend,
  hint,
  errors,
  className,
  children,
}: {
  name: string
  legend: string
  hint?: ReactNode
  errors?: readonly string[] | undefined
  className?: string
  children: ReactNode
}) {
  const wrong = errors !== undefined && errors.length > 0
  const describedBy = [wrong && errorId(name), hint != null && hintId(name)].filter(Boolean).join(' ')
  return (
    <fieldset
      id={fieldId(name)}
      className={className === undefined ? 'choices' : `choices ${className}`}
      tabIndex={-1}
      aria-describedby={describedBy === '' ? undefined : describedBy}
    >
      <legend>{legend}</legend>
      {hint != null && (
        <p className="field-hint" id={hintId(name)}>
          {hint}
        </p>
      )}
      <FieldError name={name} errors={errors} />
      {children}
    </fieldset>
  )
}
