import { Form, Link, useSubmit } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import type { Option } from './field.tsx'
import { Icon } from './icon.tsx'

/**
 * What narrows a list: a plain GET form, so every view has an address that can be passed on. With JavaScript a choice applies at once, and
 * what was left empty, or is `usual`, stays out of the address.
 */
export function Filters({
  children,
  submit: label = 'Show',
  clear,
  usual = {},
}: {
  readonly children: ReactNode
  readonly submit?: string
  /** Where nothing is narrowed; null: it is not. */
  readonly clear: string | null
  readonly usual?: Readonly<Record<string, string>>
}) {
  const submit = useSubmit()
  const meant = (form: HTMLFormElement) =>
    new URLSearchParams(
      [...new FormData(form)].filter(
        (pair): pair is [string, string] =>
          typeof pair[1] === 'string' && pair[1] !== '' && pair[1] !== usual[pair[0]],
      ),
    )
  return (
    <search>
      <Form
        method="get"
        className="filters"
        onChange={(event) => {
          if (event.target instanceof HTMLSelectElement)
            submit(meant(event.currentTarget), { method: 'get', preventScrollReset: true })
        }}
        onSubmit={(event) => {
          event.preventDefault()
          submit(meant(event.currentTarget), { method: 'get' })
        }}
      >
        {children}
        <Button>{label}</Button>
        {clear !== null && (
          <Link to={clear} className="button" data-kind="quiet">
            Clear
          </Link>
        )}
      </Form>
    </search>
  )
}

/** The key makes a field follow an address that changed without it, such as by 'Clear' or the browser's 'back'. */
export function SearchFilter({
  label,
  placeholder,
  value,
}: {
  readonly label: string
  readonly placeholder: string
  readonly value: string
}) {
  return (
    <div className="filter-search">
      <label className="visually-hidden" htmlFor="filter-q">
        {label}
      </label>
      <Icon name="search" />
      <input
        key={value}
        id="filter-q"
        className="input"
        type="search"
        name="q"
        defaultValue={value}
        placeholder={placeholder}
        autoComplete="off"
        maxLength={200}
      />
    </div>
  )
}

export function ChoiceFilter(props: {
  readonly name: string
  readonly label: string
  /** What the choice is called that narrows nothing. */
  readonly all: string
  readonly value: string
  readonly options: readonly Option[]
}) {
  const { name, label, all, value, options } = props
  return (
    <div>
      <label className="visually-hidden" htmlFor={`filter-${name}`}>
        {label}
      </label>
      <select
        key={value}
        id={`filter-${name}`}
        name={name}
        defaultValue={value}
        className="input"
        data-set={value !== ''}
      >
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A day in UTC. */
export function DayFilter({
  name,
  label,
  value,
}: {
  readonly name: string
  readonly label: string
  readonly value: string
}) {
  return (
    <div className="filter-day">
      <label htmlFor={`filter-${name}`}>
        {label}
        <span className="visually-hidden"> day, in UTC</span>
      </label>
      <input
        key={value}
        id={`filter-${name}`}
        className="input"
        type="date"
        name={name}
        defaultValue={value}
      />
    </div>
  )
}
