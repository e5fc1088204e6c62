import { describe, expect, test } from 'vitest'
import { decideHandOver, decideRoleChange, mayEnd, mayManage } from './role-change.ts'
import { billingRole, classicRightsOf, may, type Right, type Role, rightsOf, ROLES } from './roles.ts'

describe('rights', () => {
  // The table of the model, role by role: a cross is a right, a dot is none.
  const TABLE: Record<Right, string> = {
    //                        owner, billing admin, admin, user manager, team lead, member
    'billing.read': '++....',
    'billing.buy': '++....',
    'users.manage': '++++..',
    'seats.read': '+++++.',
    'seasons.assign': '+++++.',
    'requests.file': '+++...',
    'audit.read': '+++...',
    'usage.read': '+++...',
    'settings.manage': '+++...',
    'billing-admins.choose': '+.....',
    'ownership.hand-over': '+.....',
    'second-factor.require': '+.....',
    'self.manage': '++++++',
  }

  test.each(Object.entries(TABLE))('USER-07 D-25 %s: %s', (right, row) => {
    expect(ROLES.map((role) => (may(role, right as Right) ? '+' : '.')).join('')).toBe(row)
  })

  test('USER-07 a right that nobody named is nobody’s', () => {
    expect(ROLES.some((role) => may(role, 'everything' as Right))).toBe(false)
    for (const role of ROLES) expect([...rightsOf(role)].every((right) => right in TABLE)).toBe(true)
  })

  test('CLS-07 under the classic policy billing is the billing contact’s alone', () => {
    expect(classicRightsOf({ role: 'owner', billingContact: false }).has('billing.read')).toBe(false)
    expect(classicRightsOf({ role: 'owner', billingContact: false }).has('billing.buy')).toBe(false)
    const contact = classicRightsOf({ role: 'member', billingContact: true })
    expect([...contact].sort()).toEqual(['billing.buy', 'billing.read', 'self.manage'])
    expect(classicRightsOf({ role: 'admin', billingContact: false })).toEqual(rightsOf('admin'))
    // Choosing billing admins is no billing right.
    expect(classicRightsOf({ role: 'owner', billingContact: false }).has('billing-admins.choose')).toBe(true)
    expect(rightsOf('owner').has('billing.buy')).toBe(true)
  })
})

describe('who manages whom', () => {
  const manages = (actor: Role) => ROLES.filter((target) => mayManage(actor, target))

  test.each<[Role, Role[]]>([
    ['owner', ['owner', 'billing-admin', 'admin', 'user-manager', 'team-lead', 'member']],
    ['billing-admin', ['billing-admin', 'admin', 'user-manager', 'team-lead', 'member']],
    ['admin', ['admin', 'user-manager', 'team-lead', 'member']],
    ['user-manager', ['user-manager', 'team-lead', 'member']],
    ['team-lead', []],
    ['member', []],
  ])('USER-07 %s: %s', (actor, targets) => {
    expect(manages(actor)).toEqual(targets)
  })

  test.each<[string, Role, Role, Role, boolean]>([
    ['the owner makes a billing admin', 'owner', 'admin', 'billing-admin', true],
    ['the owner unmakes one', 'owner', 'billing-admin', 'member', true],
    ['a billing admin makes none', 'billing-admin', 'admin', 'billing-admin', false],
    ['a billing admin unmakes none', 'billing-admin', 'billing-admin', 'admin', false],
    ['a billing admin may leave one as they are', 'billing-admin', 'billing-admin', 'billing-admin', true],
    ['an admin makes an admin', 'admin', 'member', 'admin', true],
    ['a user manager makes no admin', 'user-manager', 'member', 'admin', false],
    ['a user manager does not touch an admin', 'user-manager', 'admin', 'member', false],
    ['a user manager makes a team lead', 'user-manager', 'member', 'team-lead', true],
    ['nobody makes a second owner', 'owner', 'admin', 'owner', false],
    ['the owner does not step down without a successor', 'owner', 'owner', 'admin', false],
    ['the owner stays what they are', 'owner', 'owner', 'owner', true],
    ['a team lead changes nobody', 'team-lead', 'member', 'team-lead', false],
  ])('USER-07 D-25 %s', (_, actor, current, next, expected) => {
    expect(decideRoleChange(actor, current, next)).toEqual(
      expected ? { kind: 'grant', role: next } : { kind: 'refuse', reason: 'not-permitted' },
    )
  })

  test.each<[string, Role, Role, boolean]>([
    ['whom they manage', 'user-manager', 'member', true],
    ['not whom they do not', 'user-manager', 'admin', false],
    ['no owner, who hands over first', 'owner', 'owner', false],
  ])('USER-04 USER-07 ending somebody’s place: %s', (_, role, target, expected) => {
    expect(mayEnd({ role, self: false }, target)).toBe(expected)
    // Nobody their own.
    expect(mayEnd({ role, self: true }, target)).toBe(false)
  })

  test('USER-07 nobody but the owner ever comes out with more rights than the actor has', () => {
    for (const actor of ROLES) {
      for (const current of ROLES) {
        for (const next of ROLES) {
          const decision = decideRoleChange(actor, current, next)
          const beyond = [...rightsOf(next)].filter((right) => !may(actor, right))
          expect(decision.kind === 'refuse' || beyond.length === 0).toBe(true)
        }
      }
    }
  })

  test('USER-07 ownership is handed over by the owner to somebody active, and never lost', () => {
    expect(decideHandOver('owner', { active: true })).toEqual({
      kind: 'grant',
      successor: 'owner',
      predecessor: 'billing-admin',
    })
    expect(decideHandOver('owner', { active: false })).toMatchObject({ reason: 'not-permitted' })
    expect(decideHandOver('billing-admin', { active: true })).toMatchObject({ reason: 'not-permitted' })
  })
})

describe('CLS-07 who acts where it is about money', () => {
  test.each<[string, Role, boolean | null, Role | null]>([
    ['standard: the role', 'billing-admin', null, 'billing-admin'],
    ['standard: the role, that has no billing right', 'admin', null, 'admin'],
    ['classic, with the registered e-mail: the owner', 'owner', true, 'owner'],
    ['classic, with the registered e-mail: anybody', 'member', true, 'billing-admin'],
    ['classic, with another e-mail: not even the owner', 'owner', false, null],
  ])('CLS-07 D-25 %s', (_, role, billingContact, expected) => {
    expect(billingRole(role, billingContact === null ? null : { billingContact })).toBe(expected)
  })
})
