import { refused } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { lockPerson } from '../identity/credentials.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction, rollBackWith } from '../transaction.ts'
import {
  type DeadEmailChange,
  type EmailChangeRow,
  judgeEmailChange,
  type LinkContext,
  readEmailChange,
} from './find-email-change.ts'
import { takeFactorsBack } from './take-factors-back.ts'

const selectTaken = statement<{ readonly taken: boolean }, [personId: string, emailKey: string]>(/* sql */ `
select exists (select from person where email_key = $2::text and id <> $1::uuid)
  or exists (
    select from member theirs join member own on own.organization_id = theirs.organization_id and own.person_id = $1::uuid
    where theirs.email_key = $2::text and theirs.person_id is distinct from $1::uuid
  ) as taken
`)

/**
 * The members follow their person, the removed ones, too: whoever adds them again by the new address finds them. Where billing
 * belongs to the old address (CLS-07), it goes on belonging to the person. Links for a new password went to the old address and
 * are worth nothing any more; neither is what stood halfway through a sign-in.
 */
const setEmail = statement<
  never,
  [
    personId: string,
    email: string,
    emailKey: string,
    keptSessionId: string | null,
    action: string,
    wallNow: string,
    now: string,
  ]
>(/* sql */ `
with person_set as (
  update person set email = $2::text, email_key = $3::text where id = $1::uuid
), members as (
  update member set email = $2::text, email_key = $3::text where person_id = $1::uuid
  returning id, organization_id, account_id, removed_at, old.email as before, old.email_key as before_key
), billing as (
  update account a set billing_email = $3::text
  from (
    select distinct on (account_id) account_id, organization_id, before_key from members where removed_at is null
    order by account_id, organization_id
  ) m
  where a.id = m.account_id and a.billing_email = m.before_key
  returning a.id, m.organization_id, old.billing_email as before
), signed_out as (
  delete from session where person_id = $1::uuid and id is distinct from $4::uuid
), halfway as (
  delete from sign_in_step where person_id = $1::uuid
), resets as (
  update password_reset set replaced_at = $6::timestamptz
  where person_id = $1::uuid and used_at is null and replaced_at is null
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
select organization_id, account_id, $7::timestamptz, 'person', $1::text, 'portal', $5::text, id,
  jsonb_build_object('email', before), jsonb_build_object('email', $2::text)
from members where removed_at is null
union all
select organization_id, id, $7::timestamptz, 'person', $1::text, 'portal', 'billing.email-registered', id,
  jsonb_build_object('email', before), jsonb_build_object('email', $3::text)
from billing
`)

const markConfirmed = statement<never, [changeId: string, wallNow: string]>(/* sql */ `
with done as (
  update email_change set confirmed_at = $2::timestamptz where id = $1::uuid returning id, person_id
)
insert into outbox (organization_id, account_id, type, payload)
select m.organization_id, m.account_id, 'email-change', jsonb_build_object('changeId', $1::text, 'mail', 'done')
from done cross join lateral (
  select organization_id, account_id from member where person_id = done.person_id and removed_at is null
  order by deactivated_at is not null, last_signed_in_at desc nulls last, id limit 1
) m
`)

/**
 * With it goes whatever else is under way and whatever was confirmed since, so that a thief neither goes on nor takes back in turn from
 * an address that was never the person's own.
 */
const markStopped = statement<never, [changeId: string, personId: string, wallNow: string]>(/* sql */ `
with others as (
  update email_change set replaced_at = $3::timestamptz
  where person_id = $2::uuid and id <> $1::uuid and confirmed_at is null and stopped_at is null and replaced_at is null
), later as (
  update email_change c set stopped_at = $3::timestamptz from email_change this
  where this.id = $1::uuid and c.person_id = $2::uuid and c.id <> this.id
    and c.asked_at >= this.confirmed_at and c.confirmed_at is not null and c.stopped_at is null
)
update email_change set stopped_at = $3::timestamptz where id = $1::uuid
`)

/** Whoever asked was in, by a session or halfway through a sign-in. */
const noteStop = statement<never, [personId: string, now: string]>(/* sql */ `
with signed_out as (
  delete from session where person_id = $1::uuid
), halfway as (
  delete from sign_in_step where person_id = $1::uuid
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id)
select organization_id, account_id, $2::timestamptz, 'person', $1::text, 'portal', 'email.change-stopped', $1::uuid
from member where person_id = $1::uuid and removed_at is null
`)

type Changing = IdentityContext & LinkContext

export interface EmailChangeStop {
  readonly kind: 'grant'
  readonly way: 'stop' | 'take-back'
  /** The address that is theirs. */
  readonly email: string
  /** Second factors that were added meanwhile are gone. */
  readonly factorsTaken: boolean
}

/**
 * USER-12: makes the new address the person's, in every organization at once; every session but the one that asked ends, and the old
 * address is told. Refused (`duplicate-email`) where somebody else has signed up with it, or one of their organizations knows
 * another user by it.
 */
export async function confirmEmailChange(
  context: Changing,
  token: string,
): Promise<{ readonly kind: 'grant'; readonly email: string } | DeadEmailChange | typeof taken> {
  return unlessTaken(context, async (db) => {
    const judged = await locked(db, context, 'confirm', token)
    if (refused(judged)) return judged
    const { changeId, email, emailKey, keptSessionId } = judged.change
    await apply(db, context, judged.change, { email, emailKey, keptSessionId, action: 'email.changed' })
    await markConfirmed(db, changeId, iso(context.wallNow))
    return { kind: 'grant', email }
  })
}

/**
 * USER-12: the old address stops the change, or takes it back within three days, whatever was changed since. Either way every session ends and
 * second factors go that were added since it was asked for, because whoever asked was in (0144).
 */
export async function stopEmailChange(
  context: Changing,
  token: string,
): Promise<EmailChangeStop | DeadEmailChange | typeof taken> {
  return unlessTaken(context, async (db) => {
    const judged = await locked(db, context, 'stop', token)
    if (refused(judged)) return judged
    const { changeId, personId, formerEmail: email, formerEmailKey: emailKey, askedAt } = judged.change
    const way = judged.way === 'take-back' ? 'take-back' : 'stop'
    if (way === 'take-back') {
      const action = 'email.change-taken-back'
      await apply(db, context, judged.change, { email, emailKey, keptSessionId: null, action })
    } else await noteStop(db, personId, iso(context.now))
    await markStopped(db, changeId, personId, iso(context.wallNow))
    const { now, wallNow } = context
    const factorsTaken = await takeFactorsBack(db, { personId, since: askedAt, now, wallNow })
    return { kind: 'grant', way, email, factorsTaken }
  })
}

async function locked(db: Db, { secret, wallNow }: Changing, link: 'confirm' | 'stop', token: string) {
  const found = await readEmailChange(db, secret, link, token)
  // Two links at once: whoever comes second waits here, and is judged by what the first has made of it.
  if (found) await lockPerson(db, found.personId)
  return judgeEmailChange(found && (await readEmailChange(db, secret, link, token)), link, wallNow)
}

async function apply(
  db: Db,
  { now, wallNow }: Changing,
  { personId }: EmailChangeRow,
  to: {
    readonly email: string
    readonly emailKey: string
    readonly keptSessionId: string | null
    readonly action: string
  },
): Promise<void> {
  const [found] = await selectTaken(db, personId, to.emailKey)
  if (found!.taken) rollBackWith(taken)
  const { email, emailKey, keptSessionId, action } = to
  await setEmail(db, personId, email, emailKey, keptSessionId, action, iso(wallNow), iso(now))
}

const taken = { kind: 'refuse', reason: 'duplicate-email' } as const

/** Somebody may sign up or be added by the address at this very moment: the database's own rules have the last word. */
async function unlessTaken<T>({ em }: Changing, work: (db: Db) => Promise<T>): Promise<T | typeof taken> {
  try {
    return await inTransaction<T | typeof taken>(em, work)
  } catch (fault) {
    if ((fault as { code?: string } | null)?.code === '23505') return taken
    throw fault
  }
}
