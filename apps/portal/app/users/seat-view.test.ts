import type { PoolAvailability } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { seatView } from './seat-view.ts'

const counted = (assigned: number, total: number, held = 0): PoolAvailability => ({
  mode: 'counted',
  total,
  assigned,
  held,
  remaining: Math.max(0, total - assigned - held),
  over: Math.max(0, assigned + held - total),
})

test.each([
  ['some left', counted(14, 20), '6 left', '14 of 20 used'],
  ['the last one is held', counted(4, 5, 1), 'Full', '4 of 5 used, 1 held'],
  ['none left', counted(5, 5), 'Full', '5 of 5 used'],
  ['more taken than there are', counted(7, 5), '2 too many', '7 of 5 used'],
  ['no limit', { mode: 'unlimited', assigned: 1200, held: 0 } as const, 'No limit', '1,200 used'],
])('SEAT-02 a pool in short words: %s', (_, availability, left, used) => {
  expect(seatView(availability)).toMatchObject({ left, used })
})
