import type { Decision, Instant, Season, UserType } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'

export interface OpenInvitation {
  readonly invitationId: string
  readonly memberId: string
  readonly email: string
  readonly name: string
  readonly type: UserType
  readonly organization: { readonly id: string; readonly name: string }
  readonly seasons: readonly Season[]
  readonly expiresAt: Instant
  /** Somebody with this e-mail signed up before: they prove it by their password instead of choosing one. */
  readonly existingPerson: { readonly id: string; readonly passwordHash: string } | null
}

export type InvitationRefusal = 'not-found' | 'invitation-expired' | 'link-used'

/** What stands behind a sign-up link (ACC-02). Changes nothing: mail scanners open links. */
export async function findInvitation(
  _context: IdentityContext & { readonly secret: string },
  _token: string,
): Promise<Decision<{ readonly invitation: OpenInvitation }, InvitationRefusal>> {
  throw new Error('not built yet')
}
