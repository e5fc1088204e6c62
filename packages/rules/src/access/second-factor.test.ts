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

  test.each(ROLES.filter((role) => role !== 'owner'))('USER-07 is not for a %s to change', (role) => {
    const refused = { kind: 'refuse', reason: 'not-permitted' }
    expect(decideFactorRule(role, { require: false, ownFactor: false })).toEqual(refused)
    expect(decideFactorRule(role, { require: true, ownFactor: true })).toEqual(refused)
  })

  test('USER-07 is ended by an owner, with a second factor or without', () => {
    expect(decideFactorRule('owner', { require: false, ownFactor: false })).toEqual({
      kind: 'grant',
      required: false,
    })
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
