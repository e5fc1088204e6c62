import {
  type AnnualCost,
  annualCost,
  type ContractFacts,
  type Currency,
  type Day,
  dayAt,
  DEFAULT_NET_DAYS,
  type Decision,
  type DaySpan,
  contractPeriodAt,
  lowerPlans,
  upcomingInvoice,
  type UpcomingInvoice,
} from '@seatkeeper/rules'
import type { QueryContext } from '../../context.ts'
import { actingRole, whyNot } from '../../tenant-facts.ts'
import { inTenant } from '../../transaction.ts'
import { type BillingPlans, billingPlans } from './renewal.ts'
import {
  accountFacts,
  billingOf,
  type CardRow,
  catalogFor,
  contractFacts,
  type ProfileRow,
} from '../../use-cases/billing/facts.ts'

/** BILL-01: what an account pays for. Amounts are minor units of `currency`. */
export interface BillingOverview {
  readonly company: string
  readonly currency: Currency
  readonly plan: string
  readonly planName: string
  /** BILL-04: there is a plan that it can step down to. */
  readonly lowerPlan: boolean
  readonly interval: ContractFacts['interval']
  readonly payment: ContractFacts['payment']
  /** PAY-06: for a wire. */
  readonly netDays: number
  readonly selfService: boolean
  readonly term: DaySpan
  /** Null where the term is over or has not begun. */
  readonly period: DaySpan | null
  readonly renewsOn: Day
  readonly items: ContractFacts['items']
  readonly seasons: readonly {
    readonly id: string
    readonly name: string
    readonly firstDay: Day
    readonly lastDay: Day
    readonly seats: number
    readonly assigned: number
    readonly unitPrice: number
    readonly source: 'contract' | 'ad-hoc'
  }[]
  readonly annual: AnnualCost
  /** With tax and credit as they stand today. */
  readonly nextInvoice: UpcomingInvoice | null
  readonly creditBalance: number
  readonly carried: number
  readonly card: CardRow | null
  readonly profile: ProfileRow | null
  readonly openPurchase: string | null
  /** BILL-08: it ends with its term. */
  readonly cancelled: boolean
  /** A cancelled contract is over: a new term can be quoted. */
  readonly ended: boolean
  /** BILL-04, BILL-06: what waits. */
  readonly changes: BillingPlans['changes']
  readonly offers: BillingPlans['offers']
}

/** Needs `billing.read`; open also while the account is locked. Not found: an account without a contract. */
export async function billingOverview({
  em,
  actor,
  now,
}: QueryContext): Promise<
  Decision<{ readonly overview: BillingOverview }, 'not-permitted' | 'account-locked' | 'not-found'>
> {
  const { row, plans } = await inTenant(em, actor, async (db) => {
    return { row: await billingOf(db, actor, now), plans: await billingPlans(db, actor.accountId, now) }
  })
  const refusal = whyNot(actingRole(actor, row.role), 'billing.read', row.account, 'billing', now)
  if (refusal) return refusal
  const { contract } = row
  if (contract === null) return { kind: 'refuse', reason: 'not-found' }
  const facts = contractFacts(contract)
  const catalog = catalogFor(contract)
  const today = dayAt(now)
  const runs = facts.term.start <= today && today < facts.term.end
  return {
    kind: 'grant',
    overview: {
      company: row.profile?.company ?? row.name,
      currency: facts.currency,
      plan: facts.plan,
      planName: catalog.plans[facts.plan]?.name ?? facts.plan,
      lowerPlan: lowerPlans(catalog, facts.plan).length > 0,
      interval: facts.interval,
      payment: facts.payment,
      netDays: contract.netDays ?? DEFAULT_NET_DAYS,
      selfService: facts.selfService,
      term: facts.term,
      period: runs ? contractPeriodAt(facts, today).charged : null,
      renewsOn: facts.term.end,
      items: facts.items,
      seasons: facts.seasons.map((season, n) => ({ ...season, assigned: contract.seasons[n]!.assigned })),
      annual: annualCost(facts),
      nextInvoice: runs
        ? upcomingInvoice({ contract: facts, catalog, account: accountFacts(row) }, today)
        : null,
      creditBalance: row.credits.reduce((sum, { remaining }) => sum + remaining, 0),
      carried: row.carried,
      card: row.card,
      profile: row.profile,
      openPurchase: row.openPurchase,
      cancelled: contract.cancelled,
      ended: contract.cancelled && facts.term.end <= today,
      ...plans,
    },
  }
}
