import { defineEntity } from '@mikro-orm/postgresql'
import { instant, oneOf, p } from './columns.ts'

/** A signed-in browser. Wall clock throughout. */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    tokenHash: p.blob(),
    organizationId: p.uuid().nullable(),
    userAgent: p.text().nullable(),
    startedAt: instant(),
    seenAt: instant(),
    idleEndsAt: instant(),
    endsAt: instant(),
    /** When they last proved who they are, second factor included; null: longer ago than it was noted. */
    provenAt: instant().nullable(),
  },
})

/** Somebody of the vendor; signs in to the console. */
export const VendorStaff = defineEntity({
  name: 'VendorStaff',
  tableName: 'vendor_staff',
  properties: {
    id: p.uuid().primary(),
    email: p.text(),
    emailKey: p.text(),
    name: p.text(),
    passwordHash: p.text(),
    role: oneOf<'support' | 'billing' | 'admin'>(),
    createdAt: instant(),
  },
})

/** Counters of the rate limiter, in the shape that its library wants. */
export const RateLimit = defineEntity({
  name: 'RateLimit',
  tableName: 'rate_limit',
  properties: {
    key: p.text().primary(),
    points: p.integer(),
    expire: p.bigint('number').nullable(),
  },
})
