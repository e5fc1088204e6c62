import {
  type BillingAccount,
  billingRole,
  type Catalog,
  type ContractFacts,
  type ContractItem,
  type ContractSeason,
  coverOf,
  creditedOf,
  cycleOf,
  type Currency,
  type Day,
  DEFAULT_CATALOG,
  DEFAULT_TAX_TABLE,
  dayAt,
  type DocumentLine,
  type Instant,
  type IssuedLine,
  listPrice,
  planOf,
  type QuoteFacts,
  type Role,
  type ScheduledChange,
  seasonPrice,
  standingLines,
  type Tax,
  taxesByTable,
} from '@seatkeeper/rules'
import type { Actor } from '../../context.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { BILLED_UNTIL } from '../billing-runs/terms.ts'
import { ACCOUNT_FACTS, type AccountRow, actingMember, epochMs } from '../../tenant-facts.ts'

/** A contract as it stands in the database, and what was issued for its running periods. */
export interface ContractRow {
  readonly id: string
  readonly plan: string
  readonly policy: 'standard' | 'classic'
  readonly interval: 'monthly' | 'quarterly' | 'annual'
  readonly payment: 'card' | 'wire'
  readonly currency: Currency
  readonly selfService: boolean
  readonly startsOn: Day
  readonly endsOn: Day
  /** Null: the first day's (CAL-04). */
  readonly anchorDay: number | null
  /** Null: as many as this term has (D-39). */
  readonly renewalMonths: number | null
  readonly netDays: number | null
  /** BILL-08: it ends with its term. */
  readonly cancelled: boolean
  /** Until when its periods have been invoiced; null: none of them. */
  readonly billedUntil: Day | null
  /** It follows another term of the same contract. */
  readonly renewal: boolean
  /** D-02: what the account may do that its policy leaves to the vendor; null: as the policy says. */
  readonly reductions: 'request' | 'self-scheduled' | null
  /** BILL-04: what waits for its day, in the order in which it takes effect. */
  readonly scheduled: readonly ScheduledChange[]
  readonly pools: readonly {
    readonly id: string
    readonly kind: 'full-time' | 'collaborator' | 'staff'
    readonly mode: 'counted' | 'tied' | 'unlimited'
    readonly tiedPer: number | null
    readonly seats: number
    readonly inUse: number
  }[]
  readonly items: readonly {
    readonly item: string
    readonly unitPrice: number
    readonly quantity: number | null
  }[]
  readonly seasons: readonly {
    readonly id: string
    readonly name: string
    readonly adHoc: boolean
    readonly firstDay: Day
    readonly lastDay: Day
    readonly unitPrice: number | null
    readonly billedOn: Day | null
    readonly seats: number
    /** Of them in somebody's hands, held ones included. */
    readonly assigned: number
  }[]
  /** Without what was taken back. */
  readonly issued: readonly IssuedLine[]
}

export interface ProfileRow {
  readonly company: string
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly region: string | null
  readonly postalCode: string
  readonly country: string
  readonly taxId: string | null
  readonly purchaseOrder: string | null
  readonly email: string
  readonly furtherEmails: readonly string[]
  /** MAIL-05: reminders before a charge without a card that will do; left out: as it was. */
  readonly cardReminders?: boolean
}

export interface CardRow {
  readonly customerId: string
  readonly paymentMethodId: string | null
  readonly brand: string | null
  readonly lastFour: string | null
  readonly expiryMonth: number | null
  readonly expiryYear: number | null
}

export interface BillingRow {
  readonly name: string
  /** As what the acting member acts where it is about money (CLS-07); null: as nobody. */
  readonly role: Role | null
  readonly account: AccountRow
  readonly contract: ContractRow | null
  readonly credits: readonly {
    readonly id: string
    readonly grantedAt: Instant
    readonly remaining: number
  }[]
  readonly carried: number
  readonly profile: ProfileRow | null
  readonly card: CardRow | null
  readonly openPurchase: string | null
}

/** SQL: a line `l` of the document `i` as `standingLines` takes it. */
export const DOCUMENT_LINE = /* sql */ `jsonb_build_object('documentId', i.id, 'kind', i.kind, 'voids', i.voids,
  'voided', i.voided_at is not null, 'issuedAt', ${epochMs('i.issued_at')}, 'paidAt', ${epochMs('i.paid_at')}, 'line', l.line)`

/** SQL: all seats of a pool, each part by its own index: the planner would read everybody's to count one account's. */
const seatsOf = (pool: string): string => `(
  select holder_id, held_until, valid_from, retires_on from seat where pool_id = ${pool} and holder_id is not null
  union all
  select holder_id, held_until, valid_from, retires_on from seat
  where pool_id = ${pool} and holder_id is null and retires_on is null
  union all
  select holder_id, held_until, valid_from, retires_on from seat
  where pool_id = ${pool} and holder_id is null and retires_on is not null)`

/** The contract of today; where there is none, the one that ended last or begins next, so that a refusal can name its days. */
const select = statement<
  Omit<BillingRow, 'contract'> & {
    readonly billingContact: boolean
    readonly contract: (Omit<ContractRow, 'issued'> & { readonly issued: readonly DocumentLine[] }) | null
  },
  [
    accountId: string,
    organizationId: string,
    memberId: string | null,
    now: string,
    today: string,
    contractId: string | null,
  ]
>(/* sql */ `
select a.name, ${ACCOUNT_FACTS} as account,
  coalesce(a.billing_email = (select m.email_key from member m where m.id = $3::uuid),
    (select m.role = 'owner' from member m where m.id = $3::uuid), false) as "billingContact",
  (select m.role from member m where m.id = $3::uuid and m.organization_id = $2::uuid
    and m.removed_at is null and m.deactivated_at is null) as role,
  (select jsonb_build_object(
    'id', c.id, 'plan', c.plan, 'policy', c.policy, 'interval', c.billing_interval, 'payment', c.payment,
    'currency', c.currency, 'selfService', c.self_service, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
    'anchorDay', c.anchor_day, 'renewalMonths', c.renewal_months, 'netDays', c.net_days,
    'cancelled', not c.renews or c.cancelled_at is not null, 'reductions', c.reductions,
    'billedUntil', ${BILLED_UNTIL}, 'renewal', c.renewed_from is not null,
    'scheduled', (
      select coalesce(jsonb_agg(case h.kind when 'plan' then jsonb_build_object('kind', 'plan', 'from', h.from_plan,
          'to', h.to_plan, 'effectiveOn', h.effective_on)
        else jsonb_build_object('kind', 'quantity', 'item', h.item, 'from', h.from_value, 'to', h.to_value,
          'effectiveOn', h.effective_on)
          || case when h.releases = '[]' then '{}' else jsonb_build_object('releases', h.releases) end end
        order by h.effective_on, h.kind, h.item), '[]')
      from scheduled_change h where h.contract_id = c.id and h.state = 'scheduled'),
    'pools', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'mode', p.mode, 'tiedPer', p.tied_per,
        'seats', coalesce(p.staff_seats, counted.seats), 'inUse', case when p.kind = 'staff' then (
          select count(*) from member m where m.account_id = a.id and m.type = 'staff'
            and m.removed_at is null and m.deactivated_at is null) else counted.in_use end)
        order by p.kind desc), '[]')
      from pool p cross join lateral (
        select count(*) as seats,
          count(*) filter (where s.holder_id is not null
            and (s.held_until is null or s.held_until > $4::timestamptz)) as in_use
        from ${seatsOf('p.id')} s where s.valid_from <= $5::date
          and (s.retires_on is null or s.retires_on > $5::date)
      ) counted
      where p.contract_id = c.id and p.season_id is null),
    'items', (
      select coalesce(jsonb_agg(jsonb_build_object('item', i.item, 'unitPrice', i.unit_price, 'quantity', i.quantity)
        order by i.item), '[]') from contract_item i where i.contract_id = c.id),
    'seasons', (
      select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'adHoc', s.ad_hoc,
        'firstDay', s.first_day, 'lastDay', s.last_day, 'unitPrice', s.unit_price, 'billedOn', s.billed_on, 'seats', (
          select count(*) from pool p cross join lateral ${seatsOf('p.id')} x where p.season_id = s.id
            and (x.retires_on is null or x.retires_on > $5::date)),
        'assigned', (
          select count(*) from pool p cross join lateral ${seatsOf('p.id')} x where p.season_id = s.id
            and (x.retires_on is null or x.retires_on > $5::date)
            and x.holder_id is not null and (x.held_until is null or x.held_until > $4::timestamptz)))
        order by s.first_day, s.id), '[]') from season s where s.contract_id = c.id),
    'issued', (
      select coalesce(jsonb_agg(${DOCUMENT_LINE} order by i.number, l.position), '[]')
      from invoice i join invoice_line l on l.invoice_id = i.id
      where i.contract_id = c.id
        and l.line ->> 'kind' = 'priced' and (l.line ->> 'until')::date > $5::date)
  ) from contract c where c.account_id = a.id and ($6::uuid is null or c.id = $6::uuid)
  order by (c.starts_on <= $5::date and $5::date < c.ends_on) desc, c.ends_on desc limit 1) as contract,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'id', owed.credit_id, 'grantedAt', ${epochMs('e.at')}, 'remaining', owed.remaining) order by e.at, e.id), '[]')
    from (select p.credit_id, -sum(p.amount)::bigint as remaining from ledger_posting p
      where p.account_id = a.id and p.ledger_account = 'credit' group by p.credit_id) owed
    join ledger_entry e on e.id = owed.credit_id where owed.remaining > 0) as credits,
  (select coalesce(sum(p.amount), 0)::bigint from ledger_posting p
    where p.account_id = a.id and p.ledger_account = 'carried') as carried,
  (select jsonb_build_object('company', b.company, 'line1', b.line1, 'line2', b.line2, 'city', b.city,
      'region', b.region, 'postalCode', b.postal_code, 'country', b.country, 'taxId', b.tax_id,
      'purchaseOrder', b.purchase_order, 'email', b.email, 'furtherEmails', b.further_emails,
      'cardReminders', b.card_reminders)
    from billing_profile b where b.account_id = a.id) as profile,
  (select jsonb_build_object('customerId', k.customer_id, 'paymentMethodId', k.payment_method_id,
      'brand', k.card_brand, 'lastFour', k.card_last_four, 'expiryMonth', k.card_expiry_month,
      'expiryYear', k.card_expiry_year)
    from payment_account k where k.account_id = a.id) as card,
  (select u.id from purchase u where u.account_id = a.id and u.state in ('pending', 'requires-action')) as "openPurchase"
from account a where a.id = $1::uuid
`)

/** All that billing needs to know of an account, in one statement; `contractId` where it is about that one, whenever it runs. */
export async function readBilling(
  db: Db,
  {
    accountId,
    organizationId,
    memberId,
    contractId = null,
  }: { accountId: string; organizationId: string; memberId: string | null; contractId?: string | null },
  now: Instant,
): Promise<BillingRow> {
  const [row] = await select(db, accountId, organizationId, memberId, iso(now), dayAt(now), contractId)
  if (!row) throw new Error(`No account ${accountId}`)
  const { billingContact, role, contract } = row
  const classic = contract?.policy === 'classic' ? { billingContact } : null
  return {
    ...row,
    role: role && billingRole(role, classic),
    contract: contract && { ...contract, issued: standingLines(contract.issued) },
  }
}

export const billingOf = (db: Db, actor: Actor, now: Instant): Promise<BillingRow> =>
  readBilling(db, { ...actor, memberId: actingMember(actor) }, now)

/**
 * One thing at a time happens to an account's money: whoever writes quotes into purchases, invoices or postings takes this
 * lock first and holds it until the end of their transaction.
 */
const lock = statement<never, [accountId: string]>(/* sql */ `
select pg_advisory_xact_lock(hashtextextended('billing ' || $1::text, 0))
`)
export async function lockMoney(db: Db, accountId: string): Promise<void> {
  await lock(db, accountId)
}

/** The catalog that a contract is priced by: the list is in one currency, agreed prices are in the contract's. */
export const catalogFor = (_contract: ContractRow): Catalog => DEFAULT_CATALOG

/** What the rules know of a contract. */
export function contractFacts(row: ContractRow): ContractFacts {
  const catalog = catalogFor(row)
  const { plan, interval, currency } = row
  const agreed = new Map(row.items.map((item) => [item.item, item.unitPrice]))
  const priceOf = (item: string): number => {
    const price = agreed.get(item)
    if (price !== undefined) return price
    const listed = listPrice(catalog, plan, item, cycleOf(interval))
    return listed.kind === 'grant' && listed.price.currency === currency ? listed.price.amount : 0
  }
  const terms = planOf(catalog, plan)
  const seats = row.pools.map(({ kind, mode, tiedPer, seats, inUse }): ContractItem => {
    return {
      id: kind,
      kind: 'seats',
      quantity: seats,
      unitPrice: priceOf(kind),
      inUse,
      cover: coverOf(kind, row.issued),
      ...(kind === 'collaborator' && { terms: termsOf(mode, tiedPer) }),
      ...creditedUnits(kind, row),
    }
  })
  const addOns = row.items.flatMap(({ item, unitPrice, quantity }): ContractItem[] =>
    quantity === null
      ? []
      : [
          {
            id: item,
            kind: 'add-on',
            quantity,
            unitPrice,
            cover: coverOf(item, row.issued),
            ...creditedUnits(item, row),
          },
        ],
  )
  const prices = Object.fromEntries(
    row.items.filter((each) => each.quantity === null).map((each) => [each.item, each.unitPrice]),
  )
  return {
    plan,
    policy: { ...catalog.policies[row.policy]!, ...(row.reductions && { reductions: row.reductions }) },
    currency,
    interval,
    term: { start: row.startsOn, end: row.endsOn },
    items: [...seats, ...addOns],
    seasons: row.seasons.map((season): ContractSeason => seasonOf(season, row, catalog)),
    scheduled: row.scheduled,
    ...(row.anchorDay !== null && { anchorDay: row.anchorDay }),
    ...(row.renewalMonths !== null && { renewalMonths: row.renewalMonths }),
    ...(row.cancelled && { endsOn: row.endsOn }),
    selfService: row.selfService,
    payment: row.payment,
    ...(terms.kind === 'grant' && { agreedPrices: { [plan]: prices } }),
  }
}

function termsOf(
  mode: 'counted' | 'tied' | 'unlimited',
  tiedPer: number | null,
): NonNullable<ContractItem['terms']> {
  return mode === 'tied' ? { mode, seats: 1, per: tiedPer! } : { mode }
}

function creditedUnits(item: string, row: ContractRow): Pick<ContractItem, 'credited'> {
  const credited = creditedOf(item, row.issued)
  return credited.length > 0 ? { credited } : {}
}

function seasonOf(
  season: ContractRow['seasons'][number],
  { plan, interval }: ContractRow,
  catalog: Catalog,
): ContractSeason {
  const { id, name, adHoc, firstDay, lastDay, seats, unitPrice, billedOn } = season
  const listed = seasonPrice(catalog, plan, cycleOf(interval))
  return {
    id,
    name,
    source: adHoc ? 'ad-hoc' : 'contract',
    firstDay,
    lastDay,
    seats,
    unitPrice: unitPrice ?? (listed.kind === 'grant' ? listed.price.amount : 0),
    ...(billedOn !== null && { billedOn }),
  }
}

/** `taxes`: what a tax service reckoned for this very change; otherwise the table of rates says. */
export function accountFacts(row: BillingRow, taxes?: readonly Tax[] | null): BillingAccount {
  return {
    taxes: taxes ?? taxesByTable(DEFAULT_TAX_TABLE, row.profile),
    credits: row.credits,
    carried: row.carried,
  }
}

export function quoteFacts(
  row: BillingRow,
  contract: ContractRow,
  taxes?: readonly Tax[] | null,
): QuoteFacts {
  return {
    contract: contractFacts(contract),
    catalog: catalogFor(contract),
    account: accountFacts(row, taxes),
    by: 'customer',
  }
}
