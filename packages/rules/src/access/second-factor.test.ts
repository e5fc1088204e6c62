import { describe, expect, test } from 'vitest'
import { type Role, ROLES } from './roles.ts'
import { ADMIN_ROLES, decideFactorRule, mustHaveFactor } from './second-factor.ts'

describe('USER-07 the rule that admins need a second factor', () => {
  const meant: Record<Role, boolean> = {
    owner: true,
    'billing-admin': true,
    admin: true,
    'user-manager': true,
    'team-lead': false,
    member: false,
  }

  test.each(Object.entries(meant) as [Role, boolean][])('USER-07 means a %s: %s', (role, is) => {
    for (const billingRole of [null, 'member'] as const) {
      expect(mustHaveFactor({ required: true, role, billingRole })).toBe(is)
      expect(mustHaveFactor({ required: false, role, billingRole })).toBe(false)
    }
    expect(ADMIN_ROLES.includes(role)).toBe(is)
  })

  test('USER-07 CLS-07 means whoever handles the billing, whatever else they are', () => {
    expect(mustHaveFactor({ required: true, role: 'member', billingRole: 'billing-admin' })).toBe(true)
    expect(mustHaveFactor({ required: false, role: 'member', billingRole: 'billing-admin' })).toBe(false)
  })

  test.each(ROLES)('USER-07 is not for a %s to change, unless the owner', (role) => {
    const end = decideFactorRule(role, { require: false, ownFactor: false })
    expect(end).toEqual(
      role === 'owner' ? { kind: 'grant', required: false } : { kind: 'refuse', reason: 'not-permitted' },
    )
    if (role !== 'owner') expect(decideFactorRule(role, { require: true, ownFactor: true })).toEqual(end)
  })

  test('USER-07 is made only by an owner who has a second factor', () => {
    expect(decideFactorRule('owner', { require: true, ownFactor: false })).toEqual({
      kind: 'refuse',
      reason: 'own-factor-first',
    })
    expect(decideFactorRule('owner', { require: true, ownFactor: true })).toEqual({
      kind: 'grant',
      required: true,
    })
  })
})
