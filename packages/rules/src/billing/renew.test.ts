import { describe, expect, test } from 'vitest'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { day } from '../time/day.ts'
import { instantFromIso } from '../time/instant.ts'
import { cancelContract, quoteReactivation, undoCancellation } from './cancel.ts'
import type { ContractFacts, ScheduledChange } from './contract.ts'
import { exampleContract, seats } from '../../test/contract.ts'
import { explainLine } from './line.ts'
import { renew, type Renewal } from './renew.ts'
import { previewRenewal } from './renewal-preview.ts'
import { withoutScheduled } from './schedule.ts'
import { upcomingInvoice } from './upcoming-invoice.ts'

const at = instantFromIso

function renewed(contract: ContractFacts): Renewal {
  const decision = renew(contract, DEFAULT_CATALOG)
  if (decision.kind === 'refuse') throw new Error(`Refused: ${decision.reason}`)
  return decision
}

const to = (quantity: number, releases?: string[]): ScheduledChange => ({
  kind: 'quantity',
  item: 'full-time',
  from: 10,
  to: quantity,
  effectiveOn: day('2027-01-01'),
  ...(releases && { releases }),
})

describe('BILL-11 renewal', () => {
  test('the next term is as long as the last, with nothing scheduled and nothing invoiced', () => {
    const { contract } = renewed(exampleContract())
    expect(contract).toMatchObject({
      term: { start: '2027-01-01', end: '2028-01-01' },
      scheduled: [],
      items: [{ id: 'full-time', quantity: 10, unitPrice: 8900, cover: [] }],
    })
  })

  test.each([
    [
      'D-39 monthly from the 31st: clamped, not drifting',
      '2026-01-31',
      '2026-02-28',
      undefined,
      '2026-03-31',
    ],
    ['two years', '2026-03-01', '2028-03-01', undefined, '2030-03-01'],
    ['another length, as agreed', '2026-01-01', '2027-01-01', 24, '2029-01-01'],
    ['from leap day', '2024-02-29', '2025-02-28', undefined, '2026-02-28'],
  ])('%s', (_, start, end, renewalMonths, next) => {
    const term = { start: day(start), end: day(end) }
    const { contract } = renewed(exampleContract({ term, ...(renewalMonths && { renewalMonths }) }))
    expect(contract.term).toEqual({ start: end, end: next })
  })

  test('D-39 twelve renewals of a month from the 31st keep its day', () => {
    let contract = exampleContract({
      interval: 'monthly',
      term: { start: day('2026-01-31'), end: day('2026-02-28') },
    })
    const ends = Array.from({ length: 12 }, () => (contract = renewed(contract).contract).term.end.slice(5))
    expect(ends).toEqual('03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31 02-28'.split(' '))
  })

  test('BILL-04 the scheduled plan and quantities apply, at the new plan’s prices', () => {
    const scheduled: ScheduledChange[] = [
      { kind: 'plan', from: 'enterprise', to: 'business', effectiveOn: day('2027-01-01') },
      to(9),
    ]
    const { contract } = renewed(exampleContract({ scheduled }))
    expect(contract).toMatchObject({ plan: 'business', items: [{ quantity: 9, unitPrice: 6900 }] })
  })

  test.each([
    ['8 in use, to be 6, nobody named: renews at 8', to(6), 8, [{ requested: 6, renewedAt: 8 }]],
    ['one named: renews at 7', to(6, ['ada']), 7, [{ requested: 6, renewedAt: 7 }]],
    ['two named: renews at 6', to(6, ['ada', 'bob']), 6, []],
    ['more named than need be', to(6, ['ada', 'bob', 'cy']), 6, []],
    ['an increase that was scheduled', to(12), 12, []],
  ])('D-23 %s', (_, scheduled, quantity, kept) => {
    const result = renewed(exampleContract({ scheduled: [scheduled] }))
    expect(result.contract.items[0]?.quantity).toBe(quantity)
    expect(result.keptInUse).toMatchObject(kept)
    expect(result.releases).toEqual(
      scheduled.kind === 'quantity' && scheduled.releases
        ? [{ item: 'full-time', members: scheduled.releases }]
        : [],
    )
  })

  test('D-19 collaborators tied to seats follow', () => {
    const items = [
      seats('full-time', 10, 8900),
      seats('collaborator', 5, 0, { terms: { mode: 'tied', seats: 1, per: 2 } }),
    ]
    const { contract } = renewed(exampleContract({ items, scheduled: [to(7)] }))
    expect(contract.items.map((item) => item.quantity)).toEqual([7, 3])
  })

  test('D-23 collaborators in use stay, whatever the full-time seats come to', () => {
    const items = [
      seats('full-time', 10, 8900),
      seats('collaborator', 5, 0, { inUse: 4, terms: { mode: 'tied', seats: 1, per: 2 } }),
    ]
    const { contract, keptInUse } = renewed(exampleContract({ items, scheduled: [to(4)] }))
    expect(contract.items.map((item) => item.quantity)).toEqual([4, 4])
    expect(keptInUse).toEqual([{ item: 'collaborator', requested: 2, renewedAt: 4 }])
  })

  test('contract seasons end with the term and are proposed one year on; ad hoc ones stay and never renew', () => {
    const season = { name: 'S', seats: 5, unitPrice: 5340 }
    const june = {
      ...season,
      id: 'june',
      source: 'contract',
      firstDay: day('2026-06-01'),
      lastDay: day('2026-06-30'),
    } as const
    const adHoc = {
      ...season,
      id: 'adhoc',
      source: 'ad-hoc',
      firstDay: day('2026-12-01'),
      lastDay: day('2027-02-28'),
    } as const
    const result = renewed(exampleContract({ seasons: [june, adHoc] }))
    expect(result.contract.seasons).toEqual([adHoc])
    expect(result.proposedSeasons).toEqual([{ ...june, firstDay: '2027-06-01', lastDay: '2027-06-30' }])
  })

  test.each([
    ['the last day of the term is proposed', 'contract', '2026-12-01', '2026-12-31', [], ['2027-12-01']],
    [
      'the first day after it goes along, and is not proposed',
      'contract',
      '2026-12-01',
      '2027-01-01',
      ['2026-12-01'],
      [],
    ],
    [
      'the term’s first day is proposed for the next one’s first',
      'contract',
      '2026-01-01',
      '2026-01-31',
      [],
      ['2027-01-01'],
    ],
    ['an ad hoc season that is over is neither', 'ad-hoc', '2026-06-01', '2026-06-30', [], []],
  ] as const)('BILL-11 a season up to or from %s', (_, source, firstDay, lastDay, kept, proposed) => {
    const season = {
      id: 's',
      name: 'S',
      source,
      firstDay: day(firstDay),
      lastDay: day(lastDay),
      seats: 5,
      unitPrice: 1,
    }
    const result = renewed(exampleContract({ seasons: [season] }))
    expect(result.contract.seasons.map((each) => each.firstDay)).toEqual(kept)
    expect(result.proposedSeasons.map((each) => each.firstDay)).toEqual(proposed)
  })

  test('after a term of two years the seasons of its first year move two years on', () => {
    const early = {
      id: 'e',
      name: 'E',
      source: 'contract',
      seats: 1,
      unitPrice: 1,
      firstDay: day('2026-06-01'),
      lastDay: day('2026-06-30'),
    } as const
    const term = { start: day('2026-01-01'), end: day('2028-01-01') }
    const { proposedSeasons } = renewed(exampleContract({ term, seasons: [early] }))
    expect(proposedSeasons).toMatchObject([{ firstDay: '2028-06-01', lastDay: '2028-06-30' }])
  })

  test('a cancelled contract does not renew', () => {
    expect(renew(exampleContract({ endsOn: day('2027-01-01') }), DEFAULT_CATALOG)).toEqual({
      kind: 'refuse',
      reason: 'contract-ended',
      endedOn: '2027-01-01',
    })
  })

  test('a plan that is sold no more', () => {
    const scheduled: ScheduledChange[] = [
      { kind: 'plan', from: 'enterprise', to: 'gone', effectiveOn: day('2027-01-01') },
    ]
    expect(renew(exampleContract({ scheduled }), DEFAULT_CATALOG)).toMatchObject({ reason: 'unknown-plan' })
  })

  test('BILL-04 a scheduled change is called off until then', () => {
    const plan: ScheduledChange = { kind: 'plan', from: 'a', to: 'b', effectiveOn: day('2027-01-01') }
    expect(withoutScheduled([to(7), plan], { item: 'full-time' })).toEqual([plan])
    expect(withoutScheduled([to(7), plan], 'plan')).toEqual([to(7)])
  })
})

describe('BILL-08 D-21 cancellation', () => {
  const now = at('2026-05-05T10:00Z')

  test('access ends with the paid or the contracted period, whichever is later; what was scheduled lapses', () => {
    const monthlyForAYear = exampleContract({ interval: 'monthly', scheduled: [to(9)] })
    expect(cancelContract(monthlyForAYear, now)).toMatchObject({
      kind: 'grant',
      endsOn: '2027-01-01',
      endsAt: at('2027-01-01T00:00Z'),
      contract: { scheduled: [], endsOn: '2027-01-01' },
    })
    const month = exampleContract({
      interval: 'monthly',
      term: { start: day('2026-05-01'), end: day('2026-06-01') },
    })
    expect(cancelContract(month, now)).toMatchObject({ endsOn: '2026-06-01' })
  })

  test('a contract that has not begun ends with its term, too', () => {
    expect(cancelContract(exampleContract(), at('2025-11-01T00:00Z'))).toMatchObject({ endsOn: '2027-01-01' })
  })

  test('a contract whose term has run out, renewed or not, is not cancelled', () => {
    expect(cancelContract(exampleContract(), at('2027-01-01T00:00Z'))).toEqual({
      kind: 'refuse',
      reason: 'contract-ended',
      endedOn: '2027-01-01',
    })
  })

  test('one click undoes it before the end, to the millisecond', () => {
    const cancelled = exampleContract({ endsOn: day('2027-01-01') })
    expect(undoCancellation(cancelled, at('2026-12-31T23:59:59.999Z'))).toMatchObject({
      kind: 'grant',
      contract: { endsOn: null },
    })
    const ended = { kind: 'refuse', reason: 'contract-ended', endedOn: '2027-01-01' }
    expect(undoCancellation(cancelled, at('2027-01-01T00:00Z'))).toEqual(ended)
    expect(undoCancellation(exampleContract(), now)).toEqual({ kind: 'refuse', reason: 'not-cancelled' })
  })

  test('twice, or after the end, it is refused', () => {
    const cancelled = exampleContract({ endsOn: day('2027-01-01') })
    expect(cancelContract(cancelled, now)).toEqual({
      kind: 'refuse',
      reason: 'already-cancelled',
      endsOn: '2027-01-01',
    })
    expect(cancelContract(cancelled, at('2027-01-01T00:00Z'))).toEqual({
      kind: 'refuse',
      reason: 'contract-ended',
      endedOn: '2027-01-01',
    })
  })

  test('BILL-08 the new term has neither the old one’s seasons nor what was scheduled; nothing may be zero', () => {
    const firstDay = day('2026-11-01')
    const season = { id: 's', name: 'S', source: 'contract', firstDay, lastDay: firstDay } as const
    const contract = exampleContract({
      endsOn: day('2027-01-01'),
      seasons: [{ ...season, seats: 1, unitPrice: 1 }],
      scheduled: [to(9)],
    })
    const account = { taxes: [], credits: [], carried: 0 }
    const facts = { contract, catalog: DEFAULT_CATALOG, account, quantities: { 'full-time': 0 } }
    expect(quoteReactivation(facts, at('2027-03-15T12:00Z'))).toMatchObject({
      kind: 'grant',
      contract: { seasons: [], scheduled: [], items: [{ quantity: 0 }] },
      invoice: { due: 0 },
    })
  })

  test('BILL-08 after the end a card leads to a quote: a new term from today, at list price', () => {
    const contract = exampleContract({
      endsOn: day('2027-01-01'),
      items: [seats('full-time', 10, 7000)],
      anchorDay: 1,
    })
    const facts = {
      contract,
      catalog: DEFAULT_CATALOG,
      account: { taxes: [], credits: [], carried: 0 },
    }
    const decision = quoteReactivation(facts, at('2027-03-15T12:00Z'))
    expect(decision).toMatchObject({
      kind: 'grant',
      contract: { term: { start: '2027-03-15', end: '2028-03-15' }, items: [{ unitPrice: 8900, cover: [] }] },
      invoice: { due: 1_068_000 },
    })
    const lines = decision.kind === 'grant' ? decision.invoice.lines : []
    expect(lines.map((line) => explainLine(line).formula)).toEqual(['10 × 89.00 × 12 = 10680.00 USD'])
    expect(
      quoteReactivation(
        { ...facts, quantities: { 'full-time': 3 }, interval: 'monthly' },
        at('2027-03-15T12:00Z'),
      ),
    ).toMatchObject({ contract: { term: { end: '2027-04-15' } }, invoice: { due: 3 * 10_700 } })
    expect(quoteReactivation(facts, now)).toEqual({ kind: 'refuse', reason: 'not-ended' })
    const march = at('2027-03-15T12:00Z')
    expect(quoteReactivation({ ...facts, contract: { ...contract, plan: 'gone' } }, march)).toMatchObject({
      reason: 'unknown-plan',
    })
    expect(quoteReactivation({ ...facts, contract: { ...contract, currency: 'EUR' } }, march)).toMatchObject({
      reason: 'currency-mismatch',
      expected: 'EUR',
      given: 'USD',
    })
    const badRate = { taxes: [{ kind: 'rate', name: 'VAT', percent: '' } as const], credits: [], carried: 0 }
    expect(quoteReactivation({ ...facts, account: badRate }, march)).toMatchObject({ reason: 'invalid-rate' })
    expect(quoteReactivation({ ...facts, quantities: { 'full-time': -1 } }, at('2027-03-15T12:00Z'))).toEqual(
      {
        kind: 'refuse',
        reason: 'invalid-quantity',
      },
    )
  })
})

test('BILL-11 the preview shows all that follows: seats, tied collaborators, invoice, credit, storage', () => {
  const contract = exampleContract({
    items: [
      seats('full-time', 10, 8900),
      seats('collaborator', 5, 0, { terms: { mode: 'tied', seats: 1, per: 2 } }),
      seats('data-storage', 2, 5000, { kind: 'add-on' }),
    ],
    scheduled: [to(6)],
  })
  const credits = [{ id: 'c', grantedAt: at('2026-06-01T00:00Z'), remaining: 40_800 }]
  const decision = previewRenewal({
    contract,
    catalog: DEFAULT_CATALOG,
    account: { taxes: [], credits, carried: 0 },
  })
  expect(decision).toMatchObject({
    renewal: { contract: { items: [{ quantity: 6 }, { quantity: 3 }, { quantity: 2 }] } },
    invoice: { net: 6 * 8900 * 12 + 2 * 5000 * 12, creditApplied: 40_800, due: 720_000 },
    storage: {
      current: { data: 10e9 + 10 * 500e6 + 2e9, attachments: 20e9 + 50e9 },
      next: { data: 10e9 + 6 * 500e6 + 2e9, attachments: 20e9 + 30e9 },
    },
  })
})

describe('BILL-01 BILL-11 the invoice that comes next', () => {
  const account = {
    taxes: [{ kind: 'rate', name: 'Sales tax', percent: '8.875' } as const],
    credits: [{ id: 'c', grantedAt: at('2026-06-01T00:00Z'), remaining: 10_000 }],
    carried: 0,
  }
  const catalog = DEFAULT_CATALOG

  test('at a renewal it is the very invoice of the preview, also without what cannot be made any more', () => {
    const gone = { kind: 'plan', from: 'enterprise', to: 'gone', effectiveOn: day('2027-01-01') } as const
    const contract = exampleContract({ scheduled: [to(6), gone] })
    const preview = previewRenewal({ contract, catalog, account })
    expect(preview.kind).toBe('grant')
    expect(upcomingInvoice({ contract, catalog, account }, day('2026-06-15'))).toEqual({
      on: '2027-01-01',
      renews: true,
      invoice: preview.kind === 'grant' && preview.invoice,
    })
  })

  test('within a term it is the next period’s, with tax and credit each on its own', () => {
    const contract = exampleContract({ interval: 'monthly' })
    expect(upcomingInvoice({ contract, catalog, account }, day('2026-06-15'))).toMatchObject({
      on: '2026-07-01',
      renews: false,
      invoice: { net: 89_000, tax: 7899, creditApplied: 10_000, due: 86_899 },
    })
  })

  test('none follows the end of a cancelled contract, nor what has no price', () => {
    const ended = exampleContract({ endsOn: day('2027-01-01') })
    expect(upcomingInvoice({ contract: ended, catalog, account }, day('2026-06-15'))).toBeNull()
    const wrong = { ...account, taxes: [{ kind: 'rate', name: 'VAT', percent: 'x' } as const] }
    expect(
      upcomingInvoice({ contract: exampleContract(), catalog, account: wrong }, day('2026-06-15')),
    ).toBeNull()
  })
})

test('BILL-11 a plan that left the catalog is not in the preview, as it is not made: the contract goes on as it is', () => {
  const account = { taxes: [], credits: [], carried: 0 }
  const gone = {
    kind: 'plan',
    from: 'enterprise',
    to: 'gone',
    effectiveOn: exampleContract().term.end,
  } as const
  const contract = exampleContract({ scheduled: [gone] })
  expect(previewRenewal({ contract, catalog: DEFAULT_CATALOG, account })).toMatchObject({
    kind: 'grant',
    renewal: { contract: { plan: contract.plan } },
    refused: [{ change: gone, reason: 'unknown-plan' }],
  })
})

test('BILL-11 a preview refuses what the renewal or its invoice refuse', () => {
  const account = { taxes: [{ kind: 'rate', name: 'VAT', percent: 'x' } as const], credits: [], carried: 0 }
  const facts = { contract: exampleContract(), catalog: DEFAULT_CATALOG, account }
  expect(previewRenewal(facts)).toEqual({ kind: 'refuse', reason: 'invalid-rate' })
  const ended = exampleContract({ endsOn: day('2027-01-01') })
  expect(previewRenewal({ ...facts, contract: ended })).toMatchObject({ reason: 'contract-ended' })
})

test('STOR-04 a plan without storage limits has none in the preview', () => {
  const account = { taxes: [], credits: [], carried: 0 }
  const contract = exampleContract({ plan: 'classic', items: [seats('staff', 3, 2900)] })
  expect(previewRenewal({ contract, catalog: DEFAULT_CATALOG, account })).toMatchObject({
    storage: { current: null, next: null },
  })
})
