import type { AppLoadContext } from '@remix-run/node'
import { askForFreshLink, type FreshLinkRefusal } from '@seatkeeper/db'
import { type RefusalOf, refused } from '@seatkeeper/rules'
import { countFreshLink } from './limits.ts'
import { identityContext } from './visitor.ts'

export type FreshLinkAnswer = { readonly kind: 'grant' } | RefusalOf<FreshLinkRefusal | 'too-many-requests'>

/** ACC-02: a fresh link for whoever holds an old one. It goes to the invited address, which is not said here. */
export async function freshLink(
  context: AppLoadContext,
  token: string,
  idempotencyKey: string | undefined,
): Promise<FreshLinkAnswer> {
  if (!(await countFreshLink(context, token))) return { kind: 'refuse', reason: 'too-many-requests' }
  const { database, appSecret } = context.services
  const { em, now } = identityContext(context)
  const answer = await askForFreshLink(
    {
      identity: em,
      tenant: database.tenant(),
      now,
      secret: appSecret,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    },
    token,
  )
  return refused(answer) ? answer : { kind: 'grant' }
}
