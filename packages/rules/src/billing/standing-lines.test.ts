import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import { coverOf, creditedOf, cutCover } from './cover.ts'
import { pricedLine, type PricedLine } from './line.ts'
import { type DocumentLine, standingLines } from './standing-lines.ts'
import { creditedOfInvoice, type IssuedDocument } from './void-invoice.ts'

const PRICE = 8_900
const line = (
  rule: 'period' | 'added' | 'plan-difference' | 'reduction-credit',
  quantity: number,
  price = PRICE,
) =>
  pricedLine({
    rule,
    subject: 'full-time',
    sign: rule === 'reduction-credit' ? -1 : 1,
    quantity,
    unitPrice: { amount: price, currency: 'USD' },
    ...(rule === 'plan-difference' && { unitPriceBefore: { amount: PRICE, currency: 'USD' } }),
    times: 1,
    per: 1,
    from: day('2026-06-10'),
    until: day('2026-07-10'),
    part: 30,
    whole: 30,
    unit: 'day',
    rounding: 'half-up',
  })!

/** Documents as they come one after the other. */
class Books {
  readonly documents: IssuedDocument[] = []

  add(one: PricedLine, { paid = true, voids = null }: { paid?: boolean; voids?: string | null } = {}): void {
    const at = (this.documents.length + 1) as Instant
    this.documents.push({
      id: `${at}`,
      kind: one.sign === 1 ? 'invoice' : 'credit-note',
      voids,
      issuedAt: at,
      paidAt: paid ? at : null,
      net: one.amount.amount,
      tax: 0,
      lines: [one],
    })
  }

  void(id: string): void {
    const [of] = this.documents.find((one) => one.id === id)!.lines
    if (of?.kind === 'priced') this.add(pricedLine({ ...of, sign: -1 })!, { voids: id })
  }

  isVoid = (id: string): boolean => this.documents.some(({ voids }) => voids === id)

  standing() {
    return standingLines(
      this.documents.flatMap(({ id, lines, ...document }) =>
        lines.map((one): DocumentLine => {
          return { ...document, documentId: id, voided: this.isVoid(id), line: one }
        }),
      ),
    )
  }

  cover = () => coverOf('full-time', this.standing())
}

describe('D-34 D-02 what still counts once an invoice was taken back', () => {
  test('what was credited of it covers nothing else', () => {
    const books = new Books()
    books.add(line('period', 4))
    books.add(line('added', 2))
    books.add(line('reduction-credit', 2))
    books.void('2')
    expect(books.cover()).toEqual([{ quantity: 4, unitPrice: PRICE, paid: true }])
    expect(creditedOf('full-time', books.standing())).toEqual([])
  })

  test('a credit of two invoices stays with the one that stands; one that came after it was taken back, wholly', () => {
    const books = new Books()
    books.add(line('period', 4))
    books.add(line('added', 2))
    books.add(line('reduction-credit', 3))
    books.void('2')
    expect(books.cover()).toEqual([{ quantity: 3, unitPrice: PRICE, paid: true }])
    books.add(line('reduction-credit', 1))
    expect(books.cover()).toEqual([{ quantity: 2, unitPrice: PRICE, paid: true }])
  })

  test('what was given up at a price that was taken back takes its worth of the units below it', () => {
    const books = new Books()
    books.add(line('period', 4))
    books.add(line('plan-difference', 4, PRICE * 2))
    books.add(line('reduction-credit', 3, PRICE * 2))
    books.void('2')
    // Six units' worth, four of them of what was taken back.
    expect(books.cover()).toEqual([{ quantity: 2, unitPrice: PRICE, paid: true }])
  })

  test('after any purchases, reductions and invoices taken back, what is covered and paid is what was paid less what was credited', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('buy'), by: fc.integer({ min: 1, max: 9 }), paid: fc.boolean() }),
      fc.record({ kind: fc.constant('less'), by: fc.integer({ min: 1, max: 9 }), paid: fc.constant(true) }),
      fc.record({ kind: fc.constant('void'), by: fc.nat(20), paid: fc.constant(true) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const books = new Books()
        for (const { kind, by, paid } of steps) {
          const standing = books.documents.filter((one) => one.kind === 'invoice' && !books.isVoid(one.id))
          if (kind === 'buy') books.add(line('added', by), { paid })
          else if (kind === 'void') {
            const one = standing[by % Math.max(standing.length, 1)]
            if (one) books.void(one.id)
          } else {
            const units = books.cover().reduce((sum, { quantity }) => sum + quantity, 0)
            const { credited } = cutCover(books.cover(), units, Math.max(units - by, 0))
            for (const { quantity } of credited) books.add(line('reduction-credit', quantity))
          }
          const { documents } = books
          const kept = documents.filter((one) => one.kind === 'invoice' && !books.isVoid(one.id))
          const worth = kept
            .filter(({ paidAt }) => paidAt !== null)
            .reduce((sum, { id, net }) => sum + net - creditedOfInvoice(id, documents).net, 0)
          const covered = books.cover().filter((layer) => layer.paid)
          expect(covered.reduce((sum, { quantity }) => sum + quantity, 0) * PRICE).toBe(worth)
          // What came before an invoice says nothing of it.
          for (const [n, { id }] of documents.entries())
            expect(creditedOfInvoice(id, documents.slice(n))).toEqual(creditedOfInvoice(id, documents))
        }
      }),
    )
  })
})
