import type { Instant, Refusal, RefusalOf } from '@seatkeeper/rules'
import { digestOf } from '../../parameters.ts'
import { asVendor } from '../../vendor.ts'
import { billingOf, lockMoney } from '../billing/facts.ts'
import { recordChange } from '../record-change.ts'
import type { BillingChange, BillingWork } from './change-billing.ts'
import { findAccount, type FoundAccount } from './vendor-account.ts'

/** Where and when a command of the vendor's works. `now` is the business clock. */
export interface VendorContext {
  readonly url: string
  readonly now: Instant
}

export type VendorAnswer<T extends object, R> =
  | ({ readonly kind: 'grant'; readonly account: string } & T)
  | R
  | RefusalOf<'not-found'>
  | Exclude<FoundAccount, { kind: 'found' }>

/** The frame of what the vendor changes about an account's contract: under the same lock and with an audit entry, too. */
export async function changeAsVendor<T extends object, R extends Refusal>(
  { url, now }: VendorContext,
  account: string,
  work: (facts: BillingWork) => Promise<BillingChange<T> | R>,
): Promise<VendorAnswer<T, R>> {
  return asVendor(url, async (db): Promise<VendorAnswer<T, R>> => {
    const found = await findAccount(db, account)
    if (found.kind !== 'found') return found
    const { actor, name } = found
    await lockMoney(db, actor.accountId)
    const row = await billingOf(db, actor, now)
    if (row.contract === null) return { kind: 'refuse', reason: 'not-found' }
    const done = await work({ db, actor, now, row, contract: row.contract })
    if (done.kind === 'refuse') return done
    const { action, subjectId, before, after, result } = done
    const requestHash = digestOf([action, subjectId])
    const change = { action, subjectId, before, after, idempotencyKey: undefined, requestHash, result }
    await recordChange(db, actor, change, now)
    return { kind: 'grant', account: name, ...result }
  })
}
