import { type Decision, type Instant, type Season, type UserType, expiryOf } from '@seatkeeper/rules'
import { HELD_SEASONS } from '../queries/member-row.ts'
import { statement } from '../statement.ts'
import { tokenMatches } from './token.ts'

/** `invitation-expired` stands for withdrawn and replaced ones too: all three need a fresh link. */
export type InvitationRefusal = 'not-found' | 'invitation-expired' | 'link-used'

export interface InvitationRow {
  readonly invitationId: string
  readonly issue: number
  readonly acceptedAt: Instant | null
  readonly withdrawnAt: Instant | null
  readonly memberId: string
  readonly email: string
  readonly emailKey: string
  readonly name: string
  readonly type: UserType
  readonly invitedAt: Instant
  readonly deactivatedAt: Instant | null
  readonly removedAt: Instant | null
  readonly seasons: readonly Season[]
  readonly organization: {
    readonly id: string
    readonly name: string
    readonly kind: 'production' | 'sandbox'
  }
  readonly accountId: string
  readonly existingPerson: { readonly id: string; readonly passwordHash: string } | null
}

export const selectInvitation = statement<InvitationRow, [invitationId: string]>(/* sql */ `
select v.id as "invitationId", v.issue, v.accepted_at as "acceptedAt", v.withdrawn_at as "withdrawnAt",
  m.id as "memberId", m.email, m.email_key as "emailKey", m.name, m.type, m.invited_at as "invitedAt",
  m.deactivated_at as "deactivatedAt", m.removed_at as "removedAt", ${HELD_SEASONS} as seasons,
  jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind) as organization, m.account_id as "accountId",
  (select jsonb_build_object('id', p.id, 'passwordHash', p.password_hash)
   from person p where p.email_key = m.email_key) as "existingPerson"
from invitation v
join member m on m.id = v.member_id
join organization o on o.id = m.organization_id
where v.id = $1::uuid
`)

/** Does the link open its invitation at this moment? Pure: row and token in, decision out. */
export function judge(
  row: InvitationRow | undefined,
  token: string,
  secret: string,
  now: Instant,
): Decision<{ readonly row: InvitationRow; readonly expiresAt: Instant }, InvitationRefusal> {
  if (!row) return { kind: 'refuse', reason: 'not-found' }
  if (!tokenMatches(secret, token, row.invitationId, row.issue)) {
    return wasReplaced(row, token, secret)
      ? { kind: 'refuse', reason: 'invitation-expired' }
      : { kind: 'refuse', reason: 'not-found' }
  }
  if (row.acceptedAt !== null) return { kind: 'refuse', reason: 'link-used' }
  const expiresAt = expiryOf(row)
  const over = row.withdrawnAt !== null || row.removedAt !== null || row.deactivatedAt !== null
  if (over || expiresAt <= now) return { kind: 'refuse', reason: 'invitation-expired' }
  return { kind: 'grant', row, expiresAt }
}

/** Was it the link of an earlier issue? Looks back a little, so that nobody can make it work long. */
function wasReplaced(row: InvitationRow, token: string, secret: string): boolean {
  for (let issue = row.issue - 1; issue > 0 && issue > row.issue - 20; issue--) {
    if (tokenMatches(secret, token, row.invitationId, issue)) return true
  }
  return false
}
