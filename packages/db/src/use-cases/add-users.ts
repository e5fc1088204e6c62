import type { RefusalOf } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import type { AddUserRefusal, NewUser } from './add-user.ts'

/** All or nothing: every row is in, or none is and each faulty row says why. */
export type AddUsersDecision =
  | { readonly kind: 'grant'; readonly memberIds: readonly string[] }
  | {
      readonly kind: 'refuse-rows'
      readonly rows: readonly { readonly row: number; readonly refusal: RefusalOf<AddUserRefusal> }[]
    }

export async function addUsers(
  _context: UseCaseContext,
  _inputs: readonly NewUser[],
): Promise<AddUsersDecision> {
  throw new Error('not built yet')
}
