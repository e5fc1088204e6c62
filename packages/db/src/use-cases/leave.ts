import { type Instant, type RefusalOf, decideSeatChange, mayEnd, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { type ChangeRefusal, type Changing, changeMember } from './change-member.ts'
import { changeSeats } from './change-seats.ts'
import { leaveLines } from './leave-waiting-list.ts'
import { type SeatLine, lineOf } from './seat-summary.ts'

export type Left = { readonly kind: 'grant'; readonly freed: readonly SeatLine[] }

const mark = statement<never, [memberId: string, how: 'deactivated' | 'removed', now: string]>(/* sql */ `
with withdrawn as (
  update invitation set withdrawn_at = $3::timestamptz
  where member_id = $1::uuid and accepted_at is null and withdrawn_at is null and $2::text = 'removed'
)
update member set
  deactivated_at = case when $2::text = 'deactivated' then coalesce(deactivated_at, $3::timestamptz) else deactivated_at end,
  removed_at = case when $2::text = 'removed' then $3::timestamptz end
where id = $1::uuid
`)

/** Deactivated or removed as of now; an open invitation of whoever is removed is withdrawn. */
export async function markLeft(
  db: Db,
  memberId: string,
  how: 'deactivated' | 'removed',
  now: Instant,
): Promise<void> {
  await mark(db, memberId, how, iso(now))
}

/**
 * A member leaves: all seats are freed, the row stays with its history. Open while a standing locks all but mending it
 * (ACC-04). The owner never leaves: ownership is handed over first (USER-07); and nobody shuts themselves out.
 */
export async function leave<R extends RefusalOf<'link-used'> = never>(
  context: UseCaseContext,
  name: string,
  memberId: string,
  how: 'deactivated' | 'removed',
  action: `user.${string}`,
  whyNot: (changing: Changing) => R | null = () => null,
): Promise<Left | ChangeRefusal | R> {
  return changeMember<Left | ChangeRefusal | R>(
    context,
    name,
    { memberId },
    'staff-removal',
    async (changing) => {
      const { db, row, role, seats, holder, status, now } = changing
      const { actor } = context
      const self = actor.kind === 'member' && actor.memberId === row.memberId
      if (!mayEnd({ role, self }, row.role)) return { kind: 'refuse', reason: 'not-permitted' }
      const refusal = whyNot(changing)
      if (refusal) return refusal
      const decision = decideSeatChange(seats, { kind: 'release', member: holder }, now)
      if (refused(decision)) throw new Error(`A release was refused: ${decision.reason}`)
      await changeSeats(db, context.actor, changing, decision, now)
      await markLeft(db, row.memberId, how, now)
      await leaveLines(db, context, row.memberId, null)
      const freed = decision.free.map(lineOf)
      return changing.record(
        { action, before: { status, pools: freed.map(({ poolId }) => poolId) }, after: { status: how } },
        { kind: 'grant', freed },
      )
    },
  )
}
