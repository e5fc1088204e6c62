import { type Instant, type Season, type UserType, expiryOf, seasonPhase } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { HELD_SEASONS } from '../queries/member-row.ts'
import { type Db, statement } from '../statement.ts'
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

interface MailRow {
  readonly issue: number
  readonly acceptedAt: Instant | null
  readonly withdrawnAt: Instant | null
  readonly email: string
  readonly name: string
  readonly type: UserType
  readonly invitedAt: Instant
  readonly signedUpAt: Instant | null
  readonly joinedAt: Instant | null
  readonly left: boolean
  readonly organization: string
  readonly seasons: readonly Season[]
  readonly timeZone: string | null
}

const selectMail = statement<MailRow, [invitationId: string]>(/* sql */ `
select v.issue, v.accepted_at as "acceptedAt", v.withdrawn_at as "withdrawnAt", m.email, m.name, m.type,
  m.invited_at as "invitedAt", m.signed_up_at as "signedUpAt", m.joined_at as "joinedAt",
  m.removed_at is not null or m.deactivated_at is not null as left,
  o.name as organization, ${HELD_SEASONS} as seasons,
  (select p.time_zone from person p where p.email_key = m.email_key) as "timeZone"
from invitation v
join member m on m.id = v.member_id
join organization o on o.id = m.organization_id
where v.id = $1::uuid
`)

/** The facts of an invitation mail as they stand at `now` (MAIL-01, MAIL-04). One statement. */
export async function invitationMail(
  em: Em,
  payload: OutboxPayload<'invitation'>,
  now: Instant,
): Promise<InvitationMail> {
  const [row] = await selectMail(em.getKysely() as Db, payload.invitationId)
  if (!row) return { kind: 'skip', reason: 'member-left' }
  const { issue, email, name, type, organization, timeZone } = row
  const signedUp = row.acceptedAt !== null
  if (row.withdrawnAt !== null) return { kind: 'skip', reason: 'withdrawn' }
  if (row.left) return { kind: 'skip', reason: 'member-left' }
  if (issue !== payload.issue) return { kind: 'skip', reason: 'replaced' }
  // Whoever signed up while the mail waited needs it no more; whoever had signed up before is told that they are back.
  if (signedUp && row.acceptedAt >= row.invitedAt) return { kind: 'skip', reason: 'already-accepted' }
  const expiresAt = expiryOf(row)
  if (!signedUp && expiresAt <= now) return { kind: 'skip', reason: 'expired' }
  return {
    kind: 'send',
    to: { email, name },
    organization: { name: organization },
    type,
    seasons: row.seasons.filter((season) => seasonPhase(season, now) !== 'closed'),
    invitationId: payload.invitationId,
    issue,
    expiresAt,
    signedUp,
    timeZone,
  }
}
