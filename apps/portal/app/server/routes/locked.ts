import { data } from '@remix-run/node'
import type { Membership } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Viewer } from '@seatkeeper/wording'
import { lockView, type LockView, usersDoor } from '../identity/lock-view.ts'

export { usersDoor }

/** What a thrown answer carries when the account's standing locks: what is wrong, in words, and who mends it. */
export interface LockedOut {
  readonly locked: LockView
}

/** ACC-04: the page of a locked account, for somebody who came to a door that the lock shuts. */
export function lockedOut(membership: Membership, viewer: Viewer, now: Instant) {
  return data<LockedOut>({ locked: lockView(membership, viewer, now) }, { status: 403 })
}
