import type { Decision, Instant, Season, UserType } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import type { Db } from '../statement.ts'
import { type InvitationRefusal, judge, selectInvitation } from './read-invitation.ts'
import { claimedInvitation } from './token.ts'

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

/** What stands behind a sign-up link (ACC-02). Changes nothing: mail scanners open links. */
export async function findInvitation(
  { em, now, secret }: IdentityContext & { readonly secret: string },
  token: string,
): Promise<Decision<{ readonly invitation: OpenInvitation }, InvitationRefusal>> {
  const id = claimedInvitation(token)
  if (id === null) return { kind: 'refuse', reason: 'not-found' }
  const [found] = await selectInvitation(em.getKysely() as Db, id)
  const judged = judge(found, token, secret, now)
  if (judged.kind === 'refuse') return judged
  const { row, expiresAt } = judged
  const { invitationId, memberId, email, name, type, seasons, existingPerson } = row
  const organization = { id: row.organization.id, name: row.organization.name }
  return {
    kind: 'grant',
    invitation: {
      invitationId,
      memberId,
      email,
      name,
      type,
      organization,
      seasons,
      expiresAt,
      existingPerson,
    },
  }
}
