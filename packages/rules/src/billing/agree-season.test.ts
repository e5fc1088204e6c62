import { describe, expect, test } from 'vitest'
import { exampleContract } from '../../test/contract.ts'
import { day } from '../time/day.ts'
import { agreeSeason } from './agree-season.ts'
import type { ContractFacts, ContractSeason } from './contract.ts'
import { explainLine } from './line.ts'

const holiday: ContractSeason = {
  id: 'holiday',
  name: 'Holiday',
  source: 'contract',
  firstDay: day('2026-11-01'),
  lastDay: day('2026-12-31'),
  seats: 4,
  unitPrice: 6000,
}
const vat = { kind: 'rate', name: 'VAT', percent: '20' } as const
const year = { today: day('2026-06-10'), billedUntil: day('2027-01-01') }

const agree = (
  more: Partial<ContractSeason> = {},
  when: Partial<typeof year> = {},
  contract: Partial<ContractFacts> = {},
) =>
  agreeSeason(
    {
      contract: exampleContract(contract),
      account: { taxes: [vat], credits: [], carried: 0 },
      minimumCharge: 50,
    },
    { ...holiday, ...more },
    { ...year, ...when },
  )

describe('BILL-11 a proposed season that is agreed upon', () => {
  test('in a year that is invoiced already has an invoice of its own: seats × price × months, and tax', () => {
    const agreed = agree()
    if (agreed.kind === 'refuse') throw new Error(agreed.reason)
    expect(agreed.invoice?.lines.map((line) => explainLine(line).formula)).toEqual([
      '4 × 60.00 × 2 = 480.00 USD',
      '20 % × 480.00 = 96.00 USD',
    ])
    expect(agreed.invoice).toMatchObject({ net: 48_000, tax: 9_600, due: 57_600 })
  })

  test.each([
    ['opens on the last day that is invoiced', {}, { billedUntil: day('2026-11-02') }, true],
    ['opens on the first day that is not', {}, { billedUntil: day('2026-11-01') }, false],
    ['opens in a later period', {}, { billedUntil: day('2026-07-01') }, false],
    ['costs nothing', { unitPrice: 0 }, {}, false],
  ] as const)('has one of its own or not: it %s', (_, more, when, own) => {
    expect(agree(more, when)).toMatchObject({ kind: 'grant', invoice: own ? { due: 57_600 } : null })
  })

  test('waits for the first invoice where there is none yet', () => {
    const agreed = agreeSeason(
      { contract: exampleContract(), account: { taxes: [], credits: [], carried: 0 }, minimumCharge: 50 },
      holiday,
      { today: year.today, billedUntil: null },
    )
    expect(agreed).toEqual({ kind: 'grant', invoice: null })
  })

  test('BILL-12 what is below the card’s minimum is carried, and a wire knows no minimum', () => {
    const small = { seats: 1, unitPrice: 15 }
    expect(agree(small)).toMatchObject({ invoice: { due: 0, carriedOut: 36 } })
    expect(agree(small, {}, { payment: 'wire' })).toMatchObject({ invoice: { due: 36, carriedOut: 0 } })
  })

  test.each([
    ['no seats', { seats: 0 }, 'invalid-quantity'],
    ['half a seat', { seats: 1.5 }, 'invalid-quantity'],
    ['more seats than anybody has', { seats: 100_001 }, 'invalid-quantity'],
    ['a price below nothing', { unitPrice: -1 }, 'invalid-amount'],
    ['half a cent', { unitPrice: 0.5 }, 'invalid-amount'],
    [
      'one that closed yesterday',
      { firstDay: day('2026-06-01'), lastDay: day('2026-06-09') },
      'season-closed',
    ],
    ['an amount beyond what can be reckoned', { seats: 100_000, unitPrice: 2 ** 52 }, 'amount-out-of-range'],
  ])('refused: %s', (_, more, reason) => {
    expect(agree(more)).toMatchObject({ kind: 'refuse', reason })
  })

  test.each([
    ['as many seats as anybody has', { seats: 100_000 }, {}],
    ['one that closes today', { firstDay: day('2026-06-01'), lastDay: day('2026-06-10') }, {}],
    ['one that opens on the last day of a cancelled contract', {}, { endsOn: day('2026-11-02') }],
    ['none of a contract that goes on', {}, { endsOn: null }],
  ])('not refused: %s', (_, more, contract) => {
    expect(agree(more, {}, contract).kind).toBe('grant')
  })

  test('refused: one that opens when a cancelled contract has ended', () => {
    const endsOn = day('2026-11-01')
    expect(agree({}, {}, { endsOn })).toEqual({ kind: 'refuse', reason: 'contract-ended', endedOn: endsOn })
  })
})
