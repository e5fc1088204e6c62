import { type Decision, decideSeatChange, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { orContractEnded } from '../queries/ended-contract.ts'
import { statement } from '../statement.ts'
import { AGAIN, rollBackWith } from '../transaction.ts'
import { changeMember } from './change-member.ts'
import { changeSeats } from './change-seats.ts'
import type { EditUserRefusal } from './edit-user.ts'
import { reissueInvitation } from './record-change.ts'
import { type SeatSummary, seasonsOf, summaryOf } from './seat-summary.ts'

type ReactivateDecision = Decision<{ readonly summary: SeatSummary }, EditUserRefusal>

const clearDeactivation = statement<never, [memberId: string]>(/* sql */ `
update member set deactivated_at = null where id = $1::uuid
`)

/**
 * Brings a deactivated member back (USER-04): needs a seat of their type; a seasonal one names the seasons (D-14). Who never
 * signed up gets a fresh invitation. Nothing changes for a member who is not deactivated.
 */
export async function reactivateUser(
  context: UseCaseContext,
  input: { readonly memberId: string; readonly seasonIds: readonly string[] },
): Promise<ReactivateDecision> {
  return changeMember<ReactivateDecision>(
    context,
    'reactivate-user',
    input,
    'everything-else',
    async (changing) => {
      const { db, row, seats, holder, status, now } = changing
      if (status !== 'deactivated') {
        const nothing = { take: [], free: [], keep: [], lapsesAt: null, freshInvitation: false, warnings: [] }
        return { kind: 'grant', summary: summaryOf(nothing) }
      }
      const pools = changing.poolsOfSeasons(input.seasonIds)
      const { accountId } = context.actor
      if (pools === null) return orContractEnded(db, accountId, { kind: 'refuse', reason: 'not-found' }, now)
      const decision = decideSeatChange(
        seats,
        { kind: 'reactivate', member: holder, type: row.type, seasons: pools },
        now,
      )
      if (refused(decision)) return orContractEnded(db, accountId, decision, now)
      await clearDeactivation(db, row.memberId)
      if (!(await changeSeats(db, context.actor, changing, decision, now))) rollBackWith(AGAIN)
      if (decision.freshInvitation)
        await reissueInvitation(db, context.actor, row.memberId, 'reactivated', now)
      const summary = summaryOf(decision)
      return changing.record(
        {
          action: 'user.reactivated',
          before: { status },
          after: { seasons: seasonsOf(decision), takes: summary.takes.map(({ poolId }) => poolId) },
        },
        { kind: 'grant', summary },
      )
    },
  )
}
