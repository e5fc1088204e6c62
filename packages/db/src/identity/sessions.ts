import { randomUUIDv7 } from 'node:crypto'
import type { Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Membership, membershipsIn, signInMemberships } from '../queries/memberships.ts'
import { HAS_FACTOR, needsSecondFactor } from '../second-factor/factors.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction } from '../transaction.ts'

export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  /** IANA zone, e.g. `Europe/Vienna`. */
  readonly timeZone: string
  /** BCP 47, e.g. `en-GB`. */
  readonly locale: string
}

export interface SignedIn {
  readonly sessionId: string
  readonly person: Person
  readonly memberships: readonly Membership[]
  /** The organization chosen last in this session. */
  readonly organizationId: string | null
  readonly startedAt: Instant
  /** When they last proved who they are, with all that this takes of them; null: unknown. Wall clock. */
  readonly provenAt: Instant | null
  /** They have an authenticator app or a passkey. */
  readonly hasFactor: boolean
}

/** What somebody has shown of who they are. */
export type SignInProof =
  | { readonly kind: 'password'; readonly passwordHash: string }
  | { readonly kind: 'password-and-factor'; readonly passwordHash: string }
  /** It has made sure of its person. */
  | { readonly kind: 'passkey' }

export interface NewSession {
  readonly personId: string
  /** A password counts only while its hash still stands, and by itself only for whoever has no second factor. */
  readonly provenBy: SignInProof
  /** SHA-256 of the token, 32 bytes; the token itself never reaches the database. */
  readonly tokenHash: Uint8Array
  /** Absolute end on the wall clock. */
  readonly endsAt: Instant
  /** End unless used before, on the wall clock. */
  readonly idleEndsAt: Instant
  readonly userAgent?: string
}

interface SessionRow {
  readonly sessionId: string
  readonly organizationId: string | null
  readonly startedAt: Instant
  readonly provenAt: Instant | null
  readonly hasFactor: boolean
  readonly person: Person
}

const SESSION_COLUMNS = /* sql */ `
s.id as "sessionId", s.organization_id as "organizationId", s.started_at as "startedAt",
s.proven_at as "provenAt", ${HAS_FACTOR('p.id')} as "hasFactor",
jsonb_build_object(
  'id', p.id, 'email', p.email, 'name', p.name, 'timeZone', p.time_zone, 'locale', p.locale) as person`

const insertSession = statement<
  SessionRow,
  [
    id: string,
    personId: string,
    tokenHash: Buffer,
    organizationId: string | null,
    userAgent: string | null,
    wallNow: string,
    idleEndsAt: string,
    endsAt: string,
  ]
>(/* sql */ `
with s as (
  insert into session (
    id, person_id, token_hash, organization_id, user_agent, started_at, seen_at, proven_at, idle_ends_at, ends_at)
  values ($1::uuid, $2::uuid, $3::bytea, $4::uuid, $5::text, $6::timestamptz, $6::timestamptz, $6::timestamptz,
    $7::timestamptz, $8::timestamptz)
  returning *
)
select ${SESSION_COLUMNS} from s join person p on p.id = s.person_id
`)

/** Ended ones of the same person go with each new one, so the table does not grow for ever. */
const forgetEnded = statement<never, [personId: string, wallNow: string]>(/* sql */ `
delete from session where person_id = $1::uuid and least(ends_at, idle_ends_at) <= $2::timestamptz
`)

const selectSession = statement<
  SessionRow,
  [tokenHash: Buffer, wallNow: string, idleEndsAt: string]
>(/* sql */ `
with seen as (
  update session set seen_at = $2::timestamptz, idle_ends_at = greatest(idle_ends_at, $3::timestamptz)
  where token_hash = $1::bytea and least(ends_at, idle_ends_at) > $2::timestamptz
    and seen_at <= $2::timestamptz - interval '1 minute'
)
select ${SESSION_COLUMNS} from session s join person p on p.id = s.person_id
where s.token_hash = $1::bytea and least(s.ends_at, s.idle_ends_at) > $2::timestamptz
`)

const updateOrganization = statement<
  { readonly id: string },
  [sessionId: string, personId: string, organizationId: string]
>(/* sql */ `
update session s set organization_id = m.organization_id
from member m
where s.id = $1::uuid and s.person_id = $2::uuid
  and m.person_id = $2::uuid and m.organization_id = $3::uuid and m.removed_at is null
returning s.id
`)

const deleteSession = statement<never, [sessionId: string]>(/* sql */ `
delete from session where id = $1::uuid
`)

/** Whoever sets a new password waits for it, or this for them: no session begins by a password that is none any more. */
const keepPassword = statement<{ readonly id: string }, [personId: string, provenHash: string]>(/* sql */ `
select id from person where id = $1::uuid and password_hash = $2::text for share
`)

export type SessionStart =
  | { readonly kind: 'grant'; readonly session: SignedIn }
  /** The password that they gave was replaced meanwhile. */
  | { readonly kind: 'stale' }
  /** They have a second factor, and have not shown it. */
  | { readonly kind: 'second-step' }

/**
 * ACC-06: a completed sign-in. Starts the session and marks every membership whose access is allowed at `now` as
 * signed in (the first time makes the member active).
 */
export async function startSession(context: IdentityContext, session: NewSession): Promise<SessionStart> {
  return inTransaction(context.em, (db) => beginSession(db, context, session))
}

/** The same within a transaction. Who takes further locks takes the person's first (`sharePerson`). */
export async function beginSession(
  db: Db,
  { now, wallNow }: Pick<IdentityContext, 'now' | 'wallNow'>,
  session: NewSession,
): Promise<SessionStart> {
  const { personId, provenBy, tokenHash, userAgent, idleEndsAt, endsAt } = session
  if (provenBy.kind !== 'passkey' && (await keepPassword(db, personId, provenBy.passwordHash)).length === 0) {
    return { kind: 'stale' }
  }
  if (provenBy.kind === 'password' && (await needsSecondFactor(db, personId))) return { kind: 'second-step' }
  const memberships = await signInMemberships(db, personId, now)
  await forgetEnded(db, personId, iso(wallNow))
  const [row] = await insertSession(
    db,
    randomUUIDv7(),
    personId,
    Buffer.from(tokenHash),
    memberships.length === 1 ? memberships[0]!.organization.id : null,
    userAgent?.slice(0, 500) ?? null,
    iso(wallNow),
    iso(idleEndsAt),
    iso(endsAt),
  )
  return { kind: 'grant', session: { ...row!, memberships } }
}

/**
 * The session behind a token with its person and memberships, or null when it is unknown, ended or idle for too long.
 * `idleEndsAt` is the new idle end, written at most once a minute.
 */
export async function findSession(
  { em, now, wallNow }: IdentityContext,
  token: { readonly tokenHash: Uint8Array; readonly idleEndsAt: Instant },
): Promise<SignedIn | null> {
  const db = em.getKysely() as Db
  const [row] = await selectSession(db, Buffer.from(token.tokenHash), iso(wallNow), iso(token.idleEndsAt))
  if (!row) return null
  return { ...row, memberships: await membershipsIn(db, row.person.id, now) }
}

/** False when the person is no member there (any more). */
export async function chooseOrganization(
  { em }: Pick<IdentityContext, 'em'>,
  choice: { readonly sessionId: string; readonly personId: string; readonly organizationId: string },
): Promise<boolean> {
  const { sessionId, personId, organizationId } = choice
  if (!isUuid(organizationId)) return false
  const updated = await updateOrganization(em.getKysely() as Db, sessionId, personId, organizationId)
  return updated.length === 1
}

/** Ends one session; ending an unknown one is no fault. */
export async function endSession({ em }: Pick<IdentityContext, 'em'>, sessionId: string): Promise<void> {
  if (isUuid(sessionId)) await deleteSession(em.getKysely() as Db, sessionId)
}
