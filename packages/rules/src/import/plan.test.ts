import { describe, expect, test } from 'vitest'
import type { Role } from '../access/roles.ts'
import type { ClaimablePool } from '../seat/facts.ts'
import type { Day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import { type ImportFacts, type ImportMember, type ImportRow, planImport } from './plan.ts'

const NOW = Date.UTC(2026, 5, 10, 8) as Instant

const season = (id: string, name: string, firstDay: string, lastDay: string, claimable: number) =>
  ({
    id: `pool-${id}`,
    kind: 'seasonal',
    mode: 'counted',
    claimable,
    season: { id, name, firstDay: firstDay as Day, lastDay: lastDay as Day },
  }) satisfies ClaimablePool

const pools: readonly ClaimablePool[] = [
  { id: 'ft', kind: 'full-time', mode: 'counted', claimable: 2 },
  { id: 'co', kind: 'collaborator', mode: 'unlimited', claimable: null },
  season('s0', 'Summer', '2025-06-01', '2025-06-30', 5),
  season('s1', 'Summer', '2026-06-01', '2026-06-30', 1),
  season('w', 'Winter', '2026-12-01', '2026-12-31', 5),
  season('t1', 'Twin', '2026-09-01', '2026-09-30', 5),
  season('t2', 'Twin', '2026-10-01', '2026-10-30', 5),
]

const member = (wish: Partial<ImportMember> = {}): ImportMember => {
  const type = wish.type ?? 'full-time'
  return {
    memberId: 'ada',
    name: 'Ada',
    type,
    role: 'member',
    permissionSetId: null,
    seasonIds: [],
    removed: false,
    holder: { type, poolIds: type === 'full-time' ? ['ft'] : [], invitedAt: null },
    ...wish,
  }
}

function facts(members: Record<string, ImportMember> = {}, actorRole: Role = 'admin'): ImportFacts {
  return {
    seats: { organization: 'production', pools },
    actorRole,
    members: new Map(Object.entries(members)),
    permissionSets: [{ id: 'agents', name: 'Agents' }],
  }
}

const rows = (...some: Omit<ImportRow, 'line'>[]): ImportRow[] =>
  some.map((row, i) => ({ line: i + 2, ...row }))
const ful = (email: string, more: Partial<ImportRow> = {}) => ({
  email,
  name: 'Somebody',
  type: 'Full-time',
  ...more,
})
const said = (all: ImportFacts, some: readonly ImportRow[]) =>
  planImport(all, some, NOW).map((plan) =>
    plan.kind !== 'refuse' ? plan.kind : 'fault' in plan.why ? plan.why.fault : plan.why.reason,
  )

describe('USER-09 what a row would do', () => {
  test.each<[string, Omit<ImportRow, 'line'>, string]>([
    ['somebody new', ful('new@example.com'), 'add'],
    ['the type however it is spelt', ful('new@example.com', { type: ' FULL TIME' }), 'add'],
    ['no e-mail', ful('nobody'), 'invalid-email'],
    ['no name', { email: 'new@example.com', type: 'Full-time' }, 'name-missing'],
    ['no type', { email: 'new@example.com', name: 'New' }, 'type-missing'],
    ['an unknown type', ful('new@example.com', { type: 'Emperor' }), 'type-unknown'],
    ['an unknown role', ful('new@example.com', { role: 'Emperor' }), 'role-unknown'],
    ['a role beyond the actor’s', ful('new@example.com', { role: 'owner' }), 'not-permitted'],
    ['a permission set', ful('new@example.com', { permissionSet: 'agents' }), 'add'],
    ['an unknown one', ful('new@example.com', { permissionSet: 'Kings' }), 'permission-set-unknown'],
    ['no permission set', ful('new@example.com', { permissionSet: 'none' }), 'add'],
    ['a season and the wrong type', ful('new@example.com', { seasons: ['Winter'] }), 'wrong-type-for-season'],
    ['seasonal without a season', ful('new@example.com', { type: 'seasonal' }), 'season-required'],
    [
      'the open one of two that are called so',
      ful('n@example.com', { type: 'seasonal', seasons: ['summer'] }),
      'add',
    ],
    [
      'two to come that are called so',
      ful('n@example.com', { type: 'seasonal', seasons: ['Twin'] }),
      'season-ambiguous',
    ],
    ['an unknown season', ful('n@example.com', { type: 'seasonal', seasons: ['Lent'] }), 'season-unknown'],
    ['too many cells', { ...ful('n@example.com'), fault: 'too-many-cells' }, 'too-many-cells'],
  ])('USER-09 %s', (_what, row, outcome) => {
    expect(said(facts(), rows(row))).toEqual([outcome])
  })

  test('USER-09 each row stands on what the rows before it leave: the third finds no seat, nor does the second season', () => {
    expect(said(facts(), rows(ful('a@example.com'), ful('b@example.com'), ful('c@example.com')))).toEqual([
      'add',
      'add',
      'no-full-time-seat',
    ])
    const summer = { type: 'seasonal', seasons: ['Summer'] }
    expect(said(facts(), rows(ful('a@example.com', summer), ful('b@example.com', summer)))).toEqual([
      'add',
      'season-full',
    ])
  })

  test('USER-09 a change that frees a seat leaves it to the rows after it', () => {
    const all = facts({ 'ada@example.com': member() })
    const change = { email: 'ADA@example.com', type: 'collaborator' }
    const full = [ful('a@example.com'), ful('b@example.com')]
    expect(said(all, rows(change, ...full, ful('c@example.com')))).toEqual(['change', 'add', 'add', 'add'])
    expect(said(all, rows(...full, ful('c@example.com'), change))).toEqual([
      'add',
      'add',
      'no-full-time-seat',
      'change',
    ])
  })

  test('USER-09 an e-mail twice in a file is refused the second time, however it is spelt (D-31)', () => {
    expect(said(facts(), rows(ful('a@example.com'), ful(' A@EXAMPLE.com')))).toEqual(['add', 'repeated'])
  })

  test('USER-09 what is left out stays; what is so already is left alone', () => {
    const all = facts({ 'ada@example.com': member({ permissionSetId: 'agents' }) })
    expect(said(all, rows({ email: 'ada@example.com' }))).toEqual(['same'])
    const [plan] = planImport(all, rows({ email: 'ada@example.com', name: 'Ada L.' }), NOW)
    expect(plan).toMatchObject({
      kind: 'change',
      wanted: { name: 'Ada L.', type: 'full-time', permissionSetId: 'agents', role: 'member' },
      outcome: { take: [], free: [] },
    })
  })

  test('USER-09 whoever was removed comes back; whom the actor may not manage stays as they are', () => {
    const all = facts({
      'gone@example.com': member({ removed: true }),
      'boss@example.com': member({ role: 'owner' }),
    })
    expect(said(all, rows(ful('gone@example.com')))).toEqual(['add'])
    expect(said(all, rows({ email: 'boss@example.com', name: 'Nobody' }))).toEqual(['not-permitted'])
  })

  test('USER-09 a held season that comes again every year is the one meant, and leaving seasonal gives it up', () => {
    const holder = { type: 'seasonal', poolIds: ['pool-s0'], invitedAt: null } as const
    const all = facts({ 'ada@example.com': member({ type: 'seasonal', seasonIds: ['s0'], holder }) })
    expect(said(all, rows({ email: 'ada@example.com', seasons: ['Summer'] }))).toEqual(['same'])
    const [plan] = planImport(all, rows({ email: 'ada@example.com', type: 'collaborator' }), NOW)
    expect(plan).toMatchObject({ kind: 'change', outcome: { free: [{ poolId: 'pool-s0' }] } })
  })
})

test('USER-09 ten thousand rows are planned in well under the time that a page may take', () => {
  const many = rows(
    ...Array.from({ length: 10_000 }, (_, i) => ful(`user${i}@example.com`, { type: 'collaborator' })),
  )
  const began = performance.now()
  expect(new Set(said(facts(), many))).toEqual(new Set(['add']))
  expect(performance.now() - began).toBeLessThan(3_000)
})
