import type { AppLoadContext } from '@remix-run/node'
import { confirmEmailChange, findEmailChange, stopEmailChange } from '@seatkeeper/db'
import { countReset } from './limits.ts'
import { secretContext } from './visitor.ts'

const tooMany = { kind: 'refuse', reason: 'too-many-requests' } as const

/** What stands behind a link about a change of address. Looking changes nothing: mail scanners open links, too. */
export const changeBehindLink = (context: AppLoadContext, link: 'confirm' | 'stop', token: string) =>
  findEmailChange(secretContext(context), link, token)

/** The new address becomes theirs. It signs nobody in: whoever has come by the mail is not more than its reader. */
export async function confirmEmail(context: AppLoadContext, token: string) {
  if (!(await countReset(context))) return tooMany
  return confirmEmailChange(secretContext(context), token)
}

/** The old address stops the change, or takes it back. */
export async function stopChange(context: AppLoadContext, token: string) {
  if (!(await countReset(context))) return tooMany
  return stopEmailChange(secretContext(context), token)
}
