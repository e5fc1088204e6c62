import { defineEntity } from '@mikro-orm/postgresql'
import type { Currency, PoolKind, PoolMode } from '@seatkeeper/rules'
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
    createdAt: instant(),
  },
})

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
