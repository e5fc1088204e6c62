import { describe, expect, test } from 'vitest'
import { type Role, ROLES } from './roles.ts'
import { mayGrantScope, type Scope, SCOPES } from './scopes.ts'

describe('who may give a key which scope', () => {
  test.each<[Scope, string]>([
    //                  owner, billing admin, admin, user manager, team lead, member
    ['access.evaluate', '+++...'],
    ['sign-ins.report', '+++...'],
    ['usage.write', '+++...'],
    ['users.manage', '+++...'],
    ['billing.read', '++....'],
  ])('ECO-01 %s: %s', (scope, row) => {
    expect(ROLES.map((role) => (mayGrantScope(role, scope) ? '+' : '.')).join('')).toBe(row)
  })

  test('ECO-01 who makes no keys gives no scope', () => {
    for (const role of ['user-manager', 'team-lead', 'member'] satisfies Role[]) {
      expect(SCOPES.filter((scope) => mayGrantScope(role, scope))).toEqual([])
    }
  })
})
