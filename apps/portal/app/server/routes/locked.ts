import { data } from '@remix-run/node'
import type { Membership } from '@seatkeeper/db'
import { owedHere } from '../billing/owed-here.ts'
import { lockView, type LockView, usersDoor } from '../identity/lock-view.ts'
import type { SignedInPage } from './signed-in.ts'

export { usersDoor }

/** What a thrown answer carries when the account's standing locks: what is wrong, in words, and who mends it. */
export interface LockedOut {
  readonly locked: LockView
}

/** ACC-04: the page of a locked account, for somebody who came to a door that the lock shuts. */
export async function lockedOut({ visit, viewer, now, context }: SignedInPage, membership: Membership) {
  const owed = await owedHere(context, membership, { personId: visit.session.person.id, viewer, now })
  return data<LockedOut>({ locked: lockView(membership, viewer, now, owed) }, { status: 403 })
}
