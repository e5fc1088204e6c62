import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Decision, Instant } from '@seatkeeper/rules'
import type { IdentityContext } from '../context.ts'
import { iso, isUuid } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** How long a link that the bot sends is good for. */
const TICKET_MINUTES = 30

/** What the bot knows of whom it sends the link to. */
export interface SlackTicketHolder {
  /** `workspace`: to claim it for an organization. `person`: to link the account to a member. */
  readonly kind: 'workspace' | 'person'
  readonly teamId: string
  readonly teamName: string
  readonly userId: string
  readonly userName: string
  readonly userEmail: string | null
}

export interface SlackTicket extends SlackTicketHolder {
  readonly id: string
  /** Whose workspace it is already. */
  readonly organization: { readonly id: string; readonly name: string } | null
}

export type SlackTicketRefusal = 'not-found' | 'link-used' | 'link-expired'

type TicketContext = Pick<IdentityContext, 'em' | 'wallNow'> & { readonly secret: string }

/**
 * The token of a link that lets a workspace or a person in (SLK-07). Asked again soon, it gives the same link, so that nobody
 * fills the database by typing.
 */
export async function issueSlackTicket(
  { em, wallNow, secret }: TicketContext,
  holder: SlackTicketHolder,
): Promise<string> {
  const { kind, teamId, teamName, userId, userName, userEmail } = holder
  const minutes = (n: number) => iso((wallNow + n * 60_000) as Instant)
  const [row] = await issue(
    em.getKysely() as Db,
    kind,
    teamId,
    teamName,
    userId,
    userName,
    userEmail,
    iso(wallNow),
    minutes(TICKET_MINUTES),
    minutes(TICKET_MINUTES / 2),
  )
  if (!row) throw new Error('No ticket came back')
  return `${row.id}.${signature(secret, row.id).toString('base64url')}`
}

/** What is behind a link, for the page that asks whether to go on. Changes nothing: previews open links (D-33). */
export async function findSlackTicket(
  { em, wallNow, secret }: TicketContext,
  token: string,
): Promise<Decision<{ readonly ticket: SlackTicket }, SlackTicketRefusal>> {
  return readTicket(em.getKysely() as Db, { token, secret, wallNow })
}

/**
 * The same inside a transaction that is about to use it up: with `lock`, of two at once the second waits and finds it
 * used.
 */
export async function readTicket(
  db: Db,
  request: {
    readonly token: string
    readonly secret: string
    readonly wallNow: Instant
    readonly lock?: boolean
  },
): Promise<Decision<{ readonly ticket: SlackTicket }, SlackTicketRefusal>> {
  const { token, secret, wallNow, lock = false } = request
  const id = signedId(secret, token)
  const [row] = id === null ? [] : await (lock ? findLocked : find)(db, id)
  if (!row) return { kind: 'refuse', reason: 'not-found' }
  const { usedAt, expiresAt, ...ticket } = row
  if (usedAt !== null) return { kind: 'refuse', reason: 'link-used' }
  if (expiresAt <= wallNow) return { kind: 'refuse', reason: 'link-expired' }
  return { kind: 'grant', ticket }
}

export const useTicket = statement<never, [id: string, wallNow: string]>(/* sql */ `
update slack_ticket set used_at = $2::timestamptz where id = $1::uuid
`)

/** The ticket's identity, if we signed this very token. */
function signedId(secret: string, token: string): string | null {
  const [id = '', given = ''] = token.split('.', 2)
  if (!isUuid(id)) return null
  const right = signature(secret, id)
  const bytes = Buffer.from(given, 'base64url')
  return bytes.length === right.length && timingSafeEqual(bytes, right) ? id : null
}

function signature(secret: string, id: string): Buffer {
  return createHmac('sha256', secret).update(`slack-ticket:${id}`).digest()
}

const issue = statement<
  { readonly id: string },
  [
    kind: string,
    teamId: string,
    teamName: string,
    userId: string,
    userName: string,
    userEmail: string | null,
    wallNow: string,
    expiresAt: string,
    freshUntil: string,
  ]
>(/* sql */ `
with live as (
  select id from slack_ticket
  where kind = $1::text and team_id = $2::text and slack_user_id = $4::text
    and slack_name = $5::text and slack_email is not distinct from $6::text
    and used_at is null and expires_at > $9::timestamptz
  order by expires_at desc limit 1
), made as (
  insert into slack_ticket
    (kind, team_id, team_name, slack_user_id, slack_name, slack_email, created_at, expires_at)
  select $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::timestamptz, $8::timestamptz
  where not exists (select from live)
  returning id
)
select id from live union all select id from made
`)

const TICKET = /* sql */ `
select t.id, t.kind, t.team_id as "teamId", t.team_name as "teamName", t.slack_user_id as "userId",
  t.slack_name as "userName", t.slack_email as "userEmail", t.used_at as "usedAt", t.expires_at as "expiresAt",
  case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as organization
from slack_ticket t
left join slack_workspace w on w.team_id = t.team_id
left join organization o on o.id = w.organization_id
where t.id = $1::uuid
`

type TicketRow = SlackTicket & { readonly usedAt: Instant | null; readonly expiresAt: Instant }

const find = statement<TicketRow, [id: string]>(TICKET)
const findLocked = statement<TicketRow, [id: string]>(`${TICKET} for update of t`)
