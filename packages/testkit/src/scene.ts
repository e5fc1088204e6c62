import { type Database, type NewUser, addUser } from '@seatkeeper/db'
import type { Actor } from '@seatkeeper/db/set-up'
import type { Instant } from '@seatkeeper/rules'
import { TEST_NOW, type TestAccount } from './account.ts'

let made = 0

/** A user with no wish but to exist; what a test cares about goes into `wish`. */
export function newUser(wish: Partial<NewUser> = {}): NewUser {
  const n = ++made
  return {
    email: `user${n}@example.com`,
    name: `User ${n}`,
    type: wish.seasonIds ? 'seasonal' : 'full-time',
    seasonIds: [],
    permissionSetId: null,
    ...wish,
  }
}

/** Adds a user as the account's owner and throws when it is refused: for arranging, not for what is under test. */
export async function added(
  database: Database,
  account: Pick<TestAccount, 'owner'>,
  wish: Partial<NewUser> = {},
  now: Instant = TEST_NOW,
): Promise<{ readonly memberId: string; readonly email: string }> {
  const user = newUser(wish)
  const actor: Actor = account.owner
  const decision = await addUser({ em: database.tenant(), actor, now }, user)
  if (decision.kind === 'refuse') throw new Error(`Arranging was refused: ${decision.reason}`)
  return { memberId: decision.memberId, email: user.email }
}
