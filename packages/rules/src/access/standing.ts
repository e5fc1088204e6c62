import type { Instant } from '../time/instant.ts'

/**
 * What an account's standing follows from. Every part may be left out, and an account with nothing to say is active.
 * An instant that is still to come does not count yet, so the same facts answer for any `now`.
 */
export interface AccountFacts {
  /** The paid period ended or ends without anything to charge (ACC-04); never for accounts that pay by wire (D-28). */
  readonly cardMissingFrom?: Instant | null
  /** A declined charge or an overdue wire invoice, unpaid (PAY-03, D-06, D-28). */
  readonly overdue?: {
    readonly since: Instant
    /** Printed in the notice (D-06), or set by staff (D-28); null: staff have set none, and nothing locks. */
    readonly graceDeadline: Instant | null
  } | null
  /** Access ends: the paid or contracted period of a cancelled contract is over (BILL-08, D-21). */
  readonly endsAt?: Instant | null
  /** Classic policy: enabled staff and seats (CLS-02). */
  readonly staff?: { readonly used: number; readonly seats: number } | null
}

/** One thing that is wrong with an account. Each carries what its sentence needs. */
export type Standing =
  | {
      readonly standing: 'deactivated'
      readonly since: Instant
      readonly cause: 'ended' | 'unpaid'
    }
  | { readonly standing: 'card-required'; readonly since: Instant }
  | { readonly standing: 'staff-count-exceeded'; readonly used: number; readonly seats: number }
  | { readonly standing: 'past-due'; readonly since: Instant; readonly graceDeadline: Instant | null }

/** In order of precedence, the one to speak of first; empty: active. */
export type AccountStanding = readonly Standing[]

/** What a lock can leave open (ACC-04): billing, disabling and removing staff, and all the rest. */
export type Area = 'billing' | 'staff-removal' | 'everything-else'

/**
 * ACC-04, D-20, D-22: all that is wrong with an account at an instant. An unpaid account is `past-due` until its grace
 * deadline, exclusive, and `deactivated` from it on; it is lifted as soon as the fact is gone (ACC-05).
 */
export function accountStanding(facts: AccountFacts, now: Instant): AccountStanding {
  const { cardMissingFrom, overdue, endsAt, staff } = facts
  const standings: Standing[] = []
  if (endsAt != null && endsAt <= now) {
    standings.push({ standing: 'deactivated', since: endsAt, cause: 'ended' })
  } else if (overdue?.graceDeadline != null && overdue.graceDeadline <= now) {
    standings.push({ standing: 'deactivated', since: overdue.graceDeadline, cause: 'unpaid' })
  }
  if (cardMissingFrom != null && cardMissingFrom <= now) {
    standings.push({ standing: 'card-required', since: cardMissingFrom })
  }
  if (staff && staff.used > staff.seats) {
    standings.push({ standing: 'staff-count-exceeded', used: staff.used, seats: staff.seats })
  }
  if (overdue && overdue.since <= now && (overdue.graceDeadline === null || now < overdue.graceDeadline)) {
    standings.push({ standing: 'past-due', since: overdue.since, graceDeadline: overdue.graceDeadline })
  }
  return standings
}

const LEAVES_OPEN: Record<Standing['standing'], readonly Area[]> = {
  deactivated: ['billing'],
  'card-required': ['billing'],
  'staff-count-exceeded': ['billing', 'staff-removal'],
  'past-due': ['billing', 'staff-removal', 'everything-else'],
}

/** ACC-04: does this standing leave the area open? Of several, each must. */
export function standingAllows(standing: AccountStanding, area: Area): boolean {
  for (const one of standing) if (!LEAVES_OPEN[one.standing].includes(area)) return false
  return true
}

/** ACC-03: is every sign-in denied? */
export function standingLocks(standing: AccountStanding): boolean {
  return !standingAllows(standing, 'everything-else')
}

/** The next instant after `now` at which the standing changes if no fact does; null: never. */
export function nextStandingChange(facts: AccountFacts, now: Instant): Instant | null {
  const { endsAt, cardMissingFrom, overdue } = facts
  let next = sooner(null, endsAt, now)
  next = sooner(next, cardMissingFrom, now)
  return overdue ? sooner(sooner(next, overdue.since, now), overdue.graceDeadline, now) : next
}

/** The earlier of two instants, where only one after `after` counts for the second; null or left out: none. */
export function sooner(next: Instant | null, at: Instant | null | undefined, after: Instant): Instant | null {
  return at != null && at > after && (next === null || at < next) ? at : next
}
