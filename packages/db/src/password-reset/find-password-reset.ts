import type { Decision, Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'
import { resetBehind } from './token.ts'

/** `link-expired` stands for replaced ones, too: either way one asks for another. */
export type ResetRefusal = 'not-found' | 'link-expired' | 'link-used'

export interface ResetRow {
  readonly resetId: string
  readonly personId: string
  readonly email: string
  readonly name: string
  readonly expiresAt: Instant
  readonly usedAt: Instant | null
  readonly replacedAt: Instant | null
}

const SELECT_RESET = /* sql */ `
select r.id as "resetId", r.person_id as "personId", p.email, p.name, r.expires_at as "expiresAt",
  r.used_at as "usedAt", r.replaced_at as "replacedAt"
from password_reset r join person p on p.id = r.person_id
where r.id = $1::uuid`

const selectReset = statement<ResetRow, [resetId: string]>(SELECT_RESET)
/** Whoever uses it waits here for whoever else does. */
const lockReset = statement<ResetRow, [resetId: string]>(`${SELECT_RESET} for update of r`)

/** Does a link set a new password at this moment? Wall clock. */
export function judgeReset(
  row: ResetRow | undefined,
  wallNow: Instant,
): Decision<{ readonly reset: ResetRow }, ResetRefusal> {
  if (!row) return { kind: 'refuse', reason: 'not-found' }
  if (row.usedAt !== null) return { kind: 'refuse', reason: 'link-used' }
  if (row.replacedAt !== null || row.expiresAt <= wallNow) return { kind: 'refuse', reason: 'link-expired' }
  return { kind: 'grant', reset: row }
}

/** What stands behind the link. Looking changes nothing: mail scanners open links. */
export async function findPasswordReset(
  { em, wallNow, secret }: Pick<IdentityContext, 'em' | 'wallNow'> & { readonly secret: string },
  token: string,
): Promise<Decision<{ readonly reset: ResetRow }, ResetRefusal>> {
  const id = resetBehind(secret, token)
  return judgeReset(id === null ? undefined : (await selectReset(em.getKysely() as Db, id))[0], wallNow)
}

export async function lockPasswordReset(
  db: Db,
  secret: string,
  token: string,
): Promise<ResetRow | undefined> {
  const id = resetBehind(secret, token)
  return id === null ? undefined : (await lockReset(db, id))[0]
}
