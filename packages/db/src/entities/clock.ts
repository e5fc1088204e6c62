import { defineEntity } from '@mikro-orm/postgresql'
import type { ClockGoal } from '../clock/clock-goal.ts'
import { instant, oneOf, p } from './columns.ts'

/**
 * How far the business clock of a demo is ahead of the wall clock; one row, and none in production. While it is being
 * moved it stands still at `standsAt`, one due instant after the other, until `targetAt`.
 */
export const BusinessClock = defineEntity({
  name: 'BusinessClock',
  tableName: 'business_clock',
  properties: {
    one: p.boolean().primary(),
    mode: oneOf<'demo' | 'test'>(),
    aheadMs: p.bigint('number'),
    standsAt: instant().nullable(),
    goal: oneOf<'instant' | 'next-event'>().nullable(),
    targetAt: instant().nullable(),
    /** Where it goes on to from there, in order: presses that came while it was on its way. */
    goalsToCome: p.json<readonly ClockGoal[]>(),
    /** Grows with every change: tells the newer of two readings. */
    changes: p.bigint('number'),
  },
})

/** When the business clock was set to what: tells the business time of anything that happened on the wall clock. */
export const BusinessClockStep = defineEntity({
  name: 'BusinessClockStep',
  tableName: 'business_clock_step',
  properties: {
    id: p.uuid().primary(),
    wallAt: instant(),
    businessAt: instant(),
    kind: oneOf<'left' | 'due' | 'arrived'>(),
  },
})
