import { defineEntity } from '@mikro-orm/postgresql'
import type { Currency, Day, PoolKind, PoolMode } from '@seatkeeper/rules'
import { amount, day, instant, oneOf, p } from './columns.ts'

/** The agreement over one term `[startsOn, endsOn)`; an account's terms never overlap. */
export const Contract = defineEntity({
  name: 'Contract',
  tableName: 'contract',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    plan: oneOf<'professional' | 'business' | 'enterprise' | 'ultimate' | 'classic'>(),
    policy: oneOf<'standard' | 'classic'>(),
    billingInterval: oneOf<'monthly' | 'quarterly' | 'annual'>(),
    payment: oneOf<'card' | 'wire'>(),
    currency: p.text().$type<Currency>(),
    /** BILL-14: special terms switch it off. */
    selfService: p.boolean(),
    startsOn: day(),
    endsOn: day(),
    /** The day of the month that terms and periods align to, where it is not the first day's (CAL-04). */
    anchorDay: p.integer().nullable(),
    /** Of the next term; as many as this one has, where nothing else was agreed (D-39). */
    renewalMonths: p.integer().nullable(),
    /** PAY-06: the terms of an account that pays by wire. */
    netDays: p.integer().nullable(),
    renews: p.boolean(),
    cancelledAt: instant().nullable(),
    cancelledBy: p.text().nullable(),
    renewedFrom: p.uuid().nullable(),
    /** Until when it was billed elsewhere, before this software did. */
    invoicedUntil: day().nullable(),
    /** The billing run has written the next term, or the end. */
    endedAt: instant().nullable(),
    /** D-02: may customers schedule reductions themselves? Null: as the policy says. */
    reductions: oneOf<'request' | 'self-scheduled'>().nullable(),
    createdAt: instant(),
  },
})

/** A season before a change of the vendor's. */
export interface SeasonBefore {
  readonly firstDay: Day
  readonly lastDay: Day
  readonly seats: number
}

/** Two calendar dates, both inclusive, read in UTC (CAL-01). */
export const Season = defineEntity({
  name: 'Season',
  tableName: 'season',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    name: p.text(),
    firstDay: day(),
    lastDay: day(),
    adHoc: p.boolean(),
    /** A seat's, for a month or part of one; null: the list price. */
    unitPrice: amount().nullable(),
    /** The day whose period's invoice says it, where that is not its first day: it was moved (D-24). */
    billedOn: day().nullable(),
    /** When the vendor last changed it, and what it was before. */
    changedAt: instant().nullable(),
    changedFrom: p.json<SeasonBefore>().nullable(),
    createdAt: instant(),
  },
})

/** Seats of one kind, or of one season. `tied` pools follow the full-time number by `tiedPer` (one for each n). */
export const Pool = defineEntity({
  name: 'Pool',
  tableName: 'pool',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    seasonId: p.uuid().nullable(),
    kind: oneOf<PoolKind>(),
    mode: oneOf<PoolMode>(),
    tiedPer: p.integer().nullable(),
    /** Classic staff seats are a number without rows. */
    staffSeats: p.integer().nullable(),
  },
})

/** What a contract has agreed upon for a kind of seats or an add-on, a month; the list price where there is none. */
export const ContractItem = defineEntity({
  name: 'ContractItem',
  tableName: 'contract_item',
  properties: {
    contractId: p.uuid().primary(),
    accountId: p.uuid(),
    item: p.text().primary(),
    unitPrice: amount(),
    /** Of an add-on; seats are counted where they are. */
    quantity: p.integer().nullable(),
  },
})

/** What waits for its day (BILL-04, D-02), and what became of it. */
export const ScheduledChangeRow = defineEntity({
  name: 'ScheduledChange',
  tableName: 'scheduled_change',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    kind: oneOf<'quantity' | 'plan'>(),
    item: p.text().nullable(),
    fromValue: p.integer().nullable(),
    toValue: p.integer().nullable(),
    fromPlan: p.text().nullable(),
    toPlan: p.text().nullable(),
    effectiveOn: day(),
    releases: p.json<readonly string[]>(),
    state: oneOf<'requested' | 'scheduled' | 'made' | 'cancelled' | 'declined' | 'lapsed'>(),
    askedAt: instant(),
    askedBy: p.text(),
    decidedAt: instant().nullable(),
    decidedBy: p.text().nullable(),
    endedAt: instant().nullable(),
    /** What it came to, where more people kept their seats than it left (D-23). */
    madeValue: p.integer().nullable(),
  },
})

/** BILL-11: a season of the last term, one year on, to be agreed. */
export const SeasonProposal = defineEntity({
  name: 'SeasonProposal',
  tableName: 'season_proposal',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    contractId: p.uuid(),
    fromSeasonId: p.uuid(),
    name: p.text(),
    firstDay: day(),
    lastDay: day(),
    seats: p.integer(),
    unitPrice: amount().nullable(),
    proposedAt: instant(),
    state: oneOf<'proposed' | 'agreed' | 'declined'>(),
    decidedAt: instant().nullable(),
    decidedBy: p.text().nullable(),
    seasonId: p.uuid().nullable(),
  },
})
