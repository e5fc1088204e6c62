import { data } from '@remix-run/node'
import type { Membership } from '@seatkeeper/db'
import { standingSentence, type Viewer } from '@seatkeeper/wording'
import { isOpen, standingsOf } from './doors.ts'

/** What a thrown answer carries when the account's standing locks: what is wrong, in words, and who mends it. */
export interface LockedOut {
  readonly locked: {
    /** The one to mend first stands first. Each says what mends it. */
    readonly sentences: readonly string[]
    /** This very person can go to the users and make them fewer (D-22). */
    readonly mayDisableStaff: boolean
  }
}

/** The door through which too many staff are made fewer (D-22). */
export const usersDoor = { can: 'users.manage', area: 'staff-removal' } as const

/** ACC-04: the page of a locked account, for somebody who came to a door that the lock shuts. */
export function lockedOut(membership: Membership, viewer: Viewer) {
  const sentences = standingsOf(membership).map((standing) => standingSentence(standing, viewer))
  const locked = { sentences, mayDisableStaff: isOpen(membership, usersDoor) }
  return data<LockedOut>({ locked }, { status: 403 })
}
