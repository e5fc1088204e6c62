import {
  type Day,
  type Decision,
  previewRenewal,
  type QuoteFacts,
  type RefusalOf,
  type RenewalPreview,
} from '@seatkeeper/rules'
import type { Actor, QueryContext } from '../../context.ts'
import { iso } from '../../parameters.ts'
import { type Db, statement } from '../../statement.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { type BillingRow, billingOf, type ContractRow, quoteFacts } from '../../use-cases/billing/facts.ts'
import { inOtherOrganizations } from '../../use-cases/billing-changes/other-organizations.ts'
import type { OpenChange } from '../../use-cases/billing-changes/scheduled-changes.ts'
import { type ProposedSeason, proposedSeasons } from '../../use-cases/billing-changes/proposed-seasons.ts'
import type { SeasonOfferRow } from '../../use-cases/billing-changes/season-offers.ts'

type Refused = 'not-permitted' | 'account-locked' | 'not-found'

/** A change that waits, or what became of one lately (BILL-04). */
export interface ChangeRow extends Omit<OpenChange, 'state' | 'releases'> {
  readonly state: 'requested' | 'scheduled' | 'declined' | 'made'
  /** What it came to, where more people kept their seats than it left (D-23). */
  readonly made: number | null
  /** How many give up a seat with it, and who: those of the actor's organization by name. */
  readonly named: number
  readonly people: readonly { readonly memberId: string; readonly name: string }[]
}

const changes = statement<ChangeRow, [accountId: string, since: string]>(/* sql */ `
select h.id, h.contract_id as "contractId", h.kind, h.item, h.from_value as "from", h.to_value as "to",
  h.from_plan as "fromPlan", h.to_plan as "toPlan", h.effective_on as "effectiveOn", h.state, h.made_value as made,
  jsonb_array_length(h.releases) as named,
  (select coalesce(jsonb_agg(jsonb_build_object('memberId', m.id, 'name', m.name) order by m.sort_name, m.id), '[]')
    from jsonb_array_elements_text(h.releases) as r(id) join member m on m.id = r.id::uuid) as people
from scheduled_change h
where h.account_id = $1::uuid and (h.state in ('requested', 'scheduled')
  or (h.state in ('declined', 'made') and h.ended_at > $2::timestamptz))
order by h.effective_on, h.kind desc, h.item, h.asked_at, h.id limit 100
`)

const offers = statement<SeasonOfferRow, [accountId: string, now: string]>(/* sql */ `
select id, name, first_day as "firstDay", last_day as "lastDay", seats, unit_price as "unitPrice",
  expires_at as "expiresAt", state
from season_offer where account_id = $1::uuid and state = 'offered' and expires_at > $2::timestamptz
order by offered_at, id limit 100
`)

const SHOWN_FOR_MS = 30 * 86_400_000

export interface BillingPlans {
  readonly changes: readonly ChangeRow[]
  readonly offers: readonly SeasonOfferRow[]
}

/** What waits in an account's billing: changes and offers. Two statements. */
export async function billingPlans(
  db: Db,
  accountId: string,
  now: QueryContext['now'],
): Promise<BillingPlans> {
  return {
    changes: await changes(db, accountId, iso((now - SHOWN_FOR_MS) as typeof now)),
    offers: await offers(db, accountId, iso(now)),
  }
}

export interface RenewalFacts extends BillingPlans {
  readonly facts: QuoteFacts
  readonly cancelled: boolean
  /** What the next term will be, and why there is none. */
  readonly preview: Decision<RenewalPreview, RefusalReasons>
  readonly byCard: boolean
  /** Seasons one year on: what the renewal will propose, what it has proposed, and what was answered lately. */
  readonly proposals: readonly ProposedSeason[]
}

type RefusalReasons = Extract<ReturnType<typeof previewRenewal>, { kind: 'refuse' }>['reason']

/** BILL-11: the renewal with all that follows from it. Needs `billing.read`. Not found: an account without a contract. */
export function renewalFacts(context: QueryContext): Promise<Decision<RenewalFacts, Refused>> {
  return reading(context, 'billing.read', async ({ db, row, contract }) => {
    const { actor, now } = context
    const plans = await billingPlans(db, actor.accountId, now)
    const facts = quoteFacts(row, contract)
    const since = (now - SHOWN_FOR_MS) as typeof now
    return {
      kind: 'grant',
      ...plans,
      facts,
      proposals: await proposedSeasons(db, actor.accountId, contract, { since, facts: facts.contract }),
      cancelled: contract.cancelled,
      preview: previewRenewal(facts),
      byCard: contract.payment === 'card',
    }
  })
}

/** Somebody who holds a seat that is paid for by number. */
export interface SeatHolder {
  readonly memberId: string
  readonly name: string
  readonly email: string
  readonly kind: 'full-time' | 'collaborator' | 'staff'
  /** Where they are a member, if not in the actor's own organization. */
  readonly organization?: string | null
}

const MOST_HOLDERS = 200

const holders = statement<
  SeatHolder,
  [contractId: string, search: string, now: string, elsewhere: boolean]
>(/* sql */ `
select m.id as "memberId", m.name, m.email, s.kind,
  case when $4::boolean then (select o.name from organization o where o.id = m.organization_id) end as organization
from pool p join seat s on s.pool_id = p.id join member m on m.id = s.holder_id
where p.contract_id = $1::uuid and p.kind in ('full-time', 'collaborator')
  and (s.held_until is null or s.held_until > $3::timestamptz)
  and s.retires_on is null and m.role <> 'owner' and ($2::text = '' or position(lower($2::text) in lower(m.name || ' ' || m.email)) > 0)
order by s.kind desc, m.sort_name, m.id limit ${MOST_HOLDERS + 1}
`)

/** Members whom the reader sees, owners included, and all who hold such a seat, whosever they are. */
const holding = statement<
  { readonly seen: number; readonly all: number },
  [contractId: string, now: string]
>(/* sql */ `
select count(m.id) as seen, count(*) as all
from pool p join seat s on s.pool_id = p.id left join member m on m.id = s.holder_id
where p.contract_id = $1::uuid and p.kind in ('full-time', 'collaborator') and s.holder_id is not null
  and (s.held_until is null or s.held_until > $2::timestamptz) and s.retires_on is null
`)

export interface RenewalFormFacts {
  readonly facts: QuoteFacts
  readonly changes: readonly ChangeRow[]
  /** Up to two hundred, by kind and name. */
  readonly holders: readonly SeatHolder[]
  readonly moreHolders: boolean
  /** How many more hold seats in organizations of the account whose users the reader may not see (D-40). */
  readonly unseenHolders: number
  readonly cancelled: boolean
  readonly endsOn: Day
}

/**
 * BILL-04: for the page on which fewer seats or a lower plan are asked for. `elsewhere`: the same person in other organizations of the
 * account (D-40). Needs `billing.buy`.
 */
export function renewalFormFacts(
  context: QueryContext,
  search = '',
  elsewhere: readonly Actor[] = [],
): Promise<Decision<RenewalFormFacts, Refused>> {
  return reading(context, 'billing.buy', async ({ db, row, contract }) => {
    const { actor, now } = context
    const read = async (other: boolean) => {
      const [count] = await holding(db, contract.id, iso(now))
      return { people: await holders(db, contract.id, search.trim(), iso(now), other), ...count! }
    }
    const here = await read(false)
    const there = await inOtherOrganizations(db, actor, elsewhere, () => read(true))
    const found = [...here.people, ...there.flatMap(({ people }) => people)]
    const seen = there.reduce((sum, one) => sum + one.seen, here.seen)
    return {
      kind: 'grant',
      facts: quoteFacts(row, contract),
      changes: await changes(db, actor.accountId, iso(now)),
      holders: found.slice(0, MOST_HOLDERS),
      moreHolders: found.length > MOST_HOLDERS,
      unseenHolders: Math.max(here.all - seen, 0),
      cancelled: contract.cancelled,
      endsOn: contract.endsOn,
    }
  })
}

const enabled = statement<SeatHolder, [accountId: string]>(/* sql */ `
select m.id as "memberId", m.name, m.email, 'staff' as kind
from member m
where m.account_id = $1::uuid and m.type = 'staff' and m.removed_at is null and m.deactivated_at is null
order by m.sort_name, m.id limit ${MOST_HOLDERS}
`)

/** CLS-05: the enabled staff whom one could disable, up to two hundred by name. Needs `billing.buy`. */
export function enabledStaffOf(
  context: QueryContext,
): Promise<Decision<{ readonly staff: readonly SeatHolder[] }, Refused>> {
  return reading(context, 'billing.buy', async ({ db }) => {
    return { kind: 'grant', staff: await enabled(db, context.actor.accountId) }
  })
}

async function reading<T>(
  { em, actor, now }: QueryContext,
  right: 'billing.read' | 'billing.buy',
  work: (found: { readonly db: Db; readonly row: BillingRow; readonly contract: ContractRow }) => Promise<T>,
): Promise<T | RefusalOf<Refused>> {
  return inTenant(em, actor, async (db) => {
    const row = await billingOf(db, actor, now)
    const refusal = whyNot(actingRole(actor, row.role), right, row.account, 'billing', now)
    if (refusal) return refusal
    const { contract } = row
    return contract === null ? { kind: 'refuse', reason: 'not-found' } : work({ db, row, contract })
  })
}
