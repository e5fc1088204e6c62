import { randomUUIDv7 } from 'node:crypto'
import type { Decision } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { type InvitationRefusal, judge, selectInvitation } from '../invitation/read-invitation.ts'
import { claimedInvitation } from '../invitation/token.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { inTransaction, rollBackWith } from '../transaction.ts'

export interface Acceptance {
  readonly token: string
  /**
   * `new`: first sign-up of this e-mail, with the hash of the chosen password. `proven`: a person with this e-mail
   * exists and gave the right password (the caller checked it).
   */
  readonly person:
    | {
        readonly kind: 'new'
        readonly name: string
        readonly passwordHash: string
        readonly timeZone: string
        readonly locale: string
      }
    | { readonly kind: 'proven'; readonly personId: string }
}

/** Re-sending and withdrawing lock the member first as well, so none waits for the other in a circle. */
const lockMember = statement<{ readonly id: string }, [invitationId: string]>(/* sql */ `
select m.id from member m where m.id = (select v.member_id from invitation v where v.id = $1::uuid) for update
`)

const insertPerson = statement<
  { readonly id: string },
  [
    id: string,
    email: string,
    emailKey: string,
    name: string,
    passwordHash: string,
    timeZone: string,
    locale: string,
    now: string,
  ]
>(/* sql */ `
insert into person (id, email, email_key, name, password_hash, time_zone, locale, created_at)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::timestamptz)
on conflict (email_key) do nothing returning id
`)

/** The seat stays now whatever time passes. A full-time or collaborator seat that is gone makes `seated` false. */
const keepSeat = statement<{ readonly seated: boolean }, [memberId: string, now: string]>(/* sql */ `
with kept as (
  update seat set held_until = null
  where holder_id = $1::uuid and (held_until is null or held_until > $2::timestamptz)
  returning id
)
select exists (select from kept) as seated
`)

const accept = statement<
  never,
  [
    memberId: string,
    personId: string,
    invitationId: string,
    organizationId: string,
    accountId: string,
    now: string,
  ]
>(/* sql */ `
with joined as (
  update member set person_id = $2::uuid, signed_up_at = $6::timestamptz where id = $1::uuid
), used as (
  update invitation set accepted_at = $6::timestamptz where id = $3::uuid
)
insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, after)
values ($4::uuid, $5::uuid, $6::timestamptz, 'person', $2::text, 'portal', 'invitation.accepted', $1::uuid,
  jsonb_build_object('personId', $2::text))
`)

/**
 * Uses up a sign-up link (ACC-02, SEAT-09): never fails for want of a seat while the invitation lives. Two at once:
 * one is granted, the other refused with `link-used`; so is a `new` person whose e-mail signed up elsewhere meanwhile.
 * Nobody becomes active by it: that takes a completed sign-in, which whoever is kept out at this moment does not have (ACC-06).
 * The session is a step of its own (`startSession`).
 *
 * Others who write these rows: re-send, withdraw, deactivate, remove (they lock the member, too), and whoever claims
 * the seat once the invitation has lapsed: the seat's own row arbitrates that.
 */
export async function acceptInvitation(
  context: IdentityContext & { readonly secret: string },
  acceptance: Acceptance,
): Promise<
  Decision<
    { readonly personId: string; readonly memberId: string; readonly organizationId: string },
    InvitationRefusal
  >
> {
  const { em, now, secret } = context
  const invitationId = claimedInvitation(acceptance.token)
  if (invitationId === null) return { kind: 'refuse', reason: 'not-found' }
  return inTransaction(em, async (db) => {
    await lockMember(db, invitationId)
    const [found] = await selectInvitation(db, invitationId)
    const judged = judge(found, acceptance.token, secret, now)
    if (judged.kind === 'refuse') return judged
    const { row } = judged

    const [seat] = await keepSeat(db, row.memberId, iso(now))
    const needsSeat =
      row.type !== 'staff' && row.type !== 'seasonal' && row.organization.kind === 'production'
    if (needsSeat && !seat?.seated) rollBackWith({ kind: 'refuse', reason: 'invitation-expired' })

    const personId = await personFor(db, row, acceptance.person, context)
    if (personId === null) rollBackWith({ kind: 'refuse', reason: 'link-used' })
    const { memberId, organization, accountId } = row
    await accept(db, memberId, personId, invitationId, organization.id, accountId, iso(now))
    return { kind: 'grant', personId, memberId, organizationId: organization.id }
  })
}

/** The new or proven person, or null when the e-mail is another's by now. */
async function personFor(
  db: Db,
  invited: {
    readonly email: string
    readonly emailKey: string
    readonly existingPerson: { id: string } | null
  },
  given: Acceptance['person'],
  { now }: IdentityContext,
): Promise<string | null> {
  if (given.kind === 'proven') return invited.existingPerson?.id === given.personId ? given.personId : null
  const { name, passwordHash, timeZone, locale } = given
  const [made] = await insertPerson(
    db,
    randomUUIDv7(),
    invited.email,
    invited.emailKey,
    name,
    passwordHash,
    timeZone,
    locale,
    iso(now),
  )
  return made?.id ?? null
}
