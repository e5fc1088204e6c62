import { type Decision, type RefusalOf, decideHandOver, refused } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { statement } from '../statement.ts'
import { AGAIN, rollBackWith } from '../transaction.ts'
import { type ChangeRefusal, changeMember } from '../use-cases/change-member.ts'

const stepDown = statement<{ readonly id: string }, [memberId: string, role: string]>(/* sql */ `
update member set role = $2::text where id = $1::uuid and role = 'owner' returning id
`)

const stepUp = statement<never, [memberId: string]>(/* sql */ `
update member set role = 'owner' where id = $1::uuid
`)

/**
 * USER-07: the owner hands the organization over to a member who has signed in before, and is a billing admin from then on. Both in one
 * transaction: there is an owner at every moment, and never two (the database itself refuses it). Refused (`not-permitted`) to
 * anyone but the owner, to a member who is not active, and to the owner themselves.
 */
export async function handOver(
  context: UseCaseContext,
  { memberId }: { readonly memberId: string },
): Promise<Decision | ChangeRefusal> {
  const { actor } = context
  // The vendor has a command of its own for an owner who is lost.
  if (actor.kind !== 'member' || actor.memberId === memberId)
    return { kind: 'refuse', reason: 'not-permitted' }
  type Answer = { readonly kind: 'grant' } | RefusalOf<'not-permitted'>
  return changeMember<Answer>(context, 'hand-over', { memberId }, 'everything-else', async (changing) => {
    const { db, row, role, status } = changing
    const decision = decideHandOver(role, { active: status === 'active' })
    if (refused(decision)) return decision
    // Two of the owner's at once: the later one waits here, finds nobody to step down, and looks again.
    const before = await stepDown(db, actor.memberId, decision.predecessor)
    if (before.length === 0) rollBackWith(AGAIN)
    await stepUp(db, row.memberId)
    return changing.record(
      {
        action: 'user.made-owner',
        before: { role: row.role },
        after: { role: 'owner', predecessor: actor.memberId },
      },
      { kind: 'grant' },
    )
  })
}
