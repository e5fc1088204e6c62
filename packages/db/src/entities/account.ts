import { defineEntity } from '@mikro-orm/postgresql'
import { instant, oneOf, p } from './columns.ts'

/** The paying customer. What its standing follows from is written by `refreshStanding` alone. */
export const Account = defineEntity({
  name: 'Account',
  tableName: 'account',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    overdueSince: instant().nullable(),
    graceDeadline: instant().nullable(),
    cardMissingFrom: instant().nullable(),
    accessEndsAt: instant().nullable(),
    nextChargeAt: instant().nullable(),
    /** CLS-07: under the classic policy billing belongs to whoever has it; null: to the owner. Lower case. */
    billingEmail: p.text().nullable(),
    createdAt: instant(),
  },
})

/** A workspace of the vendor's product: the tenancy boundary for people. */
export const Organization = defineEntity({
  name: 'Organization',
  tableName: 'organization',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    name: p.text(),
    kind: oneOf<'production' | 'sandbox'>(),
    createdAt: instant(),
    /** USER-07: its owner asks those who manage it for a second factor. */
    adminsNeedSecondFactor: p.boolean().default(false),
  },
})
