import {
  type Decision,
  type Instant,
  type Role,
  type SeatOutcome,
  type UserType,
  decideRoleChange,
  decideSeatChange,
  refused,
} from '@seatkeeper/rules'
import type { QueryContext, UseCaseContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { orContractEnded } from '../queries/ended-contract.ts'
import { type Db, statement } from '../statement.ts'
import { actingRole, whyNot } from '../tenant-facts.ts'
import { inTenant, rollBackWith, AGAIN } from '../transaction.ts'
import type { AddUserRefusal } from './add-user.ts'
import { changeMember } from './change-member.ts'
import { changeSeats } from './change-seats.ts'
import { type MemberToChange, memberToChange } from './member-facts.ts'
import { reissueInvitation } from './record-change.ts'
import { type SeatSummary, seasonsOf, summaryOf } from './seat-summary.ts'

export interface UserEdit {
  readonly memberId: string
  readonly name: string
  readonly type: UserType
  readonly seasonIds: readonly string[]
  readonly permissionSetId: string | null
  readonly role: Role
}

export type EditUserRefusal =
  Exclude<AddUserRefusal, 'invalid-email' | 'duplicate-email'> | 'member-removed' | 'no-seat-while-away'

export type EditUserDecision =
  | Decision<{ readonly summary: SeatSummary }, EditUserRefusal>
  /** Nothing was written: these are the seats to confirm. */
  | { readonly kind: 'confirm'; readonly summary: SeatSummary }

const updateMember = statement<
  never,
  [memberId: string, name: string, type: string, role: string, permissionSetId: string | null]
>(/* sql */ `
update member set name = $2::text, type = $3::text, role = $4::text, permission_set_id = $5::uuid where id = $1::uuid
`)

/** What saving this would do to seats; nothing is written (USER-03). Refuses what `editUser` would refuse. */
export async function previewEdit(
  { em, actor, now }: QueryContext,
  input: UserEdit,
): Promise<Decision<{ readonly summary: SeatSummary }, EditUserRefusal>> {
  if (!isUuid(input.memberId)) return { kind: 'refuse', reason: 'not-found' }
  return inTenant(em, actor, async (db: Db) => {
    const member = await memberToChange(db, actor, input.memberId, input, now)
    if (!member) return { kind: 'refuse', reason: 'not-found' }
    const role = actingRole(actor, member.row.actorRole)
    const refusal = whyNot(role, 'users.manage', member.row.account, 'everything-else', now)
    if (refusal) return refusal
    if (member.status === 'removed') return { kind: 'refuse', reason: 'member-removed' }
    const decision = decideEdit(member, input, role!, now)
    return refused(decision)
      ? orContractEnded(db, actor.accountId, decision, now)
      : { kind: 'grant', summary: summaryOf(decision.outcome) }
  })
}

/**
 * Saves an edit: name, type, seasons, permission set, role (USER-03, SEAT-05, SEAT-06), seats freed and taken in one
 * transaction. When it takes or frees seats, `confirmed` must be the digest of the summary that the person saw; missing
 * or different, nothing is written and `confirm` carries the summary as it stands now.
 */
export async function editUser(
  context: UseCaseContext,
  input: UserEdit & { readonly confirmed?: string },
): Promise<EditUserDecision> {
  const { confirmed, ...edit } = input
  return changeMember<EditUserDecision>(context, 'edit-user', edit, 'everything-else', async (changing) => {
    const { db, row, role, now } = changing
    const decision = decideEdit(changing, edit, role, now)
    if (refused(decision)) return orContractEnded(db, context.actor.accountId, decision, now)
    const { outcome } = decision
    const summary = summaryOf(outcome)
    const changesSeats = summary.takes.length > 0 || summary.frees.length > 0
    if (changesSeats && confirmed !== summary.digest) return { kind: 'confirm', summary }

    const { name, type, permissionSetId } = edit
    const done = await changeSeats(db, context.actor, changing, outcome, now, async () => {
      await updateMember(db, row.memberId, name, type, decision.role, permissionSetId)
    })
    if (!done) rollBackWith(AGAIN)
    if (outcome.freshInvitation) await reissueInvitation(db, context.actor, row.memberId, 're-sent', now)
    const seasonsBefore = row.seasons.map(({ id }) => id)
    const seats = {
      takes: summary.takes.map(({ poolId }) => poolId),
      frees: summary.frees.map(({ poolId }) => poolId),
    }
    return changing.record(
      {
        action: 'user.edited',
        before: {
          name: row.name,
          type: row.type,
          role: row.role,
          permissionSetId: row.permissionSetId,
          seasons: seasonsBefore,
        },
        after: {
          name,
          type,
          role: decision.role,
          permissionSetId,
          seasons: seasonsOf(outcome),
          ...seats,
        },
      },
      { kind: 'grant', summary },
    )
  })
}

/** Rules alone: may the role be given, which seats change. */
function decideEdit(
  member: MemberToChange,
  edit: UserEdit,
  actorRole: Role,
  now: Instant,
): Decision<{ readonly outcome: SeatOutcome; readonly role: Role }, EditUserRefusal> {
  const { row, seats, holder } = member
  const role = decideRoleChange(actorRole, row.role, edit.role)
  if (refused(role)) return role
  if (edit.permissionSetId !== null && !row.permissionSetKnown) return { kind: 'refuse', reason: 'not-found' }
  const pools = member.poolsOfSeasons(edit.seasonIds)
  if (edit.type === 'seasonal' && pools === null) return { kind: 'refuse', reason: 'not-found' }
  const wish = { type: edit.type, seasons: pools ?? edit.seasonIds }
  const outcome = decideSeatChange(seats, { kind: 'edit', member: holder, ...wish }, now)
  return refused(outcome) ? outcome : { kind: 'grant', outcome, role: role.role }
}
