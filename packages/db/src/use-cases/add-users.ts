import type { RefusalOf } from '@seatkeeper/rules'
import type { UseCaseContext } from '../context.ts'
import { addAll } from './add-all.ts'
import type { AddUserRefusal, AddedUser, NewUser } from './add-user.ts'

/** All or nothing: every row is in, or none is and each faulty row says why. */
export type AddUsersDecision =
  | { readonly kind: 'grant'; readonly users: readonly AddedUser[] }
  | {
      readonly kind: 'refuse-rows'
      /** `row` counts from 0 in the order given. */
      readonly rows: readonly { readonly row: number; readonly refusal: RefusalOf<AddUserRefusal> }[]
    }

/** The same as `addUser` for many at once, in one transaction and one statement however many they are. */
export async function addUsers(
  context: UseCaseContext,
  inputs: readonly NewUser[],
): Promise<AddUsersDecision> {
  return inputs.length === 0 ? { kind: 'grant', users: [] } : addAll(context, inputs)
}
