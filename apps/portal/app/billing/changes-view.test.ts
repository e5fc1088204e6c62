import type { ChangeRow, RenewalFacts } from '@seatkeeper/db'
import { type ContractFacts, day, DEFAULT_CATALOG, type Instant, previewRenewal } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { changeView } from './changes-view.ts'
import { renewalView } from './renewal-view.ts'

const viewer = { zone: 'UTC', locale: 'en-GB' }
const row: ChangeRow = {
  id: 'c',
  contractId: 'k',
  kind: 'quantity',
  item: 'full-time',
  from: 25,
  to: 20,
  fromPlan: null,
  toPlan: null,
  effectiveOn: day('2027-01-01'),
  state: 'scheduled',
  made: null,
  named: 0,
  people: [],
}

test.each<[string, Partial<ChangeRow>, number, string | null]>([
  ['enough seats are free', {}, 20, null],
  [
    'two more would have to go',
    {},
    22,
    '22 are in use: it renews at 22, not at 20, unless 2 more people are named to give up a seat.',
  ],
  [
    'one is named, one is missing',
    { named: 1 },
    22,
    '22 are in use: it renews at 21, not at 20, unless one more person is named to give up a seat.',
  ],
  ['all are named', { named: 2 }, 22, null],
  ['made, as asked', { state: 'made', made: 20 }, 20, null],
  [
    'made, to what was in use',
    { state: 'made', made: 22 },
    22,
    'It came to 22, because so many were in use.',
  ],
  ['a plan', { kind: 'plan', item: null, fromPlan: 'enterprise', toPlan: 'business' }, 25, null],
])('D-23 what is said of a change: %s', (_, change, inUse, note) => {
  expect(changeView({ ...row, ...change }, { 'full-time': inUse }, viewer).note).toBe(note)
})

test('BILL-04 who gives up a seat is named, those of other organizations are counted', () => {
  const people = [{ memberId: 'm', name: 'Ada' }]
  expect(changeView({ ...row, named: 3, people }, {}, viewer)).toMatchObject({
    from: '25',
    to: '20',
    people: ['Ada'],
    others: '2 people of other organizations',
  })
})

const contract: ContractFacts = {
  plan: 'enterprise',
  policy: DEFAULT_CATALOG.policies['standard']!,
  currency: 'USD',
  interval: 'annual',
  term: { start: day('2026-01-01'), end: day('2027-01-01') },
  items: [
    { id: 'full-time', kind: 'seats', quantity: 25, unitPrice: 8900, inUse: 22, cover: [] },
    { id: 'collaborator', kind: 'seats', quantity: 5, unitPrice: 1500, inUse: 2, cover: [] },
  ],
  seasons: [
    {
      id: 's',
      name: 'June',
      source: 'contract',
      firstDay: day('2026-06-01'),
      lastDay: day('2026-06-30'),
      seats: 10,
      unitPrice: 5340,
    },
  ],
  scheduled: [
    { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: day('2027-01-01') },
    {
      kind: 'quantity',
      item: 'full-time',
      from: 25,
      to: 20,
      effectiveOn: day('2027-01-01'),
      releases: ['m'],
    },
  ],
  selfService: true,
  payment: 'card',
}

function found(of: ContractFacts): RenewalFacts {
  const facts = {
    contract: of,
    catalog: DEFAULT_CATALOG,
    account: { taxes: [], credits: [], carried: 0 },
    by: 'customer',
  } as const
  const people = [{ memberId: 'm', name: 'Ada' }]
  return {
    facts,
    cancelled: of.endsOn !== undefined,
    preview: previewRenewal(facts),
    changes: [{ ...row, named: 1, people }],
    offers: [],
    byCard: true,
    proposals: [
      {
        fromSeasonId: 's',
        name: 'June',
        firstDay: day('2027-06-01'),
        lastDay: day('2027-06-30'),
        seats: 10,
        unitPrice: 5340,
        state: 'proposed',
        written: false,
      },
    ],
  }
}
const now = Date.UTC(2026, 5, 10) as Instant

test('BILL-11 the renewal in advance: plan, numbers, storage, people, seasons, invoice', () => {
  const { next, seasons } = renewalView(found(contract), { viewer, now, mayBuy: true })
  if (next.kind === 'none') throw new Error(next.why)
  expect(next.rows.filter(({ changed }) => changed)).toEqual([
    { name: 'Plan', current: 'Enterprise', next: 'Business', changed: true },
    {
      name: 'Full-time seats',
      current: '25',
      next: '21',
      changed: true,
      why: '20 agreed, but so many stay in use',
    },
    { name: 'Full-time seats, each a month', current: 'US$89.00', next: 'US$69.00', changed: true },
    { name: 'Data storage', current: '22.5 GB', next: '10.25 GB', changed: true },
    { name: 'Attachment storage', current: '145 GB', next: '62.5 GB', changed: true },
  ])
  expect(next.keptInUse).toEqual([
    'Full-time seats: 20 were asked for, and it renews at 21, because so many stay in use.',
  ])
  expect(next.releases).toMatchObject([{ seats: 'Full-time seats', people: ['Ada'], note: null }])
  expect(seasons).toMatchObject([{ name: 'June', cost: 'US$534.00', state: { label: 'Proposed' } }])
  expect(next.invoice.lines.map(({ text }) => text)).toEqual([
    '21 × Full-time seats',
    '5 × Collaborator seats',
  ])
  expect(next.invoice.due).toBe('US$18,288.00')
  expect(next.invoice.without).toBe('Without the 1 season that is not agreed yet (US$534.00 before tax).')
})

test('BILL-08 a cancelled contract has no next term', () => {
  const view = renewalView(found({ ...contract, endsOn: day('2027-01-01') }), { viewer, now, mayBuy: true })
  expect([view.cancelled, view.ended, view.next.kind]).toEqual([true, false, 'none'])
})
