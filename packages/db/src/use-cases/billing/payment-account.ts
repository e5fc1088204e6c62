import type { Decision, Instant } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import type { Em } from '../../orm.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { actingRole, signatureOf, whyNot } from '../../tenant-facts.ts'
import { inTenant, inTransaction } from '../../transaction.ts'
import { hurryCollections } from '../../collections/claim-collections.ts'
import { billingOf, type ProfileRow } from './facts.ts'
import { refreshStanding } from './refresh-standing.ts'

/** What the processor is told of a customer, and which one there it is. */
export interface CustomerFacts {
  readonly accountId: string
  readonly name: string
  readonly customerId: string | null
  readonly profile: ProfileRow | null
}

type Refused = 'not-permitted' | 'account-locked'

/** Whoever may buy may enter a card, also while the account is locked (D-20). */
export async function customerFacts(
  context: QueryContext,
): Promise<Decision<{ readonly customer: CustomerFacts }, Refused>> {
  const { em, actor, now } = context
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const { name, profile, card } = row
    return {
      kind: 'grant',
      customer: {
        accountId: actor.accountId,
        name: profile?.company ?? name,
        customerId: card?.customerId ?? null,
        profile,
      },
    }
  })
}

const keep = statement<
  { readonly customerId: string },
  [accountId: string, customerId: string, gone: string | null]
>(/* sql */ `
insert into payment_account (account_id, customer_id) values ($1::uuid, $2::text)
on conflict (account_id) do update set customer_id =
  case when payment_account.customer_id = $3::text then excluded.customer_id else payment_account.customer_id end
returning customer_id as "customerId"
`)

/**
 * The customer that was opened at the processor; where another request was quicker, its customer stays and is given.
 *
 * @param gone One that was deleted at the processor: the new one takes its place.
 */
export async function keepCustomer(
  { em, actor }: QueryContext,
  customerId: string,
  gone: string | null = null,
): Promise<string> {
  return inTenant(em, actor, async (db) => (await keep(db, actor.accountId, customerId, gone))[0]!.customerId)
}

export interface EnteredCard {
  readonly customerId: string
  readonly paymentMethodId: string
  readonly brand: string
  readonly lastFour: string
  readonly expiryMonth: number
  readonly expiryYear: number
}

const adopt = statement<
  { readonly accountId: string },
  [
    customerId: string,
    paymentMethodId: string,
    brand: string,
    lastFour: string,
    month: number,
    year: number,
    now: string,
    actorKind: string,
    actorId: string,
    channel: string,
  ]
>(/* sql */ `
with old as (
  select account_id, card_brand, card_last_four from payment_account where customer_id = $1::text
), adopted as (
  update payment_account k set payment_method_id = $2::text, card_brand = $3::text, card_last_four = $4::text,
    card_expiry_month = $5::integer, card_expiry_year = $6::integer, card_since = $7::timestamptz
  where customer_id = $1::text and payment_method_id is distinct from $2::text
  returning account_id
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  select (select o.id from organization o where o.account_id = a.account_id order by o.created_at, o.id limit 1),
    a.account_id, $7::timestamptz, $8::text, $9::text, $10::text, 'billing.card-entered', a.account_id,
    (select jsonb_build_object('brand', card_brand, 'lastFour', card_last_four) from old where card_brand is not null),
    jsonb_build_object('brand', $3::text, 'lastFour', $4::text)
  from adopted a
)
select account_id as "accountId" from adopted
`)

/** PAY-01: the card that later charges are made to; by the buyer who comes back with it. Nothing changes for the same card. */
export async function adoptCard(context: QueryContext, card: EnteredCard): Promise<void> {
  const { em, actor, now } = context
  const by = signatureOf(actor)
  await inTenant(em, actor, (db) => writeCard(db, card, now, by))
}

/** The same where the processor tells of it: the buyer may never have come back. `em` comes from `database.worker()`. */
export async function adoptCardFromProcessor(em: Em, card: EnteredCard, now: Instant): Promise<void> {
  await inTransaction(em, (db) => writeCard(db, card, now, { kind: 'job', id: 'payments', channel: 'job' }))
}

async function writeCard(
  db: Db,
  { customerId, paymentMethodId, brand, lastFour, expiryMonth, expiryYear }: EnteredCard,
  now: Instant,
  by: { readonly kind: string; readonly id: string; readonly channel: string },
): Promise<void> {
  const [adopted] = await adopt(
    db,
    customerId,
    paymentMethodId,
    brand,
    lastFour,
    expiryMonth,
    expiryYear,
    iso(now),
    by.kind,
    by.id,
    by.channel,
  )
  if (!adopted) return
  // PAY-03, ACC-05: what is open is paid with it at once, the oldest first.
  await hurryCollections(db, adopted.accountId, now)
  await refreshStanding(db, adopted.accountId, now)
}
