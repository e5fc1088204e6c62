import {
  addDays,
  type Day,
  dayAt,
  DEFAULT_CATALOG,
  DEFAULT_NET_DAYS,
  type Instant,
  invoiceFor,
  startOfDay,
} from '@seatkeeper/rules'
import { queueBillingNotice } from '../collections/queue-billing-notice.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'
import { accountFacts, contractFacts, readBilling } from '../use-cases/billing/facts.ts'
import { billToOf, issueInvoice } from '../use-cases/billing/issue-invoice.ts'
import { refreshStanding } from '../use-cases/billing/refresh-standing.ts'

interface DemoCustomer {
  readonly account: string
  readonly address: readonly [
    line1: string,
    city: string,
    region: string | null,
    postalCode: string,
    country: string,
  ]
  readonly email: string
  readonly taxId?: string
  readonly purchaseOrder?: string
  /** As the sandbox's stand-in for the processor knows it from the start (`apps/sandbox/src/stripe/demo-customers.ts`). */
  readonly card?: {
    readonly key: string
    readonly brand: string
    readonly lastFour: string
    readonly expires: 'later' | 'next-month'
  }
  readonly invoice: 'paid' | 'declined' | 'sent'
}

const CUSTOMERS: readonly DemoCustomer[] = [
  {
    account: 'Larkspur Outfitters',
    address: ['350 Fifth Avenue', 'New York', 'NY', '10118', 'US'],
    email: 'accounts@larkspur.example',
    purchaseOrder: 'LO-2207',
    card: { key: 'larkspur', brand: 'visa', lastFour: '4242', expires: 'later' },
    invoice: 'paid',
  },
  {
    account: 'Blue Harbor Care',
    address: ['18 Quay Street', 'Bristol', null, 'BS1 4TZ', 'GB'],
    email: 'finance@blueharbor.example',
    taxId: 'GB999999973',
    card: { key: 'blue-harbor', brand: 'mastercard', lastFour: '4444', expires: 'next-month' },
    invoice: 'paid',
  },
  {
    account: 'Copperline Retail',
    address: ['900 Congress Avenue', 'Austin', 'TX', '78701', 'US'],
    email: 'ap@copperline.example',
    card: { key: 'copperline', brand: 'visa', lastFour: '0341', expires: 'later' },
    invoice: 'declined',
  },
  {
    account: 'Fernhill Bank',
    address: ['Taunusanlage 12', 'Frankfurt', null, '60325', 'DE'],
    email: 'rechnungen@fernhill.example',
    taxId: 'DE123456789',
    invoice: 'sent',
  },
  {
    account: 'Old Mill Helpdesk',
    address: ['2 Mill Lane', 'Portland', 'OR', '97204', 'US'],
    email: 'office@oldmill.example',
    card: { key: 'old-mill', brand: 'visa', lastFour: '4242', expires: 'later' },
    invoice: 'paid',
  },
]

const find = statement<
  { readonly id: string; readonly organizationId: string; readonly startsOn: Day },
  [name: string]
>(/* sql */ `
select a.id, c.starts_on as "startsOn",
  (select o.id from organization o where o.account_id = a.id order by o.id limit 1) as "organizationId"
from account a join contract c on c.account_id = a.id where a.name = $1::text
`)

const insertProfile = statement<never, [accountId: string, profile: string]>(/* sql */ `
insert into billing_profile (account_id, company, line1, city, region, postal_code, country, tax_id, purchase_order,
  email, further_emails, updated_at)
select $1::uuid, g.company, g.line1, g.city, g.region, g.postal_code, g.country, g.tax_id, g.purchase_order, g.email,
  '[]', g.updated_at
from jsonb_to_record($2::jsonb) as g(company text, line1 text, city text, region text, postal_code text, country text,
  tax_id text, purchase_order text, email text, updated_at timestamptz)
`)

const insertCard = statement<
  never,
  [
    accountId: string,
    key: string,
    brand: string,
    lastFour: string,
    month: number,
    year: number,
    since: string,
  ]
>(/* sql */ `
insert into payment_account values ($1::uuid, 'cus_demo_' || $2::text, 'pm_demo_' || $2::text, $3::text, $4::text,
  $5::integer, $6::integer, $7::timestamptz)
`)

const insertItems = statement<never, [accountId: string, items: string]>(/* sql */ `
insert into contract_item (contract_id, account_id, item, unit_price)
select c.id, c.account_id, g.item, g.unit_price
from contract c, jsonb_to_recordset($2::jsonb) as g(item text, unit_price bigint) where c.account_id = $1::uuid
`)

/** Addresses, cards, agreed prices and the invoice of the running period for the demo's accounts (BILL-06). */
export async function settleDemoBilling(db: Db, now: Instant): Promise<void> {
  for (const customer of CUSTOMERS) await settle(db, customer, now)
}

async function settle(db: Db, customer: DemoCustomer, now: Instant): Promise<void> {
  const [account] = await find(db, customer.account)
  const { id, organizationId, startsOn } = account!
  const { card, invoice: state } = customer
  const at = startOfDay(startsOn)
  const [line1, city, region, postalCode, country] = customer.address
  const profile = {
    company: customer.account,
    line1,
    city,
    region,
    postal_code: postalCode,
    country,
    tax_id: customer.taxId ?? null,
    purchase_order: customer.purchaseOrder ?? null,
    email: customer.email,
    updated_at: new Date(at).toISOString(),
  }
  await insertProfile(db, id, JSON.stringify(profile))
  if (card) {
    const { month, year } = expiryOf(card.expires, now)
    await insertCard(db, id, card.key, card.brand, card.lastFour, month, year, new Date(at).toISOString())
  }

  const place = { accountId: id, organizationId, memberId: null }
  const listed = contractFacts((await readBilling(db, place, now)).contract!)
  const items = listed.items.map(({ id: item, unitPrice }) => ({ item, unit_price: unitPrice }))
  await insertItems(db, id, JSON.stringify(items))

  const row = await readBilling(db, place, now)
  const contract = contractFacts(row.contract!)
  const facts = { contract, account: accountFacts(row), minimumCharge: DEFAULT_CATALOG.minimumCharge }
  const invoice = invoiceFor(facts, dayAt(now))
  if (invoice.kind === 'refuse') throw new Error(`The demo's invoice is refused: ${invoice.reason}`)
  const { invoiceId } = await issueInvoice(db, {
    accountId: id,
    contractId: row.contract!.id,
    currency: contract.currency,
    settlement: invoice,
    billTo: billToOf(row),
    at,
    purchaseId: null,
    period: invoice.period,
    paid: state === 'paid',
    held: false,
    ...(contract.payment === 'wire' && { dueOn: addDays(dayAt(at), DEFAULT_NET_DAYS) }),
  })
  const collection = { invoiceId, accountId: id, organizationId }
  if (state === 'declined') await decline(db, collection, now)
  else
    await insertCollection(
      db,
      invoiceId,
      id,
      organizationId,
      contract.payment,
      state,
      iso(at),
      DEFAULT_NET_DAYS,
    )
  await refreshStanding(db, id, now)
}

const insertCollection = statement<
  never,
  [
    invoiceId: string,
    accountId: string,
    organizationId: string,
    method: string,
    state: string,
    at: string,
    netDays: number,
  ]
>(/* sql */ `
insert into invoice_collection (invoice_id, account_id, organization_id, method, state, paid_at, net_days)
values ($1::uuid, $2::uuid, $3::uuid, $4::text, $5::text, case when $5::text = 'paid' then $6::timestamptz end,
  case when $4::text = 'wire' then $7::integer end)
`)

/** As the worker leaves it, at this moment; the notice goes out, and the next of the daily tries is due, as soon as there is a worker. */
const insertDeclined = statement<
  never,
  [invoiceId: string, accountId: string, organizationId: string, now: string, noticeId: string]
>(/* sql */ `
insert into invoice_collection (invoice_id, account_id, organization_id, method, state, decline_cause, declined_at,
  notice_id, notice_committed_at, attempts, next_try_at)
values ($1::uuid, $2::uuid, $3::uuid, 'card', 'declined', 'declined', $4::timestamptz,
  $5::uuid, $4::timestamptz, 1, $4::timestamptz)
`)

async function decline(
  db: Db,
  { invoiceId, accountId, organizationId }: { invoiceId: string; accountId: string; organizationId: string },
  now: Instant,
): Promise<void> {
  const notice = await queueBillingNotice(db, { accountId, kind: 'card-declined', at: now, invoiceId })
  await insertDeclined(db, invoiceId, accountId, organizationId, iso(now), notice!.id)
}

/** The last day of a card's month is its last. */
function expiryOf(
  expires: 'later' | 'next-month',
  now: Instant,
): { readonly month: number; readonly year: number } {
  const [year, month] = dayAt(now).split('-').map(Number) as [number, number]
  if (expires === 'later') return { month, year: year + 3 }
  return month === 12 ? { month: 1, year: year + 1 } : { month: month + 1, year }
}
