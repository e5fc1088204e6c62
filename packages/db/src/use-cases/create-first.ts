import type { Decision, Instant } from '@seatkeeper/rules'

export interface FirstAccount {
  readonly staff: { readonly email: string; readonly name: string; readonly passwordHash: string }
  readonly account: {
    readonly name: string
    readonly fullTimeSeats: number
    readonly collaboratorSeats: number
  }
  readonly organization: { readonly name: string }
  readonly owner: { readonly email: string; readonly name: string }
}

/**
 * REQ-08: the first vendor staff member, account, organization, contract (one year from today) and owner with an
 * invitation. `exists`: there is a staff member already, nothing was written.
 */
export async function createFirst(
  _context: { readonly url: string; readonly now: Instant; readonly secret: string },
  _input: FirstAccount,
): Promise<
  | Decision<{ readonly ownerMemberId: string; readonly signUpToken: string }, 'invalid-email'>
  | { readonly kind: 'exists' }
> {
  throw new Error('not built yet')
}
