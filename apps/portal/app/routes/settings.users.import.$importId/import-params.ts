import type { RowOutcome, RowResult } from '@seatkeeper/db'

export const rowsOnPage = 100
/** Far behind the last row that a file can have. */
const lastPage = 1_000

const shown = ['add', 'change', 'same', 'refuse', 'added', 'changed', 'refused'] as const satisfies (
  RowOutcome | RowResult
)[]

export type Shown = (typeof shown)[number]

/** What makes no sense in an address is left out. */
export function importParams(address: URLSearchParams): {
  readonly show: Shown | undefined
  readonly page: number
} {
  const page = Math.trunc(Number(address.get('page') ?? '1'))
  return {
    show: shown.find((one) => one === address.get('show')),
    page: page >= 1 && page <= lastPage ? page - 1 : 0,
  }
}
