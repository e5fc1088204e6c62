import { defineEntity } from '@mikro-orm/postgresql'
import { instant, p } from './columns.ts'

/** Somebody wants to set a new password. The link's secret part is never stored. Wall clock. */
export const PasswordReset = defineEntity({
  name: 'PasswordReset',
  tableName: 'password_reset',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    askedAt: instant(),
    expiresAt: instant(),
    usedAt: instant().nullable(),
    /** A later one was asked for, or the password was set by another. */
    replacedAt: instant().nullable(),
  },
})
