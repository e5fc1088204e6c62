import type { Day, Decision, Instant, QuoteSubject, RefusalOf } from '@seatkeeper/rules'
import type { QueryContext, UseCaseContext } from '../../context.ts'
import { isUuid, iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { actingRole, signatureOf, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf } from '../billing/facts.ts'
import { type BillingAnswer, changeBilling } from './change-billing.ts'

/** An offer of the vendor's: a season outside the contract at a price (BILL-06). */
export interface SeasonOfferRow {
  readonly id: string
  readonly name: string
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
  /** A seat's, for a month or part of one. */
  readonly unitPrice: number
  readonly expiresAt: Instant
  readonly state: 'offered' | 'accepted' | 'declined' | 'withdrawn'
}

export type OfferRefusal = 'not-found' | 'quote-expired' | 'changed-meanwhile'

const one = statement<SeasonOfferRow, [id: string]>(/* sql */ `
select id, name, first_day as "firstDay", last_day as "lastDay", seats, unit_price as "unitPrice",
  expires_at as "expiresAt", state
from season_offer where id = $1::uuid
`)

/** Why an offer cannot be accepted (any more); null: it can, or the quote is about something else. */
export async function whyNoOffer(
  db: Db,
  subject: QuoteSubject | undefined,
  now: Instant,
): Promise<RefusalOf<OfferRefusal> | null> {
  if (subject?.kind !== 'ad-hoc-season') return null
  const [offer] = await one(db, subject.season.id)
  if (!offer) return { kind: 'refuse', reason: 'not-found' }
  if (offer.state !== 'offered') return { kind: 'refuse', reason: 'changed-meanwhile' }
  return now < offer.expiresAt
    ? null
    : { kind: 'refuse', reason: 'quote-expired', expiredAt: offer.expiresAt }
}

/** BILL-06: an offer, and what a quote of it is about. Needs `billing.read`. */
export async function seasonOffer(
  { em, actor, now }: QueryContext,
  offerId: string,
): Promise<
  Decision<
    { readonly offer: SeasonOfferRow; readonly subject: QuoteSubject },
    'not-permitted' | 'account-locked' | 'not-found'
  >
> {
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.read', row.account, 'billing', now)
    if (refusal) return refusal
    const [offer] = isUuid(offerId) ? await one(db, offerId) : []
    if (!offer) return { kind: 'refuse', reason: 'not-found' }
    const { id, name, firstDay, lastDay, seats, unitPrice } = offer
    const season = { id, name, source: 'ad-hoc', firstDay, lastDay, seats, unitPrice } as const
    return { kind: 'grant', offer, subject: { kind: 'ad-hoc-season', season } }
  })
}

const decline = statement<{ readonly id: string }, [id: string, now: string, by: string]>(/* sql */ `
update season_offer set state = 'declined', decided_at = $2::timestamptz, decided_by = $3::text
where id = $1::uuid and state = 'offered' returning id
`)

/** BILL-06: the customer does not want it. Needs `billing.buy`. Refused: what is not offered to this account (any more). */
export function declineOffer(
  context: UseCaseContext,
  offerId: string,
): Promise<BillingAnswer<object, RefusalOf<'not-found'>>> {
  return changeBilling<object, RefusalOf<'not-found'>>(
    context,
    ['decline-offer', offerId],
    async ({ db, actor, now, row }) => {
      // A purchase of it may be on its way.
      if (!isUuid(offerId) || row.openPurchase !== null) return { kind: 'refuse', reason: 'not-found' }
      const [declined] = await decline(db, offerId, iso(now), signatureOf(actor).id)
      if (!declined) return { kind: 'refuse', reason: 'not-found' }
      return {
        kind: 'done',
        action: 'billing.offer-declined',
        subjectId: offerId,
        before: null,
        after: null,
        result: {},
      }
    },
  )
}
