import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleContract } from '../../test/contract.ts'
import { day } from '../time/day.ts'
import type { ContractSeason } from './contract.ts'
import type { IssuedLine } from './cover.ts'
import { seasonLine } from './invoice.ts'
import { explainLine, type InvoiceLine, recomputeLine } from './line.ts'
import { seasonDifference } from './season-difference.ts'

const contract = exampleContract()
/** Two months; sixty-one days. */
const july: ContractSeason = {
  id: 's',
  name: 'July',
  source: 'contract',
  firstDay: day('2026-07-01'),
  lastDay: day('2026-08-31'),
  seats: 10,
  unitPrice: 6_200,
}
const account = { taxes: [{ kind: 'rate', name: 'VAT', percent: '10' } as const], credits: [], carried: 0 }
const issuedFor = (season: ContractSeason, paid = true): IssuedLine[] => [
  { line: seasonLine(contract, season)!, paid },
]

const difference = (
  after: Partial<ContractSeason>,
  { today = '2026-06-10', credited = false, before = july, issued = issuedFor(july) } = {},
) => {
  const facts = { contract, account, minimumCharge: 50, before, issued }
  const answer = seasonDifference(facts, { ...before, ...after }, { today: day(today), credited })
  if (answer.kind === 'refuse') throw new Error(answer.reason)
  return answer
}
const formulas = (lines: readonly InvoiceLine[] = []) =>
  lines.filter(({ kind }) => kind === 'priced').map((line) => explainLine(line).formula)

describe('D-24 D-02 a season that is invoiced already is changed', () => {
  test.each<[string, Partial<ContractSeason>, object, readonly string[], readonly string[]]>([
    ['dates alone cost nothing', { firstDay: day('2026-07-05'), lastDay: day('2026-08-20') }, {}, [], []],
    ['more seats, before it begins: whole', { seats: 12 }, {}, ['2 × 62.00 × 2 = 248.00 USD'], []],
    [
      'more seats, while it runs: the days that are left, today included',
      { seats: 12 },
      { today: '2026-08-01' },
      ['2 × 62.00 × 2 × 31/62 days = 124.00 USD'],
      [],
    ],
    ['more seats, after it: nothing', { seats: 12 }, { today: '2026-09-01' }, [], []],
    [
      'longer: the months that it has more',
      { lastDay: day('2026-09-10') },
      { today: '2026-08-01' },
      ['10 × 62.00 × 3 × 1/3 months = 620.00 USD'],
      [],
    ],
    ['fewer seats, and no credit is agreed', { seats: 7 }, {}, [], []],
    ['fewer seats, with credit', { seats: 7 }, { credited: true }, [], ['−3 × 62.00 × 2 = −372.00 USD']],
    [
      'fewer seats while it runs, with credit',
      { seats: 7 },
      { credited: true, today: '2026-08-01' },
      [],
      ['−3 × 62.00 × 2 × 31/62 days = −186.00 USD'],
    ],
    [
      'shorter, with credit: the month that it has less',
      { lastDay: day('2026-07-31') },
      { credited: true },
      [],
      ['−10 × 62.00 × 2 × 1/2 months = −620.00 USD'],
    ],
    [
      'what is unpaid is not credited',
      { seats: 7 },
      { credited: true, issued: issuedFor(july, false) },
      [],
      [],
    ],
    [
      'seats whose invoice was taken back are given up first, and give nothing back once more',
      { seats: 10 },
      { credited: true, before: { ...july, seats: 12 } },
      [],
      [],
    ],
    [
      '… then those that were paid',
      { seats: 9 },
      { credited: true, before: { ...july, seats: 12 } },
      [],
      ['−1 × 62.00 × 2 = −124.00 USD'],
    ],
    [
      'what was given up earlier without credit is not credited later',
      { seats: 6 },
      { credited: true, before: { ...july, seats: 7 } },
      [],
      ['−1 × 62.00 × 2 = −124.00 USD'],
    ],
    ['what was billed elsewhere is not charged again', { seats: 10 }, { issued: [] }, [], []],
    ['… only what is more', { seats: 11 }, { issued: [] }, ['1 × 62.00 × 2 = 124.00 USD'], []],
  ])('%s', (_, after, more, charged, given) => {
    const { invoice, credit } = difference(after, more)
    expect([formulas(invoice?.lines), formulas(credit.lines)]).toEqual([charged, given])
  })

  test('tax is on its own line, and goes back with what is credited', () => {
    expect(difference({ seats: 12 }).invoice).toMatchObject({ net: 24_800, tax: 2_480, due: 27_280 })
    expect(difference({ seats: 7 }, { credited: true }).credit.amount).toBe(37_200 + 3_720)
  })

  test('D-34 fewer and then more: charged again only what was credited', () => {
    const fewer = { ...july, seats: 7 }
    const given = difference({ seats: 7 }, { credited: true }).credit.lines.map((line) => ({
      line,
      paid: true,
    }))
    const free = difference({ seats: 12 }, { before: fewer })
    expect(formulas(free.invoice?.lines)).toEqual(['2 × 62.00 × 2 = 248.00 USD'])
    const again = difference({ seats: 12 }, { before: fewer, issued: [...issuedFor(july), ...given] })
    expect(formulas(again.invoice?.lines)).toEqual(['5 × 62.00 × 2 = 620.00 USD'])
  })

  test('D-02 D-34 BILL-09 whatever is made of it, in whatever order: never more credit than was paid, and every line explains itself', () => {
    const change = fc.record({
      seats: fc.integer({ min: 0, max: 20 }),
      lastDay: fc.constantFrom('2026-07-20', '2026-07-31', '2026-08-31', '2026-09-15', '2026-11-30'),
      credited: fc.boolean(),
      paid: fc.boolean(),
      day: fc.integer({ min: 1, max: 28 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), fc.boolean(), (changes, firstPaid) => {
        let before = july
        const issued = issuedFor(july, firstPaid)
        const [first] = issued
        let paid = firstPaid ? first!.line.amount.amount : 0
        let given = 0
        for (const one of changes.toSorted((a, b) => a.day - b.day)) {
          const after = { seats: one.seats, lastDay: day(one.lastDay) }
          const today = `2026-07-${String(one.day).padStart(2, '0')}`
          const { invoice, credit } = difference(after, { before, issued, today, credited: one.credited })
          for (const line of [...(invoice?.lines ?? []), ...credit.lines]) {
            expect(recomputeLine(line)).toBe(line.amount.amount)
            if (line.kind !== 'priced') continue
            if (line.amount.amount < 0) given -= line.amount.amount
            else if (one.paid) paid += line.amount.amount
            issued.push({ line, paid: line.amount.amount < 0 || one.paid })
          }
          expect(given).toBeLessThanOrEqual(paid + issued.length)
          before = { ...before, ...after }
        }
      }),
    )
  })
})
