import type { Instant } from '@seatkeeper/rules'
import { commandNow } from '../clock/vendor-clock.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { lockMoney } from '../use-cases/billing/facts.ts'
import { refreshStanding } from '../use-cases/billing/refresh-standing.ts'
import { asVendor } from '../vendor.ts'
import { findInvoice, type NamedInvoice, type NotFound } from './vendor-invoice.ts'

export type DeadlineSet =
  | { readonly kind: 'set'; readonly account: string }
  | NotFound
  /** Only an unpaid wire has a deadline that staff set; a declined card has its own (D-06). */
  | { readonly kind: 'not-an-open-wire' }

const write = statement<
  never,
  [
    invoiceId: string,
    deadline: string | null,
    organizationId: string,
    accountId: string,
    now: string,
    before: string,
    after: string,
  ]
>(/* sql */ `
with noted as (
  insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
  values ($3::uuid, $4::uuid, $5::timestamptz, 'job', 'vendor', 'command', 'billing.wire-deadline-set', $1::uuid,
    $6::jsonb, $7::jsonb)
)
update invoice_collection set staff_deadline = $2::timestamptz where invoice_id = $1::uuid
`)

/** D-28: until when access is kept while a wire is overdue; null: nothing locks. Never before its terms are over. */
export function setWireDeadline(
  { url, wallNow }: { readonly url: string; readonly wallNow: Instant },
  {
    account,
    number,
    deadline,
  }: { readonly account: string; readonly number: number; readonly deadline: Instant | null },
): Promise<DeadlineSet> {
  return asVendor(url, async (db): Promise<DeadlineSet> => {
    const found = await findInvoice(db, account, number)
    if (found.kind !== 'found') return found
    if (found.state !== 'sent') return { kind: 'not-an-open-wire' }
    await change(db, found, { number, deadline, now: await commandNow(db, wallNow) })
    return { kind: 'set', account: found.account }
  })
}

async function change(
  db: Db,
  { invoiceId, organizationId, accountId, staffDeadline }: NamedInvoice,
  {
    number,
    deadline,
    now,
  }: { readonly number: number; readonly deadline: Instant | null; readonly now: Instant },
): Promise<void> {
  await lockMoney(db, accountId)
  const said = (at: Instant | null) => JSON.stringify({ number, deadline: at && iso(at) })
  await write(
    db,
    invoiceId,
    deadline && iso(deadline),
    organizationId,
    accountId,
    iso(now),
    said(staffDeadline),
    said(deadline),
  )
  await refreshStanding(db, accountId, now)
}
