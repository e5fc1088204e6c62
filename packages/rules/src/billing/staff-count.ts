import type { Decision } from '../decision.ts'
import type { BillingRefusal } from './refusal.ts'

/** CLS-01: enabled agents and admins, wherever they are managed, against the seats of the contract. */
export interface StaffFacts {
  readonly enabled: number
  readonly seats: number
}

/** CLS-01, CLS-08: one more staff account here. Refused: when every seat is taken. */
export function decideEnableStaff({
  enabled,
  seats,
}: StaffFacts): Decision<{ readonly enabled: number }, 'no-staff-seat'> {
  return enabled < seats
    ? { kind: 'grant', enabled: enabled + 1 }
    : { kind: 'refuse', reason: 'no-staff-seat' }
}

/** CLS-02: more enabled than seats locks the helpdesk; both numbers are named. Undefined: within the seats. */
export function staffCountExceeded({
  enabled,
  seats,
}: StaffFacts): Extract<BillingRefusal, { reason: 'staff-count-exceeded' }> | undefined {
  return enabled > seats
    ? { kind: 'refuse', reason: 'staff-count-exceeded', used: enabled, seats }
    : undefined
}

/** A way back to within the seats; prices are minor units a month (D-22). */
export type StaffWayOut =
  | { readonly way: 'disable'; readonly staff: number; readonly monthly: 0 }
  | { readonly way: 'buy'; readonly seats: number; readonly monthly: number }
  /** Some of each, `together` so many: each seat that is bought costs this. */
  | { readonly way: 'both'; readonly together: number; readonly monthlyPerSeat: number }

/** D-22: every way out with its price: disable the difference, buy it, or some of each; none within the seats. */
export function staffWaysOut({ enabled, seats }: StaffFacts, seatPrice: number): StaffWayOut[] {
  const over = enabled - seats
  if (over <= 0) return []
  const ways: StaffWayOut[] = [
    { way: 'disable', staff: over, monthly: 0 },
    { way: 'buy', seats: over, monthly: over * seatPrice },
  ]
  return over > 1 ? [...ways, { way: 'both', together: over, monthlyPerSeat: seatPrice }] : ways
}
