import type { Instant, Refusal, RefusalOf } from '@seatkeeper/rules'
import type { Actor, UseCaseContext } from '../../context.ts'
import { IdempotencyConflict } from '../../faults.ts'
import { digestOf } from '../../parameters.ts'
import type { Db } from '../../statement.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { type AGAIN, inTenant, untilDecided } from '../../transaction.ts'
import { selectEarlier } from '../add-facts.ts'
import { type BillingRow, billingOf, type ContractRow, lockMoney } from '../billing/facts.ts'
import { recordChange } from '../record-change.ts'

/** What a change of the contract's terms finds: everything that billing knows, and nobody else at the account's money. */
export interface BillingWork {
  readonly db: Db
  readonly actor: Actor
  readonly now: Instant
  readonly row: BillingRow
  readonly contract: ContractRow
}

/** What was done, as the audit log keeps it, and what is answered. */
export interface BillingChange<T extends object> {
  readonly kind: 'done'
  readonly action: `billing.${string}`
  readonly subjectId: string
  readonly before: object | null
  readonly after: object | null
  readonly result: T
}

export type BillingAnswer<T extends object, R> =
  ({ readonly kind: 'grant' } & T) | R | RefusalOf<'not-permitted' | 'account-locked' | 'not-found' | 'busy'>

/**
 * The frame of what a customer changes about their contract without a purchase (BILL-04, BILL-08): `billing.buy` in a
 * transaction of the tenant that holds the lock of the account's money, the first result of the same request given again, and the
 * audit entry with it. Open also while the account is locked.
 */
export async function changeBilling<T extends object, R extends Refusal>(
  context: UseCaseContext,
  request: readonly unknown[],
  work: (facts: BillingWork) => Promise<BillingChange<T> | R>,
): Promise<BillingAnswer<T, R>> {
  const { em, actor, now, idempotencyKey } = context
  const requestHash = digestOf(request)
  type Answer = BillingAnswer<T, R>
  const answer = await untilDecided<Answer>(() =>
    inTenant(em, actor, async (db): Promise<Answer | typeof AGAIN> => {
      await lockMoney(db, actor.accountId)
      const row = await billingOf(db, actor, now)
      const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
      if (refusal) return refusal
      if (idempotencyKey !== undefined) {
        const [place] = await selectEarlier(db, actor.organizationId, idempotencyKey)
        if (place?.earlier) {
          if (place.earlier.requestHash === requestHash.toString('hex')) return place.earlier.result as Answer
          throw new IdempotencyConflict('The key belongs to another request')
        }
      }
      const { contract } = row
      if (contract === null) return { kind: 'refuse', reason: 'not-found' }
      const done = await work({ db, actor, now, row, contract })
      if (done.kind === 'refuse') return done
      const { action, subjectId, before, after } = done
      const result = { kind: 'grant' as const, ...done.result }
      const change = { action, subjectId, before, after, idempotencyKey, requestHash, result }
      await recordChange(db, actor, change, now)
      return result
    }),
  )
  return answer ?? { kind: 'refuse', reason: 'busy' }
}
