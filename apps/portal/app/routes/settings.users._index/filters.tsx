import { ChoiceFilter, Filters, SearchFilter } from '~/components/filters.tsx'
import type { UsersView } from './users-view.ts'

/** Search and filters; the order of the list stays. */
export function UserFilters(props: Pick<UsersView, 'filter' | 'narrowed' | 'choices' | 'sort'>) {
  const { filter, narrowed, choices, sort } = props
  const { search, type, status, season } = filter
  return (
    <Filters submit="Search" clear={narrowed ? '/settings/users' : null} usual={{ sort: 'name' }}>
      <SearchFilter label="Search name or e-mail" placeholder="Search name or e-mail" value={search} />
      <ChoiceFilter name="type" label="Type" all="All types" value={type} options={choices.types} />
      <ChoiceFilter
        name="status"
        label="Status"
        all="All statuses"
        value={status}
        options={choices.statuses}
      />
      {choices.seasons.length > 0 && (
        <ChoiceFilter
          name="season"
          label="Season"
          all="All seasons"
          value={season}
          options={choices.seasons}
        />
      )}
      <input type="hidden" name="sort" value={`${sort.descending ? '-' : ''}${sort.by}`} />
    </Filters>
  )
}
