import { describe, expect, test } from 'vitest'
import { exampleContract } from '../../test/contract.ts'
import { DEFAULT_CATALOG as catalog } from '../catalog/default-catalog.ts'
import { day } from '../time/day.ts'
import type { ScheduledChange } from './contract.ts'
import { withoutRefused } from './without-refused.ts'

const on = day('2027-01-01')
const seatsTo = (to: number, effectiveOn = on): ScheduledChange => ({
  kind: 'quantity',
  item: 'full-time',
  from: 10,
  to,
  effectiveOn,
})
const planTo = (to: string, effectiveOn = on): ScheduledChange => ({
  kind: 'plan',
  from: 'enterprise',
  to,
  effectiveOn,
})
const chairs: ScheduledChange = { kind: 'quantity', item: 'chairs', from: 0, to: 3, effectiveOn: on }
const later = day('2027-06-01')
const earlier = day('2026-07-01')

describe('BILL-11 a contract goes on without what cannot be made any more', () => {
  test.each<[string, readonly ScheduledChange[], readonly ScheduledChange[], readonly string[]]>([
    ['all can be made', [seatsTo(12), planTo('business')], [seatsTo(12), planTo('business')], []],
    ['a plan that left the catalog', [planTo('gold')], [], ['unknown-plan']],
    ['an item that nobody sells, beside seats', [chairs, seatsTo(12)], [seatsTo(12)], ['unknown-item']],
    ['both', [chairs, planTo('gold')], [], ['unknown-plan', 'unknown-item']],
    [
      'what waits for a later day stays, even if it could not be made',
      [planTo('gold'), planTo('gold', later)],
      [planTo('gold', later)],
      ['unknown-plan'],
    ],
    [
      'an earlier one that was not made is no reason',
      [chairs, seatsTo(11, earlier), seatsTo(12)],
      [seatsTo(11, earlier), seatsTo(12)],
      ['unknown-item'],
    ],
  ])('%s', (_, scheduled, kept, refused) => {
    const contract = exampleContract({ scheduled })
    const without = withoutRefused(contract, catalog, on)
    expect(without.contract.scheduled).toHaveLength(kept.length)
    expect(without.contract.scheduled).toEqual(expect.arrayContaining([...kept]))
    expect(without.refused.map(({ reason }) => reason)).toEqual(refused)
  })

  test('where all can be made it is the very contract, whose list is left alone', () => {
    const contract = exampleContract({ scheduled: Object.freeze([seatsTo(12), planTo('business')]) })
    expect(withoutRefused(contract, catalog, on).contract).toBe(contract)
  })

  test('of what was refused it says which', () => {
    const { refused } = withoutRefused(exampleContract({ scheduled: [seatsTo(12), chairs] }), catalog, on)
    expect(refused).toEqual([{ change: chairs, reason: 'unknown-item' }])
  })
})
