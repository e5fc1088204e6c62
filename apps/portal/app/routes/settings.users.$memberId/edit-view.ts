import type { AccessTrace, TwoClocks } from '@seatkeeper/wording'
import type { Tone } from '~/components/badge.tsx'
import type { SeatChangesView } from '~/users/seat-changes.tsx'
import type { UserFormValues, UserFormView } from '~/users/user-form-view.ts'

/** Steps that ask once more before they are done. */
export type Step = 'deactivate' | 'reactivate' | 'remove' | 'withdraw'

/** A user's page in words. */
export interface EditView {
  readonly memberId: string
  readonly name: string
  readonly email: string
  /** The viewer is looking at themselves. */
  readonly self: boolean
  readonly status: { readonly label: string; readonly tone: Tone }
  readonly access: {
    readonly allowed: boolean
    readonly label: string
    /** The moment that the answer hangs on: 'Until', 'Opens', 'Closed' */
    readonly moment: { readonly label: string; readonly when: TwoClocks } | null
    /** More than the label can say. */
    readonly note: string | null
  }
  /** USER-14: every question of the decision with its answer, also after one has failed. */
  readonly why: AccessTrace
  readonly lastSignIn: TwoClocks | null
  /** What they are, for whoever may look but not change. */
  readonly facts: {
    readonly type: string
    readonly seasons: readonly { readonly name: string; readonly dates: TwoClocks }[]
    readonly permissionSet: string | null
    readonly role: string
  }
  readonly invitation: {
    readonly sent: TwoClocks
    /** Null once it was accepted. */
    readonly expires: TwoClocks | null
    readonly expired: boolean
    readonly bounced: boolean
  } | null
  /** While the account is locked users can be disabled and removed, not changed. */
  readonly locked: boolean
  /** What can be done with this user now, by whoever looks at the page. */
  readonly may: {
    readonly edit: boolean
    readonly resend: boolean
    readonly steps: readonly Step[]
    /** Their place can be given to somebody else (SEAT-05). */
    readonly swap: boolean
    /** The organization can be handed over to them (USER-07). */
    readonly handOver: boolean
  }
  readonly form: UserFormView
  readonly values: UserFormValues
  /** What an unchanged form does to seats: keeps them. */
  readonly changes: SeatChangesView
  /** The seats that end with this user's place here. */
  readonly seats: readonly string[]
  readonly idempotencyKey: string
  readonly announcement: string | null
}
