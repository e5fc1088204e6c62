import { may } from '@seatkeeper/rules'
import type { Actor } from '../../context.ts'
import { type Db, statement } from '../../statement.ts'
import { actingMember, actingRole, storedRole } from '../../tenant-facts.ts'

/** Whom somebody may be in at once: beyond it they search in the organization itself. */
const MOST = 20

const enter = statement<{ readonly entered: string }, [organizationId: string]>(/* sql */ `
select set_config('seatkeeper.organization_id', $1::text, true) as entered
`)

const roleHere = statement<
  { readonly role: Parameters<typeof actingRole>[1] },
  [organizationId: string, memberId: string | null]
>(/* sql */ `
select ${storedRole('$2')} as role from organization o where o.id = $1::uuid
`)

/**
 * D-40: organizations of one account draw on the same seats, but whose people they are, each organization's wall hides from the others.
 * Runs `work` behind the wall of each other organization in which the same person manages users, and comes back to the actor's own.
 * Three statements for each, as many as they belong to: no list of one organization's grows with another's.
 */
export async function inOtherOrganizations<T>(
  db: Db,
  actor: Actor,
  others: readonly Actor[],
  work: (other: Actor) => Promise<T>,
): Promise<T[]> {
  const found: T[] = []
  const reachable = others.filter(
    ({ accountId, organizationId }) =>
      accountId === actor.accountId && organizationId !== actor.organizationId,
  )
  for (const other of reachable.slice(0, MOST)) {
    await enter(db, other.organizationId)
    const [place] = await roleHere(db, other.organizationId, actingMember(other))
    const role = actingRole(other, place?.role ?? null)
    if (role !== null && may(role, 'users.manage')) found.push(await work(other))
  }
  if (reachable.length > 0) await enter(db, actor.organizationId)
  return found
}
