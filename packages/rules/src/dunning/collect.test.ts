import { describe, expect, test } from 'vitest'
import type { ProcessorInvoice } from '../billing/purchase.ts'
import type { Money } from '../money/money.ts'
import { addMilliseconds, instantFromIso } from '../time/instant.ts'
import { type CollectionFacts, lookAtCollection, nextCollectionStep, nextTryAt } from './collect.ts'

const at = instantFromIso
const due: Money = { amount: 8300, currency: 'USD' }
const other: Money = { amount: 8299, currency: 'USD' }
const euro: Money = { amount: 8300, currency: 'EUR' }
const facts: CollectionFacts = { method: 'card', due, charged: false, newCard: false }

describe('BILL-07 PAY-03 PAY-05 what comes next follows from what is read', () => {
  test.each<[string, Partial<CollectionFacts>, ProcessorInvoice, object]>([
    ['a draft', {}, { kind: 'draft' }, { step: 'finalise' }],
    ['open: the card is charged', {}, { kind: 'open', total: due }, { step: 'pay' }],
    ['D-27 another amount is never paid', {}, { kind: 'open', total: other }, { step: 'replace' }],
    ['nor another currency', {}, { kind: 'open', total: euro }, { step: 'replace' }],
    ['paid', {}, { kind: 'paid', total: due }, { step: 'settle' }],
    [
      'declined yesterday: tried again',
      {},
      { kind: 'declined', total: due, cause: 'declined' },
      { step: 'pay' },
    ],
    [
      'declined just now',
      { charged: true },
      { kind: 'declined', total: due, cause: 'expired-card' },
      { step: 'decline', cause: 'expired-card' },
    ],
    [
      'PAY-08 the bank asks',
      { charged: true },
      { kind: 'requires-action', total: due, url: 'https://bank' },
      { step: 'ask-customer', url: 'https://bank' },
    ],
    [
      'PAY-08 another card while the bank asks of the old one',
      { newCard: true },
      { kind: 'requires-action', total: due, url: 'https://bank' },
      { step: 'replace' },
    ],
    ['voided there: it is owed all the same', {}, { kind: 'void' }, { step: 'replace' }],
    ['gone', {}, { kind: 'not-there' }, { step: 'replace' }],
    ['the processor is still at it', { charged: true }, { kind: 'processing' }, { step: 'look-again' }],
    ['D-28 a wire lies there', { method: 'wire' }, { kind: 'open', total: due }, { step: 'wait' }],
    ['D-28 a wire is finalised', { method: 'wire' }, { kind: 'draft' }, { step: 'finalise' }],
    ['D-28 a wire was paid', { method: 'wire' }, { kind: 'paid', total: due }, { step: 'settle' }],
  ])('%s', (_, more, seen, step) => {
    expect(nextCollectionStep({ ...facts, ...more }, seen)).toEqual(step)
  })
})

describe('PAY-03 PAY-04 a look charges nobody', () => {
  test.each<[string, boolean, ProcessorInvoice, object]>([
    ['paid', false, { kind: 'paid', total: due }, { step: 'settle' }],
    ['declined, as is known', false, { kind: 'declined', total: due, cause: 'declined' }, { step: 'leave' }],
    [
      'the bank’s question was answered, with no',
      true,
      { kind: 'declined', total: due, cause: 'authentication-failed' },
      { step: 'decline', cause: 'authentication-failed' },
    ],
    [
      'the bank asks, as is known',
      true,
      { kind: 'requires-action', total: due, url: 'u' },
      { step: 'leave' },
    ],
    [
      'the bank asks by now',
      false,
      { kind: 'requires-action', total: due, url: 'u' },
      { step: 'ask-customer', url: 'u' },
    ],
    ['open', false, { kind: 'open', total: due }, { step: 'leave' }],
    ['voided there: the next try has another', true, { kind: 'void' }, { step: 'replace' }],
    ['not there any more: likewise', false, { kind: 'not-there' }, { step: 'replace' }],
    ['a draft', true, { kind: 'draft' }, { step: 'leave' }],
    ['what the bank is at', true, { kind: 'processing' }, { step: 'leave' }],
  ])('%s', (_, asked, seen, step) => {
    expect(lookAtCollection(asked, seen)).toEqual(step)
  })
})

describe('PAY-03 once a day until the grace deadline', () => {
  const committedAt = at('2026-06-10T15:00Z')
  const told = { committedAt, deliveredAt: committedAt }

  test.each([
    ['the first day', '2026-06-10T15:00Z', '2026-06-11T15:00Z'],
    ['the last that fits', '2026-06-12T15:00Z', '2026-06-13T15:00Z'],
    ['a millisecond before it would be the deadline', '2026-06-12T23:59:59.999Z', '2026-06-13T23:59:59.999Z'],
    ['none at the deadline', '2026-06-13T00:00Z', null],
    ['none after it, when another card was tried', '2026-06-20T09:00Z', null],
  ])('%s', (_, triedAt, next) => {
    expect(nextTryAt(at(triedAt), told)).toBe(next === null ? null : at(next))
  })

  test('three tries follow the first one, each a day after the other', () => {
    const tries = [committedAt]
    for (let next = nextTryAt(committedAt, told); next !== null; next = nextTryAt(next, told))
      tries.push(next)
    expect(tries.map((one) => one - committedAt)).toEqual([0, 1, 2, 3].map((n) => n * 86_400_000))
  })

  test('D-06 while nobody was told the tries go on', () => {
    const lost = { committedAt, deliveredAt: null }
    expect(nextTryAt(at('2026-06-20T15:00Z'), lost)).toBe(
      addMilliseconds(at('2026-06-20T15:00Z'), 86_400_000),
    )
  })
})
