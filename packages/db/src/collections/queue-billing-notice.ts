import { randomUUIDv7 } from 'node:crypto'
import type { BillingNoticeKind, Instant } from '@seatkeeper/rules'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { BILLING_ADDRESSES, BILLING_ORGANIZATION } from './billing-addresses.ts'

export interface NewBillingNotice {
  readonly accountId: string
  readonly kind: BillingNoticeKind
  /** When it fell due. Business clock. */
  readonly at: Instant
  readonly invoiceId?: string
  /** What it is about, by id. */
  readonly about?: readonly string[]
  /** Reminders: of what, and how many days before. */
  readonly reminder?: { readonly event: Instant; readonly daysBefore: number }
}

const insert = statement<
  { readonly mails: number },
  [
    id: string,
    accountId: string,
    kind: string,
    at: string,
    invoiceId: string | null,
    eventAt: string | null,
    daysBefore: number | null,
    about: string | null,
  ]
>(/* sql */ `
with noted as (
  insert into billing_notice (id, account_id, organization_id, kind, invoice_id, at, event_at, days_before, about)
  select $1::uuid, a.id, ${BILLING_ORGANIZATION}, $3::text, $5::uuid, $4::timestamptz, $6::timestamptz, $7::integer,
    $8::jsonb
  from account a where a.id = $2::uuid
  on conflict do nothing
  returning id, account_id, organization_id
), queued as (
  insert into outbox (id, organization_id, account_id, type, payload)
  select case n when 0 then noted.id else uuidv7() end, noted.organization_id, noted.account_id, 'billing-notice',
    jsonb_build_object('noticeId', noted.id, 'address', n)
  from noted join account a on a.id = noted.account_id
  cross join lateral generate_series(0, jsonb_array_length(${BILLING_ADDRESSES}) - 1) as n
  returning id
)
select (select count(*) from queued) as mails from noted
`)

/**
 * MAIL-05: notes that the account is to be told, and puts one mail for each of its invoicing addresses into the outbox; the first
 * has the notice's own id. Once for each kind, invoice, subject and instant: null, it was told already. `mails` 0: nobody has an address.
 */
export async function queueBillingNotice(
  db: Db,
  { accountId, kind, at, invoiceId, reminder, about }: NewBillingNotice,
): Promise<{ readonly id: string; readonly mails: number } | null> {
  const id = randomUUIDv7()
  const [noted] = await insert(
    db,
    id,
    accountId,
    kind,
    iso(at),
    invoiceId ?? null,
    reminder ? iso(reminder.event) : null,
    reminder?.daysBefore ?? null,
    about ? JSON.stringify(about) : null,
  )
  return noted ? { id, mails: Number(noted.mails) } : null
}
