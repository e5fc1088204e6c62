import { describe, expect, test } from 'vitest'
import { decideNewcomer } from './role-change.ts'

const granted = (role: string) => ({ kind: 'grant', role })
const refused = { kind: 'refuse', reason: 'not-permitted' }

describe('USER-02 SLK-02 who may add whom', () => {
  test.for([
    ['team-lead', 'seasonal', 'member', true],
    ['team-lead', 'seasonal', 'team-lead', false],
    ['team-lead', 'full-time', 'member', false],
    ['team-lead', 'collaborator', 'member', false],
    ['team-lead', 'staff', 'member', false],
    ['member', 'seasonal', 'member', false],
    ['user-manager', 'seasonal', 'member', true],
    ['user-manager', 'full-time', 'user-manager', true],
    ['user-manager', 'full-time', 'admin', false],
    ['admin', 'full-time', 'billing-admin', false],
    ['owner', 'full-time', 'billing-admin', true],
    ['owner', 'full-time', 'owner', false],
  ] as const)('a %s adds a %s user as %s: %s', ([actor, type, role, allowed]) => {
    expect(decideNewcomer(actor, { type, role })).toEqual(allowed ? granted(role) : refused)
  })
})
