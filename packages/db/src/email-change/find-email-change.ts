import { addMilliseconds, type Instant, MS_PER_DAY, type RefusalOf } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type Db, statement } from '../statement.ts'
import { type EmailChangeLink, emailChangeBehind } from './token.ts'

/** For how long the old address can take a confirmed change back, on the wall clock. */
export const TAKEN_BACK_WITHIN_MS = 3 * MS_PER_DAY

export interface EmailChangeRow {
  readonly changeId: string
  readonly personId: string
  readonly name: string
  readonly email: string
  readonly emailKey: string
  readonly formerEmail: string
  readonly formerEmailKey: string
  readonly keptSessionId: string | null
  readonly askedAt: Instant
  readonly expiresAt: Instant
  readonly confirmedAt: Instant | null
  readonly stoppedAt: Instant | null
  readonly replacedAt: Instant | null
}

const selectChange = statement<EmailChangeRow, [changeId: string]>(/* sql */ `
select c.id as "changeId", c.person_id as "personId", p.name, c.email, c.email_key as "emailKey",
  c.former_email as "formerEmail", c.former_email_key as "formerEmailKey", c.kept_session_id as "keptSessionId",
  c.asked_at as "askedAt", c.expires_at as "expiresAt", c.confirmed_at as "confirmedAt", c.stopped_at as "stoppedAt", c.replaced_at as "replacedAt"
from email_change c join person p on p.id = c.person_id
where c.id = $1::uuid
`)

/** `link-expired` stands for stopped and replaced ones, too: either way one asks for another. */
export type EmailChangeRefusal = 'not-found' | 'link-expired' | 'link-used'

/** What a link does at this moment. */
export type EmailChangeWay = 'confirm' | 'stop' | 'take-back'

/** `tooLate`: the change was confirmed, and can't be taken back any more. */
export type DeadEmailChange = RefusalOf<EmailChangeRefusal> & { readonly tooLate?: true }

export type JudgedEmailChange =
  { readonly kind: 'grant'; readonly change: EmailChangeRow; readonly way: EmailChangeWay } | DeadEmailChange

/** Wall clock. */
export function judgeEmailChange(
  row: EmailChangeRow | undefined,
  link: EmailChangeLink,
  wallNow: Instant,
): JudgedEmailChange {
  if (!row) return { kind: 'refuse', reason: 'not-found' }
  if (row.stoppedAt !== null)
    return { kind: 'refuse', reason: link === 'stop' ? 'link-used' : 'link-expired' }
  if (row.replacedAt !== null) return { kind: 'refuse', reason: 'link-expired' }
  if (row.confirmedAt !== null) {
    if (link === 'confirm') return { kind: 'refuse', reason: 'link-used' }
    // Whatever followed: a thief who changes it once more does not outrun whoever had it before (0127).
    return addMilliseconds(row.confirmedAt, TAKEN_BACK_WITHIN_MS) > wallNow
      ? { kind: 'grant', change: row, way: 'take-back' }
      : { kind: 'refuse', reason: 'link-expired', tooLate: true }
  }
  if (row.expiresAt <= wallNow) return { kind: 'refuse', reason: 'link-expired' }
  return { kind: 'grant', change: row, way: link }
}

export type LinkContext = Pick<IdentityContext, 'em' | 'wallNow'> & { readonly secret: string }

/** What stands behind a link. Looking changes nothing: mail scanners open links. */
export async function findEmailChange(
  { em, wallNow, secret }: LinkContext,
  link: EmailChangeLink,
  token: string,
): Promise<JudgedEmailChange> {
  const row = await readEmailChange(em.getKysely() as Db, secret, link, token)
  return judgeEmailChange(row, link, wallNow)
}

export async function readEmailChange(
  db: Db,
  secret: string,
  link: EmailChangeLink,
  token: string,
): Promise<EmailChangeRow | undefined> {
  const id = emailChangeBehind(secret, link, token)
  return id === null ? undefined : (await selectChange(db, id))[0]
}
