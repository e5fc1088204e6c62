import { randomUUID } from 'node:crypto'
import {
  type Actor,
  type Database,
  type Em,
  claimSlackDelivery,
  issueSlackTicket,
  slackVisitor,
} from '@seatkeeper/db'
import {
  decideSlackPerson,
  type Instant,
  may,
  type Refusal,
  refused,
  type Right,
  type Role,
} from '@seatkeeper/rules'
import type { Viewer } from '@seatkeeper/wording'
import type { WebClient } from '@slack/web-api'
import type { Logger } from 'pino'
import type { Arrival } from '../receiver/receiver.ts'
import type { Notice } from '../views/message.ts'
import { faultNotice, refusedNotice } from '../views/refused.ts'
import type { SlackAccount, SlackAccounts } from './slack-accounts.ts'

/** What the whole bot is made of; joined in one place (`composition.ts`). */
export interface Parts {
  readonly database: Database
  readonly accounts: SlackAccounts
  readonly log: Logger
  /** Origin of the portal, for links. */
  readonly portalUrl: string
  /** Signs the links that let a workspace or a person in. */
  readonly appSecret: string
  readonly businessNow: () => Instant
  readonly wallNow: () => Instant
  /** Learns how a demo's business clock stands; awaited before anybody is let in. Left out: nobody can move it. */
  readonly learnTime?: () => Promise<void>
}

/** Somebody who was let in: all that a listener needs to call queries and use cases. */
export interface Visit {
  readonly em: Em
  readonly actor: Actor
  readonly now: Instant
  readonly viewer: Viewer
  readonly organization: { readonly id: string; readonly name: string }
  readonly role: Role
  /** Pages of the portal that messages lead to. */
  readonly links: { readonly users: string }
}

/** Who may enter. */
export interface Terms {
  /** One of these is enough. */
  readonly can: readonly [Right, ...Right[]]
  /** Asks Slack anew what the account is, instead of relying on the last minute's answer: for whatever changes something. */
  readonly fresh: boolean
}

export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'turned-away'; readonly notice: Notice }
  /** Acted on already: a replay, or an event that Slack sends again. */
  | { readonly kind: 'seen' }

/**
 * The one way from a request to a use case. Acts once for each delivery (SLK-08); refuses who is not eligible, whose workspace is
 * not bound, who is not linked (D-33), who has no access or not the right; then lets `handle` do its work. Never rejects: a fault
 * is logged, and told with a reference to the log.
 */
export async function enter<T>(
  parts: Parts,
  arrival: Arrival,
  client: WebClient,
  terms: Terms,
  handle: (visit: Visit) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    // Letting somebody in only reads, so it need not wait for the answer whether this is the first time.
    const [first, admitted] = await Promise.all([
      isFirst(parts, arrival),
      admit(parts, arrival, client, terms),
    ])
    if (!first) return { kind: 'seen' }
    if (admitted.kind === 'refuse') {
      return { kind: 'turned-away', notice: await refusal(parts, arrival, admitted) }
    }
    return { kind: 'done', value: await handle(admitted.visit) }
  } catch (error) {
    const reference = newReference()
    parts.log.error({ err: error, reference, parties: arrival.parties }, 'a listener failed')
    return { kind: 'turned-away', notice: faultNotice(reference) }
  }
}

/** Short enough to be read out; finds the fault in the log. */
export function newReference(): string {
  return randomUUID().slice(0, 8)
}

async function isFirst({ database, wallNow }: Parts, { deliveryKey }: Arrival): Promise<boolean> {
  return (
    deliveryKey === null || claimSlackDelivery({ em: database.identity(), wallNow: wallNow() }, deliveryKey)
  )
}

type Admitted =
  | { readonly kind: 'grant'; readonly visit: Visit }
  | (Refusal & { readonly account?: SlackAccount; readonly viewer?: Viewer })

async function admit(
  parts: Parts,
  { parties }: Arrival,
  client: WebClient,
  { can, fresh }: Terms,
): Promise<Admitted> {
  const { teamId, userId, oneWorkspace } = parties
  if (!oneWorkspace) {
    return { kind: 'refuse', reason: 'slack-person-not-eligible', cause: 'other-workspace' }
  }
  // Here, where Slack is told in time that we are at it, and where a database that is down is a fault like any other.
  await parts.learnTime?.()
  const now = parts.businessNow()
  const [account, visitor] = await Promise.all([
    parts.accounts.find(client, { teamId, userId, fresh }),
    slackVisitor({ em: parts.database.identity(), now }, { teamId, userId }),
  ])
  const eligible = decideSlackPerson(account, teamId)
  if (refused(eligible)) return eligible
  if (visitor.kind === 'refuse') return { ...visitor, account }
  const { member, person, organization } = visitor
  const viewer: Viewer = { zone: person.timeZone, locale: person.locale }
  if (member.access.kind === 'refuse') return { ...member.access, viewer }
  if (!can.some((right) => may(member.role, right))) {
    return { kind: 'refuse', reason: 'not-permitted', viewer }
  }
  const actor: Actor = {
    kind: 'member',
    organizationId: organization.id,
    accountId: organization.accountId,
    memberId: member.id,
    personId: person.id,
    role: member.role,
    channel: 'slack',
  }
  return {
    kind: 'grant',
    visit: {
      em: parts.database.tenant(),
      actor,
      now,
      viewer,
      organization,
      role: member.role,
      links: { users: `${parts.portalUrl}/settings/users` },
    },
  }
}

/** A refusal in words, with the link that mends it where there is one. */
async function refusal(
  parts: Parts,
  { parties }: Arrival,
  refused: Extract<Admitted, { kind: 'refuse' }>,
): Promise<Notice> {
  const { account, viewer, ...refusal } = refused
  if (account === undefined) return refusedNotice(refusal, viewer)
  const kind = refusal.reason === 'workspace-not-bound' ? 'workspace' : 'person'
  const token = await issueSlackTicket(
    { em: parts.database.identity(), wallNow: parts.wallNow(), secret: parts.appSecret },
    {
      kind,
      teamId: parties.teamId,
      teamName: parties.domain ?? parties.teamId,
      userId: parties.userId,
      userName: account.name,
      userEmail: account.email,
    },
  )
  const page = kind === 'workspace' ? 'settings/slack/bind' : 'link-slack'
  return refusedNotice(refusal, viewer, `${parts.portalUrl}/${page}/${token}`)
}
