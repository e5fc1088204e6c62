import { describe, expect, test } from 'vitest'
import { instantFromIso as at } from '../time/instant.ts'
import { productConfirmationAt } from './product-confirmation.ts'

describe('CLS-06 a change of seats is on its way to the product until that confirms it', () => {
  const changedAt = at('2026-06-10T12:00Z')
  const lateFrom = at('2026-06-11T12:00Z')

  test.each([
    ['at once it waits', null, '2026-06-10T12:00Z', { confirmation: 'waiting', lateFrom }],
    [
      'to the last millisecond of 24 hours',
      null,
      '2026-06-11T11:59:59.999Z',
      { confirmation: 'waiting', lateFrom },
    ],
    ['then it is late', null, '2026-06-11T12:00Z', { confirmation: 'late', lateFrom }],
    [
      'confirmed',
      '2026-06-10T12:01Z',
      '2026-06-10T12:01Z',
      { confirmation: 'confirmed', at: at('2026-06-10T12:01Z') },
    ],
    [
      'at the instant of the change',
      '2026-06-10T12:00Z',
      '2026-06-10T12:00Z',
      { confirmation: 'confirmed', at: changedAt },
    ],
    [
      'late, and confirmed after all',
      '2026-06-12T00:00Z',
      '2026-06-13T00:00Z',
      { confirmation: 'confirmed', at: at('2026-06-12T00:00Z') },
    ],
    [
      'an earlier change’s confirmation is none',
      '2026-06-10T11:59:59.999Z',
      '2026-06-10T13:00Z',
      { confirmation: 'waiting', lateFrom },
    ],
    [
      'one that is still to come is none yet',
      '2026-06-12T00:00Z',
      '2026-06-11T23:00Z',
      { confirmation: 'late', lateFrom },
    ],
  ])('%s', (_, confirmed, now, expected) => {
    const confirmedAt = confirmed === null ? null : at(confirmed)
    expect(productConfirmationAt({ changedAt, confirmedAt }, at(now))).toEqual(expected)
  })

  test('the hours are a switch', () => {
    const facts = { changedAt, confirmedAt: null, hours: 1 }
    expect(productConfirmationAt(facts, at('2026-06-10T13:00Z'))).toMatchObject({ confirmation: 'late' })
  })
})
