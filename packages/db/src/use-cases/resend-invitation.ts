import {
  type Decision,
  type Instant,
  decideSeatChange,
  invitationExpiry,
  refused,
  seasonPhase,
  signedUpAtOf,
} from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { AGAIN, rollBackWith } from '../transaction.ts'
import { changeMember } from './change-member.ts'
import { changeSeats } from './change-seats.ts'
import type { EditUserRefusal } from './edit-user.ts'
import { reissueInvitation } from './record-change.ts'

type ResendDecision = Decision<{ readonly expiresAt: Instant }, EditUserRefusal | 'link-used' | 'deactivated'>

/**
 * A fresh link; the earlier one stops working. An expired invitation needs its seat again, and may find it taken. Refused:
 * `link-used` when the person has signed up already, `deactivated`, `season-required` when all their seasons are over.
 */
export async function resendInvitation(
  context: UseCaseContext,
  input: { readonly memberId: string },
): Promise<ResendDecision> {
  return changeMember<ResendDecision>(
    context,
    'resend-invitation',
    input,
    'everything-else',
    async (changing) => {
      const { db, row, seats, holder, status, now } = changing
      if (status === 'deactivated') return { kind: 'refuse', reason: 'deactivated' }
      if (signedUpAtOf(row) !== null) return { kind: 'refuse', reason: 'link-used' }
      const seasonsAreOver = row.seasons.every((season) => seasonPhase(season, now) === 'closed')
      if (row.type === 'seasonal' && seasonsAreOver) return { kind: 'refuse', reason: 'season-required' }

      const pools = changing.poolsOfSeasons(row.seasons.map(({ id }) => id)) ?? []
      const decision = decideSeatChange(
        seats,
        { kind: 'reactivate', member: holder, type: row.type, seasons: pools },
        now,
      )
      if (refused(decision)) return decision
      if (!(await changeSeats(db, context.actor, changing, decision, now))) rollBackWith(AGAIN)
      await reissueInvitation(db, context.actor, row.memberId, 're-sent', now)
      const expiresAt = decision.lapsesAt ?? invitationExpiry(row.type, row.seasons, now)
      return changing.record(
        { action: 'user.invitation-re-sent', before: { status }, after: { expiresAt } },
        { kind: 'grant', expiresAt },
      )
    },
  )
}
