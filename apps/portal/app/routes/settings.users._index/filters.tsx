import { Form, Link, useSubmit } from '@remix-run/react'
import { Button } from '~/components/button.tsx'
import type { Option } from '~/components/field.tsx'
import { Icon } from '~/components/icon.tsx'
import type { UsersView } from './users-view.ts'

/** Search and filters: a plain GET form, so every view has an address. With JavaScript a choice applies at once. */
export function Filters(props: Pick<UsersView, 'filter' | 'narrowed' | 'choices' | 'sort'>) {
  const { filter, narrowed, choices, sort } = props
  const submit = useSubmit()
  const { search, type, status, season } = filter
  return (
    <search>
      <Form
        method="get"
        className="filters"
        onChange={(event) => {
          if (event.target instanceof HTMLSelectElement)
            submit(new URLSearchParams(meant(event.currentTarget)), {
              method: 'get',
              preventScrollReset: true,
            })
        }}
        onSubmit={(event) => {
          event.preventDefault()
          submit(new URLSearchParams(meant(event.currentTarget)), { method: 'get' })
        }}
      >
        <div className="filter-search">
          <label className="visually-hidden" htmlFor="filter-q">
            Search name or e-mail
          </label>
          <Icon name="search" />
          <input
            key={search}
            id="filter-q"
            className="input"
            type="search"
            name="q"
            defaultValue={search}
            placeholder="Search name or e-mail"
            autoComplete="off"
            maxLength={200}
          />
        </div>
        <Filter name="type" label="Type" all="All types" value={type} options={choices.types} />
        <Filter name="status" label="Status" all="All statuses" value={status} options={choices.statuses} />
        {choices.seasons.length > 0 && (
          <Filter name="season" label="Season" all="All seasons" value={season} options={choices.seasons} />
        )}
        <input type="hidden" name="sort" value={`${sort.descending ? '-' : ''}${sort.by}`} />
        <Button>Search</Button>
        {narrowed && (
          <Link to="/settings/users" className="button" data-kind="quiet">
            Clear
          </Link>
        )}
      </Form>
    </search>
  )
}

/** What the form asks for, without what was left empty: that makes an address that can be read and passed on. */
const meant = (form: HTMLFormElement) =>
  [...new FormData(form)].filter(
    (pair): pair is [string, string] =>
      pair[1] !== '' && typeof pair[1] === 'string' && !(pair[0] === 'sort' && pair[1] === 'name'),
  )

function Filter(props: {
  name: string
  label: string
  all: string
  value: string
  options: readonly Option[]
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
