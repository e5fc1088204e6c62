import type { Instant } from '@seatkeeper/rules'
import { type Db, statement } from '../statement.ts'
import { queueBillingNotice } from './queue-billing-notice.ts'

/** SQL: what account `a` was told last of being locked or open. A lock is told of once, until the account was open again. */
export const TOLD_OF_LOCK = /* sql */ `(
  select n.kind from billing_notice n where n.account_id = a.id
    and n.kind in ('account-deactivated', 'card-required', 'account-reactivated')
  order by n.at desc, n.id desc limit 1)`

/** The columns of an account from which its locks follow. */
export interface LockColumns {
  readonly graceDeadline: Instant | null
  readonly cardMissingFrom: Instant | null
  readonly accessEndsAt: Instant | null
}

export interface LockNotice {
  readonly kind: 'account-deactivated' | 'card-required'
  readonly at: Instant
}

/** The lock in which an account is at an instant, as its notice says it; null: it is open. */
export function lockNotice(columns: LockColumns, now: Instant): LockNotice | null {
  const begun = (at: Instant | null): at is Instant => at !== null && at <= now
  const { graceDeadline, cardMissingFrom, accessEndsAt } = columns
  const deadline = [graceDeadline, accessEndsAt].filter(begun).sort((a, b) => a - b)[0]
  if (begun(cardMissingFrom) && (deadline === undefined || cardMissingFrom < deadline))
    return { kind: 'card-required', at: cardMissingFrom }
  return deadline === undefined ? null : { kind: 'account-deactivated', at: deadline }
}

const told = statement<{ readonly told: string | null }, [accountId: string]>(/* sql */ `
select ${TOLD_OF_LOCK} as told from account a where a.id = $1::uuid
`)

/**
 * MAIL-04: a lock that lifts before anybody was told of it, since no worker ran meanwhile. It goes on record here, for the columns will
 * not say it any more: what tells of the lock is skipped when it is delivered, and the worker says that the account is open again.
 */
export async function noteUntoldLock(
  db: Db,
  accountId: string,
  { before, after }: { readonly before: LockColumns; readonly after: LockColumns },
  now: Instant,
): Promise<void> {
  const lock = lockNotice(before, now)
  if (lock === null || lockNotice(after, now) !== null) return
  const [last] = await told(db, accountId)
  if (last!.told !== null && last!.told !== 'account-reactivated') return
  await queueBillingNotice(db, { accountId, ...lock })
}
