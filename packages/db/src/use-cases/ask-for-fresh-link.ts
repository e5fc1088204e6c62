import {
  type Decision,
  type Instant,
  accountStanding,
  decideSeatChange,
  invitationExpiry,
  refused,
  seasonPhase,
  signedUpAtOf,
  standingAllows,
} from '@seatkeeper/rules'
import type { Actor } from '../context.ts'
import { IdempotencyConflict } from '../faults.ts'
import { type InvitationRow, selectInvitation } from '../invitation/read-invitation.ts'
import { claimedInvitation, tokenMatches } from '../invitation/token.ts'
import type { Em } from '../orm.ts'
import { digestOf } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { accountFactsOf } from '../tenant-facts.ts'
import { AGAIN, changeInTenant, rollBackWith, untilDecided } from '../transaction.ts'
import { lockLinesOf } from '../waiting-list/line.ts'
import { lockStaffPool } from './add-facts.ts'
import { changeSeats } from './change-seats.ts'
import { type MemberToChange, lockMember, memberToChange } from './member-facts.ts'
import { recordChange, reissueInvitation } from './record-change.ts'

export interface FreshLinkContext {
  /** `database.identity()`: finds whose link it is. */
  readonly identity: Em
  /** `database.tenant()`: changes what is theirs. */
  readonly tenant: Em
  readonly now: Instant
  readonly secret: string
  readonly idempotencyKey?: string
}

/** `invitation-expired`: there is no fresh link for it, whatever the cause; only whoever invited them can help. */
export type FreshLinkRefusal =
  | 'not-found'
  | 'link-used'
  | 'invitation-expired'
  | 'no-full-time-seat'
  | 'no-collaborator-seat'
  | 'no-staff-seat'
  | 'season-full'
  | 'busy'

export type FreshLinkDecision = Decision<{ readonly expiresAt: Instant }, FreshLinkRefusal>

const NO_FRESH_LINK = { kind: 'refuse', reason: 'invitation-expired' } as const

/** The link that counts goes out once more; not again while a mail with it still waits. */
const mailAgain = statement<
  never,
  [invitationId: string, memberId: string, organizationId: string, accountId: string]
>(/* sql */ `
insert into outbox (organization_id, account_id, type, payload)
select $3::uuid, $4::uuid, 'invitation',
  jsonb_build_object('invitationId', v.id, 'issue', v.issue, 'memberId', $2::uuid, 'why', 're-sent')
from invitation v
where v.id = $1::uuid and not exists (
  select from outbox w
  where w.organization_id = $3::uuid and w.type = 'invitation' and w.state in ('pending', 'retry', 'sending')
    and w.payload ->> 'invitationId' = v.id::text and (w.payload ->> 'issue')::integer = v.issue
)
`)

/**
 * ACC-02: the holder of a sign-up link, of this issue or an earlier one, asks for a fresh one; it goes to the invited
 * address and nowhere else. While the invitation runs, its link is mailed again. Once it has run out, the seat is taken anew by
 * the rule of `resendInvitation`, and earlier links die. The invited member is the one who did it in the audit.
 *
 * Refused: a link that we never made (`not-found`); one whose owner has signed up (`link-used`); a withdrawn invitation, a
 * member who has left, seasons that are over, a locked account (all `invitation-expired`); no seat left. The same idempotency
 * key gives the first result again. Others who write these rows: see `changeMember`; the member is locked first, as there.
 */
export async function askForFreshLink(context: FreshLinkContext, token: string): Promise<FreshLinkDecision> {
  const id = claimedInvitation(token)
  const [link] = id === null ? [] : await selectInvitation(context.identity.getKysely() as Db, id)
  if (!link || !isGenuine(link, token, context.secret)) return { kind: 'refuse', reason: 'not-found' }
  const actor = invitedMember(link)
  const answer = await untilDecided(() =>
    changeInTenant(context.tenant, actor, async (db) => {
      if (link.type === 'staff') await lockStaffPool(db, link.accountId)
      await lockMember(db, actor.organizationId, link.memberId)
      return decideAndDo(db, actor, link, context)
    }),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}

/** Did we make this link, for whatever issue? */
function isGenuine({ invitationId, issue }: InvitationRow, token: string, secret: string): boolean {
  for (let one = issue; one > 0; one--) if (tokenMatches(secret, token, invitationId, one)) return true
  return false
}

/** Whoever holds the link acts as the member whom it invites, and with no right but to be invited. */
function invitedMember({ memberId, organization, accountId, existingPerson }: InvitationRow) {
  return {
    kind: 'member',
    memberId,
    personId: existingPerson?.id ?? memberId,
    organizationId: organization.id,
    accountId,
    role: 'member',
    channel: 'portal',
  } as const satisfies Actor
}

async function decideAndDo(
  db: Db,
  actor: Actor,
  link: InvitationRow,
  { now, idempotencyKey }: FreshLinkContext,
): Promise<FreshLinkDecision | typeof AGAIN> {
  const { memberId, invitationId } = link
  const requestHash = digestOf(['ask-for-fresh-link', { memberId }])
  const seasonIds = link.seasons.map(({ id }) => id)
  // Whoever takes a season's seat anew while others wait takes what is left beyond the line.
  if (seasonIds.length > 0) await lockLinesOf(db, seasonIds)
  const member = await memberToChange(db, actor, memberId, { seasonIds, idempotencyKey }, now)
  if (!member) return { kind: 'refuse', reason: 'not-found' }
  const { earlier } = member.row
  if (earlier) {
    if (earlier.requestHash === requestHash.toString('hex')) return earlier.result as FreshLinkDecision
    throw new IdempotencyConflict('The key belongs to another request')
  }
  const [invitation] = await selectStanding(db, invitationId)
  if (invitation?.withdrawn !== false) return NO_FRESH_LINK
  if (member.status === 'removed' || member.status === 'deactivated') return NO_FRESH_LINK
  if (signedUpAtOf(member.row) !== null || invitation.accepted) return { kind: 'refuse', reason: 'link-used' }

  const renewed = member.status === 'invited' ? null : await takeSeatAnew(db, actor, member, now)
  if (renewed !== null && refused(renewed)) return renewed
  if (renewed === null) await mailAgain(db, invitationId, memberId, actor.organizationId, actor.accountId)
  else await reissueInvitation(db, actor, memberId, 're-sent', now)

  const { type, seasons, invitedAt } = member.row
  const expiresAt = renewed?.expiresAt ?? invitationExpiry(type, seasons, invitedAt)
  const result = { kind: 'grant', expiresAt } as const
  await recordChange(
    db,
    actor,
    {
      action: 'user.fresh-link-asked',
      before: { status: member.status },
      after: { expiresAt },
      subjectId: memberId,
      idempotencyKey,
      requestHash,
      result,
    },
    now,
  )
  return result
}

/** Read under the member's lock: what the link showed before may have changed. */
const selectStanding = statement<
  { readonly withdrawn: boolean; readonly accepted: boolean },
  [invitationId: string]
>(/* sql */ `
select withdrawn_at is not null as withdrawn, accepted_at is not null as accepted from invitation where id = $1::uuid
`)

/** The invitation ran out, and its seat with it: one is claimed as if it were sent for the first time. */
async function takeSeatAnew(
  db: Db,
  actor: Actor,
  member: MemberToChange,
  now: Instant,
): Promise<FreshLinkDecision> {
  const { row, seats, holder } = member
  if (!standingAllows(accountStanding(accountFactsOf(row.account), now), 'everything-else'))
    return NO_FRESH_LINK
  const seasonsAreOver = row.seasons.every((season) => seasonPhase(season, now) === 'closed')
  if (row.type === 'seasonal' && seasonsAreOver) return NO_FRESH_LINK
  const decision = decideSeatChange(
    seats,
    {
      kind: 'reactivate',
      member: { ...holder, invitedAt: now },
      type: row.type,
      seasons: member.poolsOfSeasons(row.seasons.map(({ id }) => id)) ?? [],
    },
    now,
  )
  if (refused(decision)) return worded(decision)
  if (!(await changeSeats(db, actor, member, decision, now))) rollBackWith(AGAIN)
  return { kind: 'grant', expiresAt: decision.lapsesAt ?? invitationExpiry(row.type, row.seasons, now) }
}

type SeatRefusal = Extract<ReturnType<typeof decideSeatChange>, { readonly kind: 'refuse' }>

/** A stranger to the account hears that no seat is free; what else is wrong is for whoever invited them. */
function worded(refusal: SeatRefusal): FreshLinkDecision {
  switch (refusal.reason) {
    case 'no-full-time-seat':
    case 'no-collaborator-seat':
    case 'no-staff-seat':
    case 'season-full':
      return refusal
    default:
      return NO_FRESH_LINK
  }
}
