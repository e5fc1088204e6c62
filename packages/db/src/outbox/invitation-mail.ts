import type { Instant, Season, UserType } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import type { OutboxPayload } from './events.ts'

export type InvitationMail =
  | {
      readonly kind: 'send'
      readonly to: { readonly email: string; readonly name: string }
      readonly organization: { readonly name: string }
      readonly type: UserType
      /** Seasons in which a seat is held, open and coming, by first day. */
      readonly seasons: readonly Season[]
      readonly invitationId: string
      readonly issue: number
      readonly expiresAt: Instant
      /** True: they have a password already and need no sign-up link. */
      readonly signedUp: boolean
      /** The reader's zone when known. */
      readonly timeZone: string | null
    }
  | {
      readonly kind: 'skip'
      readonly reason: 'withdrawn' | 'replaced' | 'expired' | 'already-accepted' | 'member-left'
    }

/** The facts of an invitation mail as they stand at `now` (MAIL-01, MAIL-04). One statement. */
export async function invitationMail(
  _em: Em,
  _payload: OutboxPayload<'invitation'>,
  _now: Instant,
): Promise<InvitationMail> {
  throw new Error('not built yet')
}
