import type { Day } from '../time/day.ts'

/**
 * D-24, BILL-06: which period's invoice says a season that is moved, by a day of that period; null: the one in which it opens. A
 * season is invoiced once: where its invoice is out, that stays as it is and no other says it again; where it is not, and
 * the period that the season comes to lie in is invoiced already, the next period's invoice says it.
 *
 * @param billedUntil The first day that is not invoiced yet.
 */
export function movedSeasonBilledOn(
  { firstDay, billedOn }: { readonly firstDay: Day; readonly billedOn: Day | null },
  movedTo: Day,
  billedUntil: Day,
): Day | null {
  const was = billedOn ?? firstDay
  if (was < billedUntil) return was === movedTo ? null : was
  return movedTo < billedUntil ? billedUntil : null
}
