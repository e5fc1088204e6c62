import { describe, expect, test } from 'vitest'
import { decideEnableStaff, staffCountExceeded, staffWaysOut } from './staff-count.ts'

describe('CLS-01 CLS-02 enabled staff against seats', () => {
  test('CLS-01 account N+1 is refused here', () => {
    expect(decideEnableStaff({ enabled: 1, seats: 2 })).toEqual({ kind: 'grant', enabled: 2 })
    expect(decideEnableStaff({ enabled: 2, seats: 2 })).toEqual({ kind: 'refuse', reason: 'no-staff-seat' })
    expect(decideEnableStaff({ enabled: 3, seats: 2 })).toEqual({ kind: 'refuse', reason: 'no-staff-seat' })
  })

  test('CLS-08 after an increase a further account can be enabled', () => {
    expect(decideEnableStaff({ enabled: 2, seats: 3 }).kind).toBe('grant')
  })

  test('CLS-02 D-22 more than seats: both numbers are named', () => {
    expect(staffCountExceeded({ enabled: 3, seats: 2 })).toEqual({
      kind: 'refuse',
      reason: 'staff-count-exceeded',
      used: 3,
      seats: 2,
    })
    expect(staffCountExceeded({ enabled: 2, seats: 2 })).toBeUndefined()
  })

  test('D-22 every way out with its price', () => {
    expect(staffWaysOut({ enabled: 5, seats: 2 }, 2900)).toEqual([
      { way: 'disable', staff: 3, monthly: 0 },
      { way: 'buy', seats: 3, monthly: 8700 },
      { way: 'both', together: 3, monthlyPerSeat: 2900 },
    ])
    expect(staffWaysOut({ enabled: 3, seats: 2 }, 2900)).toEqual([
      { way: 'disable', staff: 1, monthly: 0 },
      { way: 'buy', seats: 1, monthly: 2900 },
    ])
    expect(staffWaysOut({ enabled: 2, seats: 2 }, 2900)).toEqual([])
  })
})
