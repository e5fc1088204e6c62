import { type Role, type RefusalOf, type UserType, dayAt } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { isUuid } from '../parameters.ts'
import { PEOPLE_OF_SEASON } from '../queries/season-roster.ts'
import { statement } from '../statement.ts'
import { actingMember, actingRole, type AccountRow, ACCOUNT_FACTS, whyNot } from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { editUser, type EditUserRefusal } from './edit-user.ts'

/** So many people in one go: pressing again goes on where this one stopped. */
export const MOST_COPIED = 100

/** What became of one of the people. */
export interface CopiedPerson {
  readonly memberId: string
  readonly name: string
  readonly refusal: RefusalOf<EditUserRefusal> | null
}

export type CopySeasonDecision =
  | {
      readonly kind: 'grant'
      readonly people: readonly CopiedPerson[]
      /** Who comes after the last of `people`; null: that were all. */
      readonly after: string | null
    }
  | RefusalOf<'not-permitted' | 'account-locked' | 'not-found'>

interface Person {
  readonly memberId: string
  readonly name: string
  readonly type: UserType
  readonly role: Role
  readonly permissionSetId: string | null
  readonly seasonIds: readonly string[]
}

const readStanding = statement<
  { readonly role: Role | null; readonly account: AccountRow; readonly known: boolean },
  [accountId: string, memberId: string | null, seasonIds: readonly string[]]
>(/* sql */ `
select ${ACCOUNT_FACTS} as account,
  (select m.role from member m where m.id = $2::uuid and m.removed_at is null and m.deactivated_at is null) as role,
  (select count(*) from season s where s.account_id = a.id and s.id = any($3::uuid[])) = 2 as known
from account a where a.id = $1::uuid
`)

/** Those who do not have the other season yet, by identity, so that going on is simple. */
const selectPeople = statement<
  Person,
  [
    organizationId: string,
    fromSeason: string,
    today: string,
    toSeason: string,
    after: string | null,
    limit: number,
  ]
>(/* sql */ `
select m.id as "memberId", m.name, m.type, m.role, m.permission_set_id as "permissionSetId",
  coalesce((
    select jsonb_agg(hp.season_id) from (
      select seat.pool_id from seat where seat.holder_id = m.id
      union all select choice.pool_id from season_choice choice where choice.member_id = m.id
    ) held join pool hp on hp.id = held.pool_id where hp.season_id is not null
  ), '[]') as "seasonIds"
from member m
where m.id in (select member_id from ${PEOPLE_OF_SEASON} people)
  and ($5::uuid is null or m.id > $5::uuid)
  and not exists (select from seat x join pool xp on xp.id = x.pool_id where x.holder_id = m.id and xp.season_id = $4::uuid)
  and not exists (
    select from season_choice y join pool yp on yp.id = y.pool_id where y.member_id = m.id and yp.season_id = $4::uuid)
order by m.id limit $6::integer
`)

/**
 * USER-13: gives the people of one season another one as well, each by the very rules and in the very way of an edit: a transaction and
 * an audit entry each, refusals row by row (full, closed, removed, deactivated, no seasonal user any more). Whoever has it already is
 * left alone, so doing it again does nothing twice. Needs `users.manage`.
 */
export async function copySeason(
  context: UseCaseContext,
  input: { readonly fromSeasonId: string; readonly toSeasonId: string; readonly after?: string | null },
): Promise<CopySeasonDecision> {
  const { em, actor, now } = context
  const { fromSeasonId, toSeasonId, after = null } = input
  const nothing = { kind: 'refuse', reason: 'not-found' } as const
  if (!isUuid(fromSeasonId) || !isUuid(toSeasonId) || (after !== null && !isUuid(after))) return nothing
  const facts = await inTenant(em, actor, async (db) => {
    const [standing] = await readStanding(db, actor.accountId, actingMember(actor), [
      fromSeasonId,
      toSeasonId,
    ])
    const role = standing ? actingRole(actor, standing.role) : null
    const refusal = standing
      ? whyNot(role, 'users.manage', standing.account, 'everything-else', now)
      : nothing
    if (refusal) return refusal
    if (!standing!.known) return nothing
    const limit = MOST_COPIED + 1
    return selectPeople(db, actor.organizationId, fromSeasonId, dayAt(now), toSeasonId, after, limit)
  })
  if ('kind' in facts) return facts
  const batch = facts.slice(0, MOST_COPIED)
  const people: CopiedPerson[] = []
  for (const person of batch) {
    const { memberId, name } = person
    people.push({ memberId, name, refusal: await giveSeason(context, person, toSeasonId) })
  }
  return { kind: 'grant', people, after: facts.length > MOST_COPIED ? batch.at(-1)!.memberId : null }
}

/** The seats that an edit moves are confirmed by what it says it would move: whoever copies has decided on just that. */
async function giveSeason(
  { em, actor, now }: UseCaseContext,
  { memberId, name, type, role, permissionSetId, seasonIds }: Person,
  toSeasonId: string,
): Promise<RefusalOf<EditUserRefusal> | null> {
  const edit = { memberId, name, type, role, permissionSetId, seasonIds: [...seasonIds, toSeasonId] }
  let confirmed: string | undefined
  for (let tries = 0; tries < 4; tries++) {
    const answer = await editUser(
      { em, actor, now },
      { ...edit, ...(confirmed !== undefined && { confirmed }) },
    )
    if (answer.kind === 'grant') return null
    if (answer.kind === 'refuse') return answer
    confirmed = answer.summary.digest
  }
  return { kind: 'refuse', reason: 'busy' }
}
