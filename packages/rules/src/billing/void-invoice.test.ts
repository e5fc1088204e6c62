import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import { type InvoiceLine, pricedLine, rateLine, recomputeLine } from './line.ts'
import { settle } from './settle.ts'
import {
  creditedOfInvoice,
  type InvoiceToVoid,
  type IssuedDocument,
  voidInvoice,
  voidPostings,
} from './void-invoice.ts'

const USD = 'USD' as const
const charge = (
  rule: 'period' | 'added' | 'reduction-credit',
  quantity: number,
  part = 30,
  subject = 'full-time',
) =>
  pricedLine({
    rule,
    subject,
    sign: rule === 'reduction-credit' ? -1 : 1,
    quantity,
    unitPrice: { amount: 8_900, currency: USD },
    times: 1,
    per: 1,
    from: day('2026-06-10'),
    until: day('2026-07-10'),
    part,
    whole: 30,
    unit: 'day',
    rounding: 'half-up',
  })!

interface Given {
  readonly lines: readonly InvoiceLine[]
  readonly tax?: string
  readonly credit?: number
  readonly carried?: number
  readonly minimumCharge?: number
}

/** An invoice as it is issued: by `settle`. */
function invoice(id: string, at: number, given: Given, paidAt: number | null): InvoiceToVoid {
  const settled = settle(
    given.lines,
    {
      taxes: [{ kind: 'rate', name: 'VAT', percent: given.tax ?? '20' }],
      credits: [{ id: 'c', grantedAt: 0 as Instant, remaining: given.credit ?? 0 }],
      carried: given.carried ?? 0,
    },
    { currency: USD, rounding: 'half-up', minimumCharge: given.minimumCharge ?? 0 },
  )
  if (settled.kind === 'refuse') throw new Error(settled.reason)
  const { lines, net, tax, due, carriedOut, toBalance } = settled
  const paid = due === 0 ? at : paidAt
  return {
    id,
    kind: 'invoice',
    voids: null,
    issuedAt: at as Instant,
    paidAt: paid as Instant | null,
    lines,
    net,
    tax,
    due,
    carriedOut,
    toBalance,
  }
}

function creditNote(id: string, at: number, line: InvoiceLine, tax = '20'): IssuedDocument {
  const taxLine = rateLine({
    rule: 'tax',
    subject: 'VAT',
    of: line.amount,
    percent: tax,
    rounding: 'half-up',
  })!
  return {
    id,
    kind: 'credit-note',
    voids: null,
    issuedAt: at as Instant,
    paidAt: at as Instant,
    net: line.amount.amount,
    tax: taxLine.amount.amount,
    lines: [line, taxLine],
  }
}

const granted = (...given: Parameters<typeof voidInvoice>) => {
  const voided = voidInvoice(...given)
  if (voided.kind === 'impossible') throw new Error(voided.why)
  return voided
}

describe('D-02 an invoice is taken back', () => {
  test.each<[string, Given, number | null, number, object]>([
    [
      'unpaid: it is owed no more, and nothing is credited',
      { lines: [charge('period', 10)] },
      null,
      0,
      { net: 89_000, tax: 17_800, noLongerOwed: 106_800, credit: 0, carriedAgain: 0 },
    ],
    [
      'paid: all of it is credit',
      { lines: [charge('period', 10)] },
      5,
      0,
      { noLongerOwed: 0, credit: 106_800 },
    ],
    [
      'unpaid, partly settled by credit: that comes back',
      { lines: [charge('period', 10)], credit: 6_800 },
      null,
      0,
      { noLongerOwed: 100_000, credit: 6_800 },
    ],
    [
      'what it had taken over from an earlier one is owed again',
      { lines: [charge('period', 10)], carried: 40 },
      null,
      0,
      { noLongerOwed: 106_840, credit: 0, carriedAgain: 40 },
    ],
    [
      'what it carried on waits no more',
      { lines: [charge('added', 1, 1)], tax: '0', minimumCharge: 5_000 },
      null,
      297,
      { noLongerOwed: 0, noLongerCarried: 297, credit: 0 },
    ],
    [
      '… or is credit, where a later invoice has taken it',
      { lines: [charge('added', 1, 1)], tax: '0', minimumCharge: 5_000 },
      null,
      0,
      { noLongerCarried: 0, credit: 297 },
    ],
  ])('%s', (_, given, paidAt, carried, expected) => {
    const one = invoice('a', 1, given, paidAt)
    expect(granted(one, [one], carried)).toMatchObject(expected)
  })

  test('D-34 what was credited of it already is not credited again, and the credit note says so', () => {
    const one = invoice('a', 1, { lines: [charge('period', 10)] }, 2)
    const note = creditNote('b', 3, charge('reduction-credit', 2, 15))
    expect(creditedOfInvoice('a', [one, note])).toEqual({ net: 8_900, tax: 1_780 })
    const voided = granted(one, [one, note], 0)
    expect(voided.credit).toBe(106_800 - 10_680)
    expect(voided.lines.at(-2)).toMatchObject({ rule: 'credited-before', amount: { amount: 8_900 } })
  })

  test('D-34 a credit is of the latest charges that were paid by then, and of none beyond its amount', () => {
    const first = invoice('a', 1, { lines: [charge('period', 10)] }, 1)
    const added = invoice('b', 2, { lines: [charge('added', 1, 20)] }, 2)
    const unpaid = invoice('c', 3, { lines: [charge('added', 5, 20)] }, null)
    const note = creditNote('d', 4, charge('reduction-credit', 2, 15))
    const documents = [first, added, unpaid, note]
    expect(documents.map(({ id }) => creditedOfInvoice(id, documents).net)).toEqual([2_967, 5_933, 0, 0])
  })

  test('a second time is refused, and what is in the customer’s favour', () => {
    const one = invoice('a', 1, { lines: [charge('period', 10)] }, 2)
    const taken: IssuedDocument = { ...creditNote('b', 3, charge('reduction-credit', 1)), voids: 'a' }
    expect(voidInvoice(one, [one, taken], 0)).toEqual({ kind: 'impossible', why: 'voided-already' })
    const back = invoice('c', 1, { lines: [charge('reduction-credit', 1)] }, null)
    expect(voidInvoice(back, [back], 0)).toEqual({ kind: 'impossible', why: 'in-your-favour' })
  })
})

describe('D-02 BILL-09 properties', () => {
  const anyInvoice = fc.record({
    quantity: fc.integer({ min: 1, max: 400 }),
    part: fc.integer({ min: 1, max: 30 }),
    tax: fc.constantFrom('0', '7.5', '8.875', '20'),
    credit: fc.integer({ min: 0, max: 2_000_000 }),
    carried: fc.integer({ min: 0, max: 49 }),
    minimumCharge: fc.constantFrom(0, 50, 100_000),
    paid: fc.boolean(),
  })
  const reductions = fc.array(
    fc.record({ quantity: fc.integer({ min: 1, max: 9 }), part: fc.integer({ min: 1, max: 30 }) }),
    {
      maxLength: 4,
    },
  )

  test('the books balance, lines explain themselves, and no credit is more than was given for it', () => {
    fc.assert(
      fc.property(
        fc.array(anyInvoice, { minLength: 1, maxLength: 4 }),
        reductions,
        fc.nat(),
        (all, cuts, left) => {
          const invoices = all.map((one, n) =>
            invoice(
              `i${n}`,
              n + 1,
              { ...one, lines: [charge('added', one.quantity, one.part)] },
              one.paid ? n + 1 : null,
            ),
          )
          const documents: IssuedDocument[] = [...invoices]
          // Reductions are credited as far as was paid: the rule of quotes, here by what is left of it.
          let room = invoices.reduce((sum, each) => sum + (each.paidAt === null ? 0 : each.net), 0)
          for (const [n, { quantity, part }] of cuts.entries()) {
            const line = charge('reduction-credit', quantity, part)
            if (0 - line.amount.amount > room) continue
            room += line.amount.amount
            documents.push(creditNote(`n${n}`, 100 + n, line, '0'))
          }
          const credits = documents.filter(({ kind }) => kind === 'credit-note')
          const attributed = invoices.map(({ id }) => creditedOfInvoice(id, documents).net)
          expect(attributed.reduce((sum, each) => sum + each, 0)).toBe(
            credits.reduce((sum, { net }) => sum - net, 0),
          )
          for (const [n, one] of invoices.entries()) {
            const voided = granted(one, documents, left % 100)
            expect(voidPostings(voided, 'x').reduce((sum, { amount }) => sum + amount, 0)).toBe(0)
            expect(voided.lines.map(recomputeLine)).toEqual(voided.lines.map(({ amount }) => amount.amount))
            expect(voided.lines.reduce((sum, { amount }) => sum + amount.amount, 0)).toBe(
              0 - voided.net - voided.tax,
            )
            // Money and credit that went into it, and what was carried on and taken by another.
            const paid = one.paidAt === null ? 0 : one.due
            const used = one.lines.reduce(
              (sum, l) => sum - (l.rule === 'credit-applied' ? l.amount.amount : 0),
              0,
            )
            expect(voided.credit).toBeLessThanOrEqual(
              Math.max(paid + used + one.carriedOut - voided.noLongerCarried - attributed[n]!, 0),
            )
            expect(
              Math.min(voided.net, voided.tax, voided.credit, voided.carriedAgain),
            ).toBeGreaterThanOrEqual(0)
          }
        },
      ),
    )
  })
})
