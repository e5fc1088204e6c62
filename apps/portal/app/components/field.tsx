import type { ComponentProps, ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** What a form knows of one of its fields: what was typed, and what is wrong with it. */
export interface FieldState {
  readonly value?: string | undefined
  readonly errors?: readonly string[] | undefined
}

interface FieldText {
  readonly name: string
  readonly label: string
  readonly hint?: ReactNode
  readonly optional?: boolean
}

/** The id of a field's control, so that the error summary can lead to it. */
export const fieldId = (name: string) => `field-${name}`
export const errorId = (name: string) => `${fieldId(name)}-error`
export const hintId = (name: string) => `${fieldId(name)}-hint`

/** Ties a control to its hint and its error: the one place where these attributes are made. */
export function fieldWiring(name: string, hint: ReactNode, errors: readonly string[] | undefined) {
  const wrong = errors !== undefined && errors.length > 0
  const describedBy = [wrong && errorId(name), hint != null && hintId(name)].filter(Boolean).join(' ')
  return {
    id: fieldId(name),
    name,
    'aria-invalid': wrong || undefined,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
  }
}

/** What is wrong with a field, in words and with a mark, right where it is. */
export function FieldError({ name, errors }: { name: string; errors: readonly string[] | undefined }) {
  if (errors === undefined || errors.length === 0) return null
  return (
    <p className="field-error" id={errorId(name)}>
      <Icon name="alert" />
      <span>{errors.join(' ')}</span>
    </p>
  )
}

function Field({
  name,
  label,
  hint,
  optional,
  errors,
  children,
}: FieldText & FieldState & { children: ReactNode }) {
  return (
    <div className="field">
      <label className="field-label" htmlFor={fieldId(name)}>
        {label}
        {optional === true && <span className="field-optional"> (optional)</span>}
      </label>
      {hint != null && (
        <p className="field-hint" id={hintId(name)}>
          {hint}
        </p>
      )}
      <FieldError name={name} errors={errors} />
      {children}
    </div>
  )
}

type InputProps = Omit<ComponentProps<'input'>, keyof FieldText | 'value' | 'defaultValue' | 'id'>

/** A line of text with its label, hint and error. */
export function TextField({
  name,
  label,
  hint,
  optional,
  value,
  errors,
  ...input
}: FieldText & FieldState & InputProps) {
  return (
    <Field name={name} label={label} hint={hint} optional={optional ?? false} errors={errors}>
      <input
        type="text"
        required={optional !== true}
        {...input}
        {...fieldWiring(name, hint, errors)}
        className="input"
        defaultValue={value}
      />
    </Field>
  )
}

export interface Option {
  readonly value: string
  readonly label: string
}

type SelectProps = Omit<ComponentProps<'select'>, keyof FieldText | 'value' | 'defaultValue' | 'id'>

/** A choice among a few, as the platform's own menu. */
export function SelectField({
  name,
  label,
  hint,
  optional,
  value,
  errors,
  options,
  ...select
}: FieldText & FieldState & SelectProps & { options: readonly Option[] }) {
  return (
    <Field name={name} label={label} hint={hint} optional={optional ?? false} errors={errors}>
      <select
        required={optional !== true}
        {...select}
        {...fieldWiring(name, hint, errors)}
        className="input"
        defaultValue={value}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
