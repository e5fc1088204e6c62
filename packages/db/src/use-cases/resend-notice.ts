import type { Decision, RefusalOf, Role } from '@seatkeeper/rules'
import { mayManage } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { OutboxState } from '../outbox/events.ts'
import { digestOf, isUuid } from '../parameters.ts'
import { statement } from '../statement.ts'
import {
  ACCOUNT_FACTS,
  type AccountRow,
  actingMember,
  actingRole,
  storedRole,
  whyNot,
} from '../tenant-facts.ts'
import { inTenant } from '../transaction.ts'
import { recordChange } from './record-change.ts'
import { resendInvitation } from './resend-invitation.ts'

type ResendNoticeDecision =
  | Decision<{ readonly memberId: string }, 'not-permitted' | 'account-locked' | 'not-found'>
  | RefusalOf<Exclude<Awaited<ReturnType<typeof resendInvitation>>, { kind: 'grant' }>['reason']>

interface MailFacts {
  readonly type: 'invitation' | 'notice'
  readonly state: OutboxState
  /** Of an invitation: a later one has taken its place, or it was accepted. */
  readonly settled: boolean
  readonly memberId: string
  readonly memberRole: Role
  readonly actorRole: Role | null
  readonly account: AccountRow
}

const readMail = statement<
  MailFacts,
  [id: string, organizationId: string, actingMember: string | null]
>(/* sql */ `
select x.type, x.state, x.type = 'invitation' and exists (
    select from invitation v where v.id = (x.payload ->> 'invitationId')::uuid
      and (v.issue > (x.payload ->> 'issue')::integer or v.accepted_at is not null)) as settled,
  m.id as "memberId", m.role as "memberRole", ${storedRole('$3')} as "actorRole",
  ${ACCOUNT_FACTS} as account
from outbox x
join organization o on o.id = x.organization_id
join account a on a.id = x.account_id
join member m on m.id = (x.payload ->> 'memberId')::uuid
where x.id = $1::uuid and x.organization_id = $2::uuid and x.type in ('invitation', 'notice')
`)

/** A mail is sent again once; whoever presses twice gets the same answer. */
const queueAgain = statement<{ readonly id: string }, [id: string]>(/* sql */ `
insert into outbox (organization_id, account_id, type, payload)
select organization_id, account_id, type, payload || jsonb_build_object('resends', id) from outbox where id = $1::uuid
on conflict ((payload ->> 'resends')) where payload ? 'resends' do nothing
returning id
`)

/**
 * MAIL-08, D-41: somebody has decided that a mail goes out again, be it failed, unknown or lost on the way. What it says is decided
 * anew when it is made. An invitation is sent as a fresh one: the earlier link dies. Needs `users.manage`.
 */
export async function resendNotice(
  context: UseCaseContext,
  input: { readonly id: string },
): Promise<ResendNoticeDecision> {
  const { em, actor, now } = context
  const nothing = { kind: 'refuse', reason: 'not-found' } as const
  if (!isUuid(input.id)) return nothing
  const answer = await inTenant(em, actor, async (db) => {
    const [mail] = await readMail(db, input.id, actor.organizationId, actingMember(actor))
    if (!mail) return nothing
    const role = actingRole(actor, mail.actorRole)
    const refusal = whyNot(role, 'users.manage', mail.account, 'everything-else', now)
    if (refusal) return refusal
    if (role === null || !mayManage(role, mail.memberRole))
      return { kind: 'refuse', reason: 'not-permitted' } as const
    if (!['delivered', 'unknown', 'failed'].includes(mail.state)) return nothing
    const { memberId, type, state } = mail
    if (mail.settled) return { kind: 'grant', memberId } as const
    if (type === 'invitation') return { kind: 'invite', memberId } as const
    const [again] = await queueAgain(db, input.id)
    if (again) {
      const change = {
        action: 'user.notice-sent-again',
        subjectId: memberId,
        before: { mail: input.id, state },
        after: { mail: again.id },
        idempotencyKey: undefined,
        requestHash: digestOf(['resend-notice', input]),
        result: {},
      } as const
      await recordChange(db, actor, change, now)
    }
    return { kind: 'grant', memberId } as const
  })
  if (answer.kind !== 'invite') return answer
  const { memberId } = answer
  // Whoever presses at the same moment waits for the first, and gets the same answer.
  const sent = await resendInvitation({ ...context, idempotencyKey: `resend:${input.id}` }, { memberId })
  return sent.kind === 'grant' ? { kind: 'grant', memberId } : sent
}
