import { randomUUIDv7 } from 'node:crypto'
import { type Instant, normalizeEmail } from '@seatkeeper/rules'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { asVendor } from '../vendor.ts'
import { chainKey, contentOf, SEALED_COLUMNS, type SealedEntry } from './entry-content.ts'

export type Erasure =
  | { readonly kind: 'erased'; readonly members: number; readonly entries: number }
  | { readonly kind: 'not-found' }
  /** They are still a user somewhere: remove them there first. */
  | { readonly kind: 'still-here'; readonly organizations: readonly string[] }

/** What stands in the place of what was erased. */
export const ERASED = '[erased]'
const ERASED_NAME = 'Erased person'

interface Kept {
  readonly memberId: string
  readonly personId: string | null
  readonly organizationId: string
  readonly accountId: string
  readonly organization: string
  readonly name: string
  readonly removed: boolean
}

const selectMembers = statement<Kept, [emailKey: string]>(/* sql */ `
select m.id as "memberId", m.person_id as "personId", m.organization_id as "organizationId", m.account_id as "accountId",
  o.name as organization, m.name, m.removed_at is not null as removed
from member m join organization o on o.id = m.organization_id
where m.email_key = $1::text or m.person_id = (select id from person where email_key = $1::text)
order by m.id for update of m
`)

const findPerson = statement<{ readonly id: string }, [emailKey: string]>(/* sql */ `
select id from person where email_key = $1::text
`)

const selectPerson = statement<
  { readonly id: string; readonly name: string },
  [personId: string, emailKey: string]
>(/* sql */ `
select id, name from person where id = $1::uuid and email_key = $2::text
`)

/** The addresses that they had before, as the entries about themselves tell (USER-12). */
const selectFormerKeys = statement<{ readonly emailKey: string }, [memberIds: readonly string[]]>(/* sql */ `
select distinct lower(a.before ->> 'email') as "emailKey" from audit a
where a.subject_id = any($1::uuid[]) and a.before ? 'email'
`)

const selectEntries = statement<
  SealedEntry & { readonly own: boolean },
  [
    organizationIds: readonly string[],
    subjectIds: readonly string[],
    emailKeys: readonly string[],
    accountIds: readonly string[],
  ]
>(/* sql */ `
select ${SEALED_COLUMNS}, a.subject_id = any($2::uuid[]) as own
from audit a
where (a.organization_id = any($1::uuid[])
    -- Whose billing it is (CLS-07) concerns the account: it may stand in the log of an organization in which they never were.
    or (a.account_id = any($4::uuid[]) and a.action = 'billing.email-registered'))
  and (a.subject_id = any($2::uuid[])
    or exists (
      select from unnest($3::text[]) as k(address)
      where position(k.address in lower(a.before::text)) > 0 or position(k.address in lower(a.after::text)) > 0
    ))
`)

const rewriteEntries = statement<SealedEntry, [entries: string]>(/* sql */ `
update audit a set before = given.before, after = given.after
from jsonb_to_recordset($1::jsonb) as given(id uuid, before jsonb, after jsonb)
where a.id = given.id
returning ${SEALED_COLUMNS}
`)

const erasePeople = statement<
  never,
  [memberIds: readonly string[], personId: string | null, name: string, emailKeys: readonly string[]]
>(/* sql */ `
with gone as (delete from session where person_id = $2::uuid),
linkless as (delete from slack_link where member_id = any($1::uuid[])),
apps as (delete from authenticator_app where person_id = $2::uuid),
passkeys as (delete from passkey where person_id = $2::uuid),
codes as (delete from recovery_code where person_id = $2::uuid),
halfway as (delete from sign_in_step where person_id = $2::uuid),
moves as (delete from email_change where person_id = $2::uuid),
ticketless as (delete from slack_ticket where lower(slack_email) = any($4::text[])),
-- Billing goes back to the owner (CLS-07).
contacts as (update account set billing_email = null where billing_email = any($4::text[])),
-- Of files of users the rows that name them.
unlisted as (
  delete from user_import_row where exists (
    select from unnest($4::text[]) as k(address)
    where position(k.address in lower(said::text)) > 0 or position(k.address in lower(task::text)) > 0
  )
),
people as (
  update person set name = $3::text, email = 'erased-' || id || '@erased.invalid',
    email_key = 'erased-' || id || '@erased.invalid', password_hash = 'erased'
  where id = $2::uuid
)
update member set name = $3::text, email = 'erased-' || id || '@erased.invalid',
  email_key = 'erased-' || id || '@erased.invalid'
where id = any($1::uuid[])
`)

const noteErasure = statement<
  never,
  [id: string, organizationId: string, accountId: string, subjectId: string, entries: string, now: string]
>(/* sql */ `
insert into audit (id, organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
values ($1::uuid, $2::uuid, $3::uuid, $6::timestamptz, 'job', 'vendor', 'command', 'person.erased', $4::uuid,
  jsonb_build_object('entries', $5::jsonb))
`)

/**
 * USER-10: takes a person's name and address out of everything that is kept: their account, their places in organizations, and the
 * audit log, whose entries stay with what was done, when and by whom. An entry says 'Erased person' from then on. Each
 * organization's log notes the erasure together with what is left of the entries, keyed, so that its chain still verifies and nobody can
 * pass off another change as one. Only for those who were removed everywhere; it cannot be undone.
 */
export async function erasePerson(
  { url, secret, now }: { readonly url: string; readonly secret: string; readonly now: Instant },
  typedEmail: string,
): Promise<Erasure> {
  const email = normalizeEmail(typedEmail)
  if (email.kind === 'refuse') return { kind: 'not-found' }
  return asVendor(url, async (db): Promise<Erasure> => {
    const emailKey = email.key
    const [known] = await findPerson(db, emailKey)
    // A sign-in that is under way has its session before this, so that it is found and ended, or gets none.
    if (known) await lockPerson(db, known.id)
    const [person] = known ? await selectPerson(db, known.id, emailKey) : []
    const members = await selectMembers(db, emailKey)
    if (!person && members.length === 0) return { kind: 'not-found' }
    const here = members.filter(({ removed }) => !removed).map(({ organization }) => organization)
    if (here.length > 0) return { kind: 'still-here', organizations: [...new Set(here)] }
    const memberIds = members.map(({ memberId }) => memberId)
    const names = [...members.map(({ name }) => name), ...(person ? [person.name] : [])]
    const former = await selectFormerKeys(db, memberIds)
    const emailKeys = [...new Set([emailKey, ...former.map(({ emailKey: key }) => key)])]
    // What they changed of their own profile is told of the person.
    const subjectIds = person ? [...memberIds, person.id] : memberIds
    const entries = await eraseEntries(db, chainKey(secret), members, { subjectIds, emailKeys, names })
    await erasePeople(db, memberIds, person?.id ?? null, ERASED_NAME, emailKeys)
    for (const { organizationId, accountId, memberId } of members) {
      const left = entries.filter((entry) => entry.organizationId === organizationId)
      const contents = Object.fromEntries(left.map(({ auditId, content }) => [auditId, content]))
      await noteErasure(
        db,
        randomUUIDv7(),
        organizationId,
        accountId,
        memberId,
        JSON.stringify(contents),
        iso(now),
      )
    }
    // Other organizations of their accounts, in which only an entry about billing named them: the account is whom it is about.
    const theirs = new Set(members.map(({ organizationId }) => organizationId))
    const elsewhere = Map.groupBy(
      entries.filter(({ organizationId }) => organizationId !== null && !theirs.has(organizationId)),
      ({ organizationId }) => organizationId,
    )
    for (const left of elsewhere.values()) {
      const organizationId = left[0]!.organizationId!
      const accountId = left[0]!.accountId!
      const contents = Object.fromEntries(left.map(({ auditId, content }) => [auditId, content]))
      await noteErasure(
        db,
        randomUUIDv7(),
        organizationId,
        accountId,
        accountId,
        JSON.stringify(contents),
        iso(now),
      )
    }
    return { kind: 'erased', members: members.length, entries: entries.length }
  })
}

interface Traces {
  readonly subjectIds: readonly string[]
  readonly emailKeys: readonly string[]
  readonly names: readonly string[]
}

async function eraseEntries(db: Db, key: Buffer, members: readonly Kept[], traces: Traces) {
  const organizations = [...new Set(members.map(({ organizationId }) => organizationId))]
  const accounts = [...new Set(members.map(({ accountId }) => accountId))]
  const found = await selectEntries(db, organizations, traces.subjectIds, traces.emailKeys, accounts)
  // Also names that they had before, as their own entries tell.
  const names = new Set(traces.names)
  const parsed = found.map(({ auditId, own, before, after }) => {
    const entry = { id: auditId, own, before: parse(before), after: parse(after) }
    for (const side of own ? [entry.before, entry.after] : []) {
      if (isRecord(side) && typeof side['name'] === 'string') names.add(side['name'])
    }
    return entry
  })
  const erased = (value: unknown): unknown => {
    if (typeof value === 'string')
      return names.has(value) || traces.emailKeys.includes(value.trim().toLowerCase()) ? ERASED : value
    if (Array.isArray(value)) return value.map(erased)
    if (!isRecord(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, erased(part)]))
  }
  const changed = parsed
    .map(({ id, before, after }) => ({
      id,
      before: erased(before),
      after: erased(after),
      was: [before, after],
    }))
    .filter(({ before, after, was }) => JSON.stringify([before, after]) !== JSON.stringify(was))
    .map(({ id, before, after }) => ({ id, before, after }))
  const left = await rewriteEntries(db, JSON.stringify(changed))
  return left.map((entry) => ({ ...entry, content: contentOf(key, entry).toString('hex') }))
}

const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text))

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
