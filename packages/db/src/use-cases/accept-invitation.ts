import type { Decision } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import type { InvitationRefusal } from '../invitation/find-invitation.ts'

export interface Acceptance {
  readonly token: string
  /**
   * `new`: first sign-up of this e-mail, with the hash of the chosen password. `proven`: a person with this e-mail
   * exists and gave the right password (the caller checked it).
   */
  readonly person:
    | {
        readonly kind: 'new'
        readonly name: string
        readonly passwordHash: string
        readonly timeZone: string
        readonly locale: string
      }
    | { readonly kind: 'proven'; readonly personId: string }
}

/**
 * Uses up a sign-up link (ACC-02, SEAT-09): never fails for want of a seat while the invitation lives. Two at once:
 * one is granted, the other refused with `link-used`. Signing in is a step of its own (`startSession`).
 */
export async function acceptInvitation(
  _context: IdentityContext & { readonly secret: string },
  _acceptance: Acceptance,
): Promise<
  Decision<
    { readonly personId: string; readonly memberId: string; readonly organizationId: string },
    InvitationRefusal
  >
> {
  throw new Error('not built yet')
}
