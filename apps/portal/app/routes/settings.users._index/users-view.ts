import type { TwoClocks } from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import type { Option } from '~/components/field.tsx'
import type { SeasonLimit } from '~/components/seasonal-limits.tsx'
import type { SeatView } from '~/components/seats.tsx'

/** All that the Users page shows, in words: the browser formats nothing. */
export interface UsersView {
  /** Users of a sandbox take no seat (SEAT-01): the figures are then the account's other organizations'. */
  readonly sandbox: boolean
  /** The contract is over, and what that means; null while one runs. */
  readonly ended: { readonly title: string; readonly text: string } | null
  /** A lock lets staff be disabled and removed, and nobody be added (ACC-04); nor is there a seat without a contract. */
  readonly mayAdd: boolean
  readonly pools: readonly { readonly poolId: string; readonly label: string; readonly seats: SeatView }[]
  /** Absent where the contract has no open and no coming season. */
  readonly seasonal: {
    readonly left: string
    readonly used: string
    readonly limits: readonly SeasonLimit[]
  } | null
  readonly filter: UsersFilter
  /** Some search or filter is set. */
  readonly narrowed: boolean
  readonly choices: {
    readonly types: readonly Option[]
    readonly statuses: readonly Option[]
    readonly seasons: readonly Option[]
  }
  readonly sort: { readonly by: SortColumn; readonly descending: boolean }
  readonly rows: readonly UserLine[]
  readonly summary: string
  readonly previous: string | null
  readonly next: string | null
}

export interface UsersFilter {
  readonly search: string
  readonly type: string
  readonly status: string
  readonly season: string
}

export type SortColumn = 'name' | 'email' | 'last-sign-in'

export interface UserLine {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly type: string
  readonly role: string | null
  readonly seasons: readonly {
    readonly id: string
    readonly name: string
    readonly phase: 'upcoming' | 'open' | 'closed'
    readonly phaseLabel: string
  }[]
  readonly noSeason: boolean
  readonly permissionSet: string | null
  readonly status: { readonly label: string; readonly tone: Tone }
  readonly access: { readonly allowed: boolean; readonly label: string }
  readonly lastSignIn: TwoClocks | null
  readonly bounced: boolean
}
