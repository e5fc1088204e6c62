import type { Instant } from '@seatkeeper/rules'
import type { Em } from '../orm.ts'
import { iso } from '../parameters.ts'
import { type Db, statement } from '../statement.ts'

/** The business clock was set: left for somewhere, stopped where something was due, or arrived and ran again. */
export interface ClockStep {
  readonly wallAt: Instant
  readonly businessAt: Instant
  readonly kind: 'left' | 'due' | 'arrived'
}

const select = statement<ClockStep, [since: string]>(/* sql */ `
select wall_at as "wallAt", business_at as "businessAt", kind from business_clock_step
where wall_at >= coalesce(
  (select wall_at from business_clock_step where wall_at <= $1::timestamptz order by wall_at desc, id desc limit 1),
  '-infinity')
order by wall_at, id
`)

/** How the business clock was set since a moment on the wall clock, the setting that held at that moment included. */
export async function clockSteps(em: Em, since: Instant): Promise<readonly ClockStep[]> {
  return select(em.getKysely() as Db, iso(since))
}

/** What the business clock showed when the wall clock showed `wallAt`, by its steps in order. */
export function businessTimeAt(steps: readonly ClockStep[], wallAt: Instant): Instant {
  const step = steps.findLast((one) => one.wallAt <= wallAt)
  if (step === undefined) return wallAt
  return step.kind === 'arrived' ? ((step.businessAt + (wallAt - step.wallAt)) as Instant) : step.businessAt
}
