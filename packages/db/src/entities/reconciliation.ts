import { defineEntity } from '@mikro-orm/postgresql'
import type { Difference, DifferenceKind } from '@seatkeeper/rules'
import { day, instant, oneOf, p } from './columns.ts'

/** PAY-09: one comparison of all accounts. `leasedUntil` is wall clock. */
export const ReconciliationRun = defineEntity({
  name: 'ReconciliationRun',
  tableName: 'reconciliation_run',
  properties: {
    id: p.uuid().primary(),
    night: day().nullable(),
    begunAt: instant(),
    finishedAt: instant().nullable(),
    afterAccount: p.uuid().nullable(),
    accounts: p.integer(),
    unread: p.integer(),
    differences: p.integer(),
    repaired: p.integer(),
    leasedUntil: instant().nullable(),
  },
})

export const AccountReconciliation = defineEntity({
  name: 'AccountReconciliation',
  tableName: 'account_reconciliation',
  properties: {
    accountId: p.uuid().primary(),
    runId: p.uuid(),
    reconciledAt: instant(),
    withProcessor: p.boolean(),
  },
})

/** What was found to disagree, and what became of it. */
export const ReconciliationDifference = defineEntity({
  name: 'ReconciliationDifference',
  tableName: 'reconciliation_difference',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    kind: oneOf<DifferenceKind>(),
    subject: p.text(),
    details: p.json<Difference>(),
    concernsCustomer: p.boolean(),
    foundAt: instant(),
    seenAt: instant(),
    endedAt: instant().nullable(),
    endedHow: oneOf<'repaired' | 'gone'>().nullable(),
  },
})
