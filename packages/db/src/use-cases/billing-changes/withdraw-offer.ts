import type { RefusalOf } from '@seatkeeper/rules'
import { iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { signatureOf } from '../../tenant-facts.ts'
import { changeAsVendor, type VendorAnswer, type VendorContext } from './vendor-change.ts'

interface Withdrawn {
  readonly id: string
  readonly name: string
  readonly seats: number
}

const withdraw = statement<Withdrawn, [accountId: string, name: string, now: string, by: string]>(/* sql */ `
update season_offer set state = 'withdrawn', decided_at = $3::timestamptz, decided_by = $4::text
where account_id = $1::uuid and lower(name) = lower($2::text) and state = 'offered'
returning id, name, seats
`)

/**
 * BILL-06: the vendor takes back what was offered under a name and is not answered yet, run out or not; a quote of it buys nothing
 * any more. Refused: where nothing of this name is offered; while a purchase is on its way, which may be of it.
 */
export function withdrawOffer(
  context: VendorContext,
  account: string,
  name: string,
): Promise<
  VendorAnswer<{ readonly withdrawn: number }, RefusalOf<'not-found'> | RefusalOf<'purchase-in-progress'>>
> {
  return changeAsVendor(context, account, async ({ db, actor, now, row }) => {
    const { openPurchase } = row
    if (openPurchase !== null) {
      return { kind: 'refuse', reason: 'purchase-in-progress', purchaseId: openPurchase }
    }
    const withdrawn = await withdraw(db, actor.accountId, name.trim(), iso(now), signatureOf(actor).id)
    const [first] = withdrawn
    if (!first) return { kind: 'refuse', reason: 'not-found' }
    return {
      kind: 'done',
      action: 'billing.offer-withdrawn',
      subjectId: first.id,
      before: { offers: withdrawn.map(({ name, seats }) => ({ name, seats })) },
      after: null,
      result: { withdrawn: withdrawn.length },
    }
  })
}
