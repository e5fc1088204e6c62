import { addUser, invitationToken, type NewUser } from '@seatkeeper/db'
import type { TestAccount } from '@seatkeeper/testkit'
import type { RunningPortal } from './running-portal.ts'
import type { Answer, Visitor } from './visitor.ts'

export const goodPassword = 'seven brown kettles whistle'

/** Invites somebody as the account's owner does. Returns the member and the path of their sign-up link. */
export async function invite(
  portal: RunningPortal,
  account: TestAccount,
  user: Partial<NewUser> & { readonly email: string },
): Promise<{ readonly memberId: string; readonly link: string }> {
  const context = { em: portal.db.database.tenant(), actor: account.owner, now: portal.clock.business }
  const decision = await addUser(context, {
    name: 'Pat Person',
    type: 'full-time',
    seasonIds: [],
    permissionSetId: null,
    ...user,
  })
  if (decision.kind === 'refuse') throw new Error(`not added: ${decision.reason}`)
  return { memberId: decision.memberId, link: await signUpLink(portal, decision.memberId) }
}

/** The path in the newest invitation mail of a member. */
export async function signUpLink(portal: RunningPortal, memberId: string): Promise<string> {
  const [row] = await portal.db.query<{ id: string; issue: number }>(
    'select id, issue from invitation where member_id = $1',
    [memberId],
  )
  return `/sign-up/${invitationToken(portal.secret, row!.id, row!.issue)}`
}

/** Signs up through a link, as somebody who is new here. */
export function signUp(visitor: Visitor, link: string, fields: Record<string, string> = {}): Promise<Answer> {
  return visitor.fill(link, {
    as: 'new',
    name: 'Pat Person',
    password: goodPassword,
    timeZone: 'America/New_York',
    ...fields,
  })
}

export function signIn(visitor: Visitor, email: string, password = goodPassword, to = '/'): Promise<Answer> {
  return visitor.fill('/sign-in', { email, password, to })
}

/** What is the same on two pages but for what must differ: tokens, nonces, numbers of requests and forms. */
export function essence({ status, text }: Answer, ...own: readonly string[]): string {
  const varying = [
    /nonce="[^"]*"/g,
    /[\w-]{22}\.[\w-]{43}/g,
    /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g,
  ]
  let plain = own.reduce((all, part) => all.replaceAll(part, '…'), text)
  for (const pattern of varying) plain = plain.replace(pattern, '…')
  return `${status} ${plain}`
}
