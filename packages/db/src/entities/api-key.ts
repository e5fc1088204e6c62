import { defineEntity } from '@mikro-orm/postgresql'
import type { Scope } from '@seatkeeper/rules'
import { instant, p } from './columns.ts'

/** A key with which the vendor's product speaks for one organization (ECO-01). Wall clock throughout. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    accountId: p.uuid(),
    name: p.text(),
    /** How the secret begins, so that people can tell keys apart. */
    prefix: p.text(),
    /** SHA-256: the secret itself is 256 random bits, which no list of passwords holds. */
    secretHash: p.blob(),
    scopes: p.array().$type<Scope[]>(),
    createdAt: instant(),
    createdBy: p.uuid(),
    expiresAt: instant().nullable(),
    /** Written at most every few minutes. */
    lastUsedAt: instant().nullable(),
    revokedAt: instant().nullable(),
    revokedBy: p.uuid().nullable(),
  },
})
