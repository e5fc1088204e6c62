import type { UsersPageParams } from '@seatkeeper/db'
import type { MemberStatus, UserType } from '@seatkeeper/rules'
import type { UsersFilter } from './users-view.ts'

export const listedTypes = ['full-time', 'collaborator', 'seasonal', 'staff'] as const satisfies UserType[]
export const listedStatuses = [
  'invited',
  'invitation-expired',
  'active',
  'deactivated',
  'removed',
] as const satisfies MemberStatus[]
const sorts = ['name', '-name', 'email', '-email', 'last-sign-in', '-last-sign-in'] as const
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const longestSearch = 200

/**
 * The list that an address asks for. An address is typed, shortened and passed on, so what makes no sense in it is
 * left out instead of refused.
 */
export function usersParams(address: URLSearchParams): UsersPageParams {
  const search = (address.get('q') ?? '')
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, longestSearch)
  const type = listedTypes.find((one) => one === address.get('type'))
  const status = listedStatuses.find((one) => one === address.get('status'))
  const sort = sorts.find((one) => one === address.get('sort'))
  const season = address.get('season') ?? ''
  const cursor = address.get('cursor')
  return {
    ...(search !== '' && { search }),
    ...(type && { type }),
    ...(status && { status }),
    ...(uuid.test(season) && { seasonId: season }),
    ...(sort && { sort }),
    ...(cursor && { cursor }),
  }
}

/** The same as the filter form shows it. */
export function filterOf({ search, type, status, seasonId }: UsersPageParams): UsersFilter {
  return { search: search ?? '', type: type ?? '', status: status ?? '', season: seasonId ?? '' }
}

/** The same list, at another place of it. */
export function addressAt(address: URLSearchParams, cursor: string | null): string | null {
  if (cursor === null) return null
  const to = new URLSearchParams(address)
  to.delete('added')
  to.delete('gone')
  to.set('cursor', cursor)
  return `?${to}`
}
