import { type Decision, normalizeEmail } from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { iso } from '../../parameters.ts'
import { statement } from '../../statement.ts'
import { actingRole, signatureOf, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { billingOf, type ProfileRow } from './facts.ts'

const save = statement<
  never,
  [
    accountId: string,
    profile: string,
    now: string,
    organizationId: string,
    kind: string,
    id: string,
    channel: string,
    before: string | null,
  ]
>(/* sql */ `
with given as (
  select * from jsonb_to_record($2::jsonb) as g(company text, line1 text, line2 text, city text, region text,
    "postalCode" text, country text, "taxId" text, "purchaseOrder" text, email text, "furtherEmails" jsonb,
    "cardReminders" boolean)
), noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  values ($4::uuid, $1::uuid, $3::timestamptz, $5::text, $6::text, $7::text, 'billing.details-saved', $1::uuid,
    $8::jsonb, $2::jsonb)
)
insert into billing_profile (account_id, company, line1, line2, city, region, postal_code, country, tax_id,
  purchase_order, email, further_emails, card_reminders, updated_at)
select $1::uuid, company, line1, line2, city, region, "postalCode", country, "taxId", "purchaseOrder", email,
  "furtherEmails", coalesce("cardReminders", true), $3::timestamptz from given
on conflict (account_id) do update set company = excluded.company, line1 = excluded.line1, line2 = excluded.line2,
  city = excluded.city, region = excluded.region, postal_code = excluded.postal_code, country = excluded.country,
  tax_id = excluded.tax_id, purchase_order = excluded.purchase_order, email = excluded.email,
  further_emails = excluded.further_emails,
  card_reminders = coalesce((select "cardReminders" from given), billing_profile.card_reminders), updated_at = excluded.updated_at
`)

/** PAY-02: who is invoiced and where invoices go. Needs `billing.buy`. Refused: an address that is no e-mail. */
export async function saveBillingProfile(
  context: QueryContext,
  profile: ProfileRow,
): Promise<Decision<object, 'not-permitted' | 'account-locked' | 'invalid-email'>> {
  const { em, actor, now } = context
  for (const address of [profile.email, ...profile.furtherEmails]) {
    if (normalizeEmail(address).kind === 'refuse') return { kind: 'refuse', reason: 'invalid-email' }
  }
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), 'billing.buy', row.account, 'billing', now)
    if (refusal) return refusal
    const by = signatureOf(actor)
    const before = row.profile && JSON.stringify(row.profile)
    await save(
      db,
      actor.accountId,
      JSON.stringify(profile),
      iso(now),
      actor.organizationId,
      by.kind,
      by.id,
      by.channel,
      before,
    )
    return { kind: 'grant' }
  })
}
