import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { dropEmailChanges } from '../email-change/drop-email-changes.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso, isUuid } from '../parameters.ts'
import { mailSecurity } from '../second-factor/note-security.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'

/** What a person says of themselves; what an admin calls them in an organization stays the organization's. */
export interface OwnProfile {
  readonly name: string
  /** IANA zone. */
  readonly timeZone: string
  /** BCP 47. */
  readonly locale: string
}

/** One signed-in browser of a person. */
export interface OwnSession {
  readonly sessionId: string
  readonly userAgent: string | null
  readonly startedAt: Instant
  readonly seenAt: Instant
}

/** Every organization to which they belong notes what a person changed of themselves. */
const note = (action: string, before: string, after: string): string => /* sql */ `
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select m.organization_id, m.account_id, $2::timestamptz, 'person', p.id::text, 'portal', '${action}', p.id, ${before}, ${after}
from changed p join member m on m.person_id = p.id and m.removed_at is null`

const PROFILE = (row: string) =>
  `jsonb_build_object('name', ${row}.name, 'timeZone', ${row}.time_zone, 'locale', ${row}.locale)`

const update = statement<
  never,
  [personId: string, now: string, name: string, timeZone: string, locale: string]
>(/* sql */ `
with changed as (
  update person p set name = $3::text, time_zone = $4::text, locale = $5::text
  where p.id = $1::uuid and (p.name, p.time_zone, p.locale) is distinct from ($3::text, $4::text, $5::text)
  returning p.id, ${PROFILE('old')} as before, ${PROFILE('new')} as after
)
${note('profile.changed', 'p.before', 'p.after')}
`)

/** USER-12: name, time zone and locale. Nothing is written when nothing changes. */
export async function saveOwnProfile(
  { em, now }: Pick<IdentityContext, 'em' | 'now'>,
  personId: string,
  { name, timeZone, locale }: OwnProfile,
): Promise<void> {
  await update(em.getKysely() as Db, personId, iso(now), name, timeZone, locale)
}

const selectHash = statement<{ readonly passwordHash: string }, [personId: string]>(/* sql */ `
select password_hash as "passwordHash" from person where id = $1::uuid
`)

/** The hash of their password, to be compared; null: nobody. */
export async function ownPasswordHash(
  { em }: Pick<IdentityContext, 'em'>,
  personId: string,
): Promise<string | null> {
  return (await selectHash(em.getKysely() as Db, personId))[0]?.passwordHash ?? null
}

const setPassword = statement<
  { readonly id: string },
  [personId: string, now: string, from: string, to: string, keptSession: string]
>(/* sql */ `
with changed as (
  update person set password_hash = $4::text where id = $1::uuid and password_hash = $3::text
  returning id
), signed_out as (
  delete from session s using changed where s.person_id = changed.id and s.id <> $5::uuid
), noted as (${note('password.changed', 'null', 'null')})
select id from changed
`)

/**
 * USER-12: a new password in place of the one that was just proven (`from` is its hash). Every other session of the person ends,
 * and a change of address that waits for its mail. False: the password has been changed meanwhile.
 */
export async function changeOwnPassword(
  { em, now, wallNow }: IdentityContext,
  change: {
    readonly personId: string
    readonly from: string
    readonly to: string
    readonly keptSessionId: string
  },
): Promise<boolean> {
  const { personId, from, to, keptSessionId } = change
  return inTransaction(em, async (db) => {
    await lockPerson(db, personId)
    if ((await setPassword(db, personId, iso(now), from, to, keptSessionId)).length === 0) return false
    await dropEmailChanges(db, personId, iso(wallNow))
    await mailSecurity(db, { personId, what: 'password-changed', wallNow })
    return true
  })
}

const selectSessions = statement<OwnSession, [personId: string, wallNow: string]>(/* sql */ `
select id as "sessionId", user_agent as "userAgent", started_at as "startedAt", seen_at as "seenAt"
from session where person_id = $1::uuid and least(ends_at, idle_ends_at) > $2::timestamptz
order by seen_at desc, id limit 100
`)

/** The browsers in which a person is signed in, the one used last first. */
export async function ownSessions(
  { em, wallNow }: Pick<IdentityContext, 'em' | 'wallNow'>,
  personId: string,
): Promise<readonly OwnSession[]> {
  return selectSessions(em.getKysely() as Db, personId, iso(wallNow))
}

const deleteSessions = statement<
  { readonly id: string },
  [personId: string, sessionId: string | null, except: string]
>(/* sql */ `
delete from session where person_id = $1::uuid and id <> $3::uuid and ($2::uuid is null or id = $2::uuid)
returning id
`)

/** Ends one of their sessions, or all but the one in which they are; never that one. How many ended. */
export async function endOwnSessions(
  { em }: Pick<IdentityContext, 'em'>,
  of: { readonly personId: string; readonly sessionId: string | 'all-others'; readonly except: string },
): Promise<number> {
  const { personId, sessionId, except } = of
  if (sessionId !== 'all-others' && !isUuid(sessionId)) return 0
  const one = sessionId === 'all-others' ? null : sessionId
  return (await deleteSessions(em.getKysely() as Db, personId, one, except)).length
}
