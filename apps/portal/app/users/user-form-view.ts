import type { TwoClocks } from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import type { SeatView } from '~/components/seats.tsx'
import type { TimelineScale, TimelineSpan } from '~/components/timeline.tsx'

/** Why something cannot be chosen, and the way out (D-37). */
export interface Unavailable {
  readonly text: string
  readonly wayOut: { readonly label: string; readonly to: string } | null
  /** Where a seat can be waited for; null unless it is a full season's (SEAT-12). */
  readonly wait: { readonly label: string; readonly to: string } | null
}

export interface TypeChoice {
  readonly type: string
  readonly label: string
  readonly description: string
  /** What stands at the card's end: what is left. Null in a sandbox. */
  readonly side: string | null
  readonly unavailable: Unavailable | null
}

export interface SeasonChoice {
  readonly seasonId: string
  readonly name: string
  readonly phaseLabel: string
  readonly span: TimelineSpan
  readonly dates: TwoClocks
  /** Null in a sandbox, whose users take no seat. */
  readonly seats: Pick<SeatView, 'left' | 'used'> | null
  readonly held: boolean
  readonly unavailable: Unavailable | null
}

/** Two seasons that share days: who is in both takes a seat in each (D-15). */
export interface Overlap {
  readonly seasonIds: readonly [string, string]
  readonly text: string
}

/** The choices of Add User and of the edit form, in words. */
export interface UserFormView {
  /** Users of a sandbox take no seat (SEAT-01). */
  readonly sandbox: boolean
  readonly types: readonly TypeChoice[]
  readonly seasons: readonly SeasonChoice[]
  readonly scale: TimelineScale
  readonly overlaps: readonly Overlap[]
  readonly permissionSets: readonly Option[]
  readonly roles: readonly Option[]
}

/** What stands in the fields: what was stored, or what was typed and refused. */
export interface UserFormValues {
  readonly type: string
  readonly seasonIds: readonly string[]
  readonly name: string
  readonly permissionSetId: string
  readonly role: string
}
