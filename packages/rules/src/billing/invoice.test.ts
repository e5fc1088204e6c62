import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, daysBetween } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import type { ContractFacts, ContractSeason, Credit } from './contract.ts'
import { applyCredit } from './credit.ts'
import { exampleContract, seats } from '../../test/contract.ts'
import { invoiced, type Invoice, type InvoiceFacts, invoiceFor, periodLines, seasonLine } from './invoice.ts'
import { explainLine } from './line.ts'
import { contractPeriodAt } from './period.ts'
import { seasonMonths } from './preview.ts'

const nobody = { taxes: [], credits: [], carried: 0 }

function invoice(contract: ContractFacts, on: string, more: Partial<InvoiceFacts> = {}): Invoice {
  const decision = invoiceFor({ contract, account: nobody, minimumCharge: 50, ...more }, day(on))
  if (decision.kind === 'refuse') throw new Error(`Refused: ${decision.reason}`)
  return decision
}

const formulas = ({ lines }: Pick<Invoice, 'lines'>) => lines.map((line) => explainLine(line).formula)

const holiday: ContractSeason = {
  id: 'holiday',
  name: 'Holiday',
  source: 'contract',
  firstDay: day('2026-11-15'),
  lastDay: day('2026-12-31'),
  seats: 20,
  unitPrice: 5340,
}

describe('BILL-06 invoices in advance', () => {
  test('annual: the term in full, with its contract seasons', () => {
    const contract = exampleContract({ seasons: [holiday] })
    expect(formulas(invoice(contract, '2026-01-01'))).toEqual([
      '10 × 89.00 × 12 = 10680.00 USD',
      '20 × 53.40 × 2 = 2136.00 USD',
    ])
  })

  test('monthly: the contract month; a season is on the invoice of the month in which it opens, whole', () => {
    const contract = exampleContract({ interval: 'monthly', seasons: [holiday] })
    expect(formulas(invoice(contract, '2026-10-31'))).toEqual(['10 × 89.00 = 890.00 USD'])
    expect(formulas(invoice(contract, '2026-11-01'))).toEqual([
      '10 × 89.00 = 890.00 USD',
      '20 × 53.40 × 2 = 2136.00 USD',
    ])
    expect(formulas(invoice(contract, '2026-12-01'))).toEqual(['10 × 89.00 = 890.00 USD'])
  })

  test('ad hoc seasons are no lines of it: they are invoiced by themselves', () => {
    const adHoc: ContractSeason = { ...holiday, source: 'ad-hoc' }
    const contract = exampleContract({ seasons: [adHoc] })
    expect(invoice(contract, '2026-01-01').lines).toHaveLength(1)
    expect(explainLine(seasonLine(contract, adHoc)!)).toEqual({
      formula: '20 × 53.40 × 2 = 2136.00 USD',
      rule: 'ad-hoc-season',
      requirement: 'BILL-06',
    })
  })

  test.each([
    ['one month to the day', '2026-06-01', '2026-06-30', 1],
    ['a day more is a part of one', '2026-06-01', '2026-07-01', 2],
    ['one day', '2026-06-15', '2026-06-15', 1],
    ['from the 31st, clamped', '2026-01-31', '2026-02-27', 1],
    ['three months (D-05)', '2026-11-30', '2027-02-27', 3],
  ])('a season’s months or parts of one: %s', (_, firstDay, lastDay, months) => {
    expect(seasonMonths({ firstDay: day(firstDay), lastDay: day(lastDay) })).toBe(months)
  })

  test('nothing is charged for what is free, unlimited or not there', () => {
    const contract = exampleContract({
      items: [
        seats('full-time', 0, 8900),
        seats('collaborator', 4, 1500, { terms: { mode: 'unlimited' } }),
        seats('data-storage', 3, 0, { kind: 'add-on' }),
      ],
    })
    expect(invoice(contract, '2026-01-01')).toMatchObject({ lines: [], due: 0 })
  })

  test('what is pending comes with it', () => {
    const pending = {
      kind: 'flat',
      rule: 'adjustment',
      subject: 'storage',
      amount: { amount: 5000, currency: 'USD' },
    }
    const result = invoice(exampleContract(), '2026-01-01', { pending: [pending as never] })
    expect(result).toMatchObject({ net: 1_073_000, due: 1_073_000 })
  })

  test('BILL-05 an invoice in the customer’s favour goes to the balance: nothing is due, nothing is paid out', () => {
    const pending = {
      kind: 'flat',
      rule: 'adjustment',
      subject: 'storage',
      amount: { amount: -200, currency: 'USD' },
    }
    const contract = exampleContract({ items: [seats('full-time', 1, 10)] })
    const account = {
      taxes: [{ kind: 'rate', name: 'VAT', percent: '20' } as const],
      credits: [],
      carried: 0,
    }
    const result = invoice(contract, '2026-01-01', { account, pending: [pending as never] })
    expect(result).toMatchObject({
      net: -80,
      tax: -16,
      toBalance: 96,
      creditApplied: 0,
      carriedOut: 0,
      due: 0,
    })
    expect(formulas(result)).toEqual([
      '1 × 0.10 × 12 = 1.20 USD',
      '−2.00 USD',
      '20 % × −0.80 = −0.16 USD',
      '0.96 USD',
    ])
  })

  test('BILL-05 BILL-12 credit oldest first; what was carried is collected', () => {
    const credits = [{ id: 'c', grantedAt: 0 as Instant, remaining: 1_068_000 }]
    const account = { taxes: [], credits, carried: 47 }
    expect(invoice(exampleContract(), '2026-01-01', { account })).toMatchObject({
      carriedIn: 47,
      creditApplied: 1_068_000,
      carriedOut: 47,
      due: 0,
    })
  })

  test('D-26 a card is charged whole tens of a currency with three decimals; the rest is carried', () => {
    const contract = exampleContract({
      currency: 'KWD',
      interval: 'monthly',
      items: [seats('full-time', 3, 12_345)],
    })
    const card = invoice(contract, '2026-01-01')
    expect([card.due, card.carriedOut]).toEqual([37_030, 5])
    expect(invoice({ ...contract, payment: 'wire' }, '2026-01-01')).toMatchObject({
      due: 37_035,
      carriedOut: 0,
    })
  })

  test('D-26 wire knows no minimum', () => {
    const contract = exampleContract({ payment: 'wire', items: [seats('full-time', 1, 1)] })
    expect(invoice(contract, '2026-01-01')).toMatchObject({ carriedOut: 0, due: 12 })
  })

  test('a day outside the term is refused', () => {
    const facts = { contract: exampleContract(), account: nobody, minimumCharge: 50 }
    expect(invoiceFor(facts, day('2027-01-01'))).toEqual({
      kind: 'refuse',
      reason: 'change-outside-period',
      start: '2026-01-01',
      end: '2027-01-01',
    })
  })

  test('and so is one before it, and what cannot be counted', () => {
    const facts = { contract: exampleContract(), account: nobody, minimumCharge: 50 }
    expect(invoiceFor(facts, day('2025-12-31'))).toMatchObject({ reason: 'change-outside-period' })
    const contract = exampleContract({ items: [seats('full-time', 2, 2 ** 50)] })
    expect(invoiceFor({ ...facts, contract }, day('2026-01-01'))).toEqual({
      kind: 'refuse',
      reason: 'amount-out-of-range',
    })
    const account = { ...nobody, taxes: [{ kind: 'rate', name: 'VAT', percent: 'x' } as const] }
    expect(invoiceFor({ ...facts, account }, day('2026-01-01'))).toEqual({
      kind: 'refuse',
      reason: 'invalid-rate',
    })
  })

  test('it says which period it is for, and its lines why they are there', () => {
    const contract = exampleContract({ interval: 'quarterly', seasons: [holiday] })
    const { period, lines } = invoice(contract, '2026-11-30')
    expect(period).toEqual({ start: '2026-10-01', end: '2027-01-01' })
    expect(lines).toMatchObject([
      { rule: 'period', unit: 'day', from: '2026-10-01', until: '2027-01-01' },
      { rule: 'season', unit: 'month', from: '2026-11-15', until: '2027-01-01', times: 2 },
    ])
    expect(seasonLine(contract, { ...holiday, source: 'ad-hoc' })).toMatchObject({ rule: 'ad-hoc-season' })
  })

  test.each([
    ['day', '10 × 89.00 × 16/31 days = 459.35 USD'],
    ['second', '10 × 89.00 × 16/31 days = 459.35 USD'],
    ['thirty-day-month', '10 × 89.00 × 15/30 days = 445.00 USD'],
  ] as const)('D-11 the part of a month that a term begins with, by %s', (basis, formula) => {
    const contract = exampleContract({
      interval: 'monthly',
      term: { start: day('2026-01-16'), end: day('2026-06-01') },
      anchorDay: 1,
      policy: { ...exampleContract().policy, basis },
    })
    expect(formulas(invoice(contract, '2026-01-20'))).toEqual([formula])
  })

  test('a season that opens on the first day of a period is on its invoice', () => {
    const seasons = [{ ...holiday, firstDay: day('2026-10-01') }]
    const contract = exampleContract({ interval: 'quarterly', seasons })
    expect(invoice(contract, '2026-10-05').lines).toHaveLength(2)
    expect(invoice(contract, '2026-09-30').lines).toHaveLength(1)
  })

  test('nothing covers what is not there', () => {
    const { items } = invoiced(exampleContract({ items: [seats('full-time', 0, 8900)] }), true)
    expect(items[0]?.cover).toEqual([])
  })

  test('once it is out every item is covered', () => {
    const { items } = invoiced(exampleContract(), false)
    expect(items[0]?.cover).toEqual([{ quantity: 10, unitPrice: 8900, paid: false }])
  })
})

describe('CAL-04 periods of a contract', () => {
  test.each([
    [
      '31 January, in February',
      '2026-01-31',
      '2027-01-31',
      'monthly',
      undefined,
      '2026-03-01',
      '2026-02-28',
      '2026-03-31',
    ],
    [
      '29 February, yearly',
      '2024-02-29',
      '2028-02-29',
      'annual',
      undefined,
      '2025-02-28',
      '2025-02-28',
      '2026-02-28',
    ],
    [
      'an anchor of its own: a leading part',
      '2026-01-20',
      '2027-01-20',
      'monthly',
      1,
      '2026-01-25',
      '2026-01-20',
      '2026-02-01',
    ],
    [
      'and a trailing one',
      '2026-01-20',
      '2027-01-20',
      'monthly',
      1,
      '2027-01-05',
      '2027-01-01',
      '2027-01-20',
    ],
  ] as const)('%s', (_, start, end, interval, anchorDay, on, from, until) => {
    const facts = { term: { start: day(start), end: day(end) }, interval, ...(anchorDay && { anchorDay }) }
    expect(contractPeriodAt(facts, day(on)).charged).toEqual({ start: from, end: until })
  })

  test('a leading part costs its days over those of the whole period: 12/31', () => {
    const contract = exampleContract({
      interval: 'monthly',
      anchorDay: 1,
      term: { start: day('2026-01-20'), end: day('2027-01-20') },
    })
    expect(formulas(invoice(contract, '2026-01-20'))).toEqual(['10 × 89.00 × 12/31 days = 344.52 USD'])
  })

  test('a day outside the term is a programmer’s mistake', () => {
    expect(() => contractPeriodAt(exampleContract(), day('2027-01-01'))).toThrow(RangeError)
  })
})

test('BILL-06 the invoices of a term cover each of its days once, however it is anchored', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1500 }),
      fc.integer({ min: 1, max: 31 }),
      fc.constantFrom('monthly' as const, 'quarterly' as const),
      (offset, anchorDay, interval) => {
        const start = addDays(day('2024-01-01'), offset)
        const term = { start, end: addDays(start, 400) }
        const contract = exampleContract({ interval, anchorDay, term })
        let days = 0
        for (let on = start; on < term.end;) {
          const [line] = periodLines(contract, on)!
          expect(line).toMatchObject({ from: on, part: daysBetween(on, line!.until) })
          days += line!.part
          on = line!.until
        }
        expect(days).toBe(400)
      },
    ),
  )
})

describe('BILL-05 credit is used up oldest first', () => {
  const credit = (id: string, grantedAt: number, remaining: number): Credit => ({
    id,
    grantedAt: grantedAt as Instant,
    remaining,
  })

  test('over several invoices', () => {
    const credits = [credit('b', 2, 50), credit('a', 1, 30), credit('c', 2, 5)]
    const invoices = [
      { id: '1', due: 40 },
      { id: '2', due: 100 },
    ]
    expect(applyCredit(invoices, credits)).toEqual({
      applications: [
        { creditId: 'a', invoiceId: '1', amount: 30 },
        { creditId: 'b', invoiceId: '1', amount: 10 },
        { creditId: 'b', invoiceId: '2', amount: 40 },
        { creditId: 'c', invoiceId: '2', amount: 5 },
      ],
      invoices: [
        { id: '1', due: 0 },
        { id: '2', due: 55 },
      ],
      credits: [credit('a', 1, 0), credit('b', 2, 0), credit('c', 2, 0)],
    })
  })

  test('an invoice in the customer’s favour takes none', () => {
    expect(applyCredit([{ id: '1', due: -5 }], [credit('a', 1, 30)])).toMatchObject({
      applications: [],
      invoices: [{ due: -5 }],
    })
  })

  test.each([
    ['a', 'b', 'c'],
    ['c', 'b', 'a'],
    ['b', 'c', 'a'],
    ['b', 'a', 'c'],
  ])('of one instant in the order of their names, however they are listed: %s %s %s', (...ids) => {
    const credits = ids.map((id) => ({ id, grantedAt: 1 as Instant, remaining: 10 }))
    const { applications } = applyCredit([{ id: 'i', due: 25 }], credits)
    expect(applications.map(({ creditId, amount }) => [creditId, amount])).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 5],
    ])
  })

  test('no cent appears or vanishes', () => {
    const dues = fc.array(fc.nat(1000), { maxLength: 6 })
    fc.assert(
      fc.property(dues, fc.array(fc.nat(1000), { maxLength: 6 }), (due, remaining) => {
        const invoices = due.map((each, i) => ({ id: `i${i}`, due: each }))
        const credits = remaining.map((each, i) => credit(`c${i}`, remaining.length - i, each))
        const result = applyCredit(invoices, credits)
        const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)
        const used = sum(result.applications.map((each) => each.amount))
        expect(used).toBe(Math.min(sum(due), sum(remaining)))
        expect(sum(result.invoices.map((each) => each.due))).toBe(sum(due) - used)
        expect(sum(result.credits.map((each) => each.remaining))).toBe(sum(remaining) - used)
      }),
    )
  })
})
