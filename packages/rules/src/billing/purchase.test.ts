import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../time/instant.ts'
import { nextPurchaseStep, type ProcessorInvoice, type PurchaseFacts } from './purchase.ts'

const due = { amount: 2500, currency: 'USD' } as const
const other = { amount: 2499, currency: 'USD' } as const
const now = 1_000_000 as Instant
const facts: PurchaseFacts = { due, givenUp: false, actUntil: null }
const givenUp = { ...facts, givenUp: true }
const lapsed = { ...facts, actUntil: now }
const asked = { ...facts, actUntil: (now + 1) as Instant }
const open: ProcessorInvoice = { kind: 'open', total: due }
const action: ProcessorInvoice = { kind: 'requires-action', total: due, url: 'https://bank' }
const declined: ProcessorInvoice = { kind: 'declined', total: due, cause: 'insufficient-funds' }
const paid: ProcessorInvoice = { kind: 'paid', total: due }

describe('BILL-13 what comes next follows from what is read', () => {
  test.each([
    ['a draft is finalised', facts, { kind: 'draft' }, { step: 'finalise' }],
    ['what is open is paid', facts, open, { step: 'pay' }],
    ['what is paid is granted', facts, paid, { step: 'grant' }],
    ['what is paid is granted although it was given up', givenUp, paid, { step: 'grant' }],
    ['what is paid is granted although it was late', lapsed, paid, { step: 'grant' }],
    ['PAY-08 the bank asks', asked, action, { step: 'ask-buyer', url: 'https://bank' }],
    ['PAY-08 nobody answered', lapsed, action, { step: 'void', failure: 'authentication-lapsed' }],
    ['D-06 a decline voids first', facts, declined, { step: 'void', failure: 'insufficient-funds' }],
    ['given up before it was finalised', givenUp, { kind: 'draft' }, { step: 'void', failure: 'given-up' }],
    ['given up while the bank asks', givenUp, action, { step: 'void', failure: 'given-up' }],
    ['what is being processed is left alone', givenUp, { kind: 'processing' }, { step: 'look-again' }],
    [
      'D-27 another total is never paid',
      facts,
      { ...open, total: other },
      { step: 'void', failure: 'amount-differs' },
    ],
    [
      'D-27 nor is the same number of another currency',
      facts,
      { ...open, total: { ...due, currency: 'EUR' } },
      { step: 'void', failure: 'amount-differs' },
    ],
    ['void is the end', facts, { kind: 'void' }, { step: 'fail', failure: 'voided' }],
    [
      'void after a decline, by whoever died over it: the reason stays',
      lapsed,
      { kind: 'void', cause: 'insufficient-funds' },
      { step: 'fail', failure: 'insufficient-funds' },
    ],
    ['void after it was given up', givenUp, { kind: 'void' }, { step: 'fail', failure: 'given-up' }],
    ['gone is the end', lapsed, { kind: 'not-there' }, { step: 'fail', failure: 'authentication-lapsed' }],
  ] as const)('%s', (_, purchase, seen, expected) => {
    expect(nextPurchaseStep(purchase, seen as ProcessorInvoice, now)).toEqual(expected)
  })

  test('D-27 only what was accepted is ever paid; it fails only where nothing can be paid any more', () => {
    const total = fc.record({
      amount: fc.integer({ min: 2498, max: 2502 }),
      currency: fc.constantFrom('USD', 'EUR'),
    })
    const invoice = fc.oneof(
      fc.record({ kind: fc.constantFrom('draft', 'processing', 'void', 'not-there') }),
      fc.record({ kind: fc.constantFrom('open', 'paid'), total }),
      fc.record({ kind: fc.constant('declined'), total, cause: fc.constant('declined') }),
      fc.record({ kind: fc.constant('requires-action'), total, url: fc.constant('https://bank') }),
    ) as fc.Arbitrary<ProcessorInvoice>
    const purchase = fc.record({
      due: fc.constant(due),
      givenUp: fc.boolean(),
      actUntil: fc.constantFrom(null, now, (now + 1) as Instant),
    })
    fc.assert(
      fc.property(purchase, invoice, (purchase, seen) => {
        const next = nextPurchaseStep(purchase, seen, now)
        const moves = next.step === 'pay' || next.step === 'ask-buyer'
        expect(!moves || ('total' in seen && seen.total.amount === due.amount)).toBe(true)
        expect(next.step !== 'fail' || ['void', 'not-there'].includes(seen.kind)).toBe(true)
        expect(next.step === 'grant').toBe(seen.kind === 'paid')
      }),
    )
  })
})
