import type { SeasonalLimit, SeatCount, UserRow, UsersPage, UsersPageParams } from '@seatkeeper/db'
import type { Day } from '@seatkeeper/rules'
import {
  accessName,
  counted,
  formatCount,
  formatInstant,
  formatWindow,
  memberStatusName,
  phaseName,
  roleName,
  userTypeName,
  type Viewer,
} from '@seatkeeper/wording'
import { endedContractText } from '~/users/ended-contract.ts'
import { seatView } from '~/users/seat-view.ts'
import { statusTone } from '~/users/status-tone.ts'
import { addressAt, filterOf, listedStatuses, listedTypes } from './users-params.ts'
import type { SortColumn, UserLine, UsersView } from './users-view.ts'

interface UsersFacts {
  readonly sandbox: boolean
  readonly locked: boolean
  /** See `SeatsOverview.endedOn`. */
  readonly endedOn: Day | null
  readonly page: UsersPage
  readonly counts: readonly SeatCount[]
  readonly limits: readonly SeasonalLimit[]
  readonly params: UsersPageParams
  readonly address: URLSearchParams
}

/** What the queries found, in the words and figures of the page. */
export function usersView(
  { sandbox, locked, endedOn, page, counts, limits, params, address }: UsersFacts,
  viewer: Viewer,
): UsersView {
  const filter = filterOf(params)
  const { sort = 'name' } = params
  const descending = sort.startsWith('-')
  const types = listedTypes.filter(
    (type) => (type === 'staff') === counts.some(({ kind }) => kind === 'staff'),
  )
  return {
    sandbox,
    ended: endedOn && endedContractText(endedOn, viewer),
    mayAdd: !locked && endedOn === null,
    pools: counts.map(({ poolId, kind, availability }) => ({
      poolId,
      label: userTypeName[kind],
      seats: seatView(availability, viewer.locale),
    })),
    seasonal: seasonalView(limits, viewer),
    filter,
    narrowed: Object.values(filter).some((value) => value !== ''),
    choices: {
      types: types.map((value) => ({ value, label: userTypeName[value] })),
      statuses: listedStatuses.map((value) => ({ value, label: memberStatusName[value] })),
      seasons: limits.map(({ season }) => ({ value: season.id, label: season.name })),
    },
    sort: { by: (descending ? sort.slice(1) : sort) as SortColumn, descending },
    rows: page.rows.map((row) => userLine(row, viewer)),
    summary: summaryOf(page, viewer.locale),
    previous: addressAt(address, page.previous),
    next: addressAt(address, page.next),
  }
}

function seasonalView(limits: readonly SeasonalLimit[], viewer: Viewer): UsersView['seasonal'] {
  if (limits.length === 0) return null
  const open = limits.filter(({ phase }) => phase === 'open')
  const left = open.reduce(
    (sum, { availability }) => sum + (availability.mode === 'unlimited' ? 0 : availability.remaining),
    0,
  )
  return {
    left: open.length === 0 ? 'None open' : left === 0 ? 'Full' : `${formatCount(left, viewer.locale)} left`,
    used: `${open.length} open, ${limits.length - open.length} coming`,
    limits: limits.map(({ season, window, phase, availability }) => ({
      seasonId: season.id,
      name: season.name,
      phase,
      phaseLabel: phaseName[phase],
      seats: seatView(availability, viewer.locale),
      dates: formatWindow(window, viewer),
    })),
  }
}

function userLine(row: UserRow, viewer: Viewer): UserLine {
  return {
    memberId: row.memberId,
    name: row.name,
    email: row.email,
    type: userTypeName[row.type],
    role: row.role === 'member' ? null : roleName[row.role],
    seasons: row.seasons.map(({ id, name, phase }) => ({ id, name, phase, phaseLabel: phaseName[phase] })),
    noSeason: row.noSeason,
    permissionSet: row.permissionSet?.name ?? null,
    status: { label: memberStatusName[row.status], tone: statusTone[row.status] },
    access: { allowed: row.access.kind === 'grant', label: accessName(row.access) },
    lastSignIn: row.lastSignInAt === null ? null : formatInstant(row.lastSignInAt, viewer),
    bounced: row.bounced,
  }
}

function summaryOf({ rows, matches: { count, more } }: UsersPage, locale: string | undefined): string {
  const all = more ? `more than ${formatCount(count, locale)} users` : counted(count, 'user', 'users', locale)
  return rows.length < count ? `${formatCount(rows.length, locale)} of ${all}` : all
}
