import { setTimeout as sleep } from 'node:timers/promises'
import type { AppLoadContext } from '@remix-run/node'
import {
  type ClockGoal,
  type ClockMove,
  type ClockRefusal,
  type ClockState,
  destinationOf,
  moveClock,
  readClockGoal,
} from '@seatkeeper/db'
import { clockMovingText, clockRefusalText, formatInstant } from '@seatkeeper/wording'
import { z } from 'zod'

/** What the demo's clock bar shows (OPS-04). */
export interface ClockView {
  /** `12 Dec 2026, 00:00 UTC` */
  readonly now: string
  /** For the date-time field: the same to the minute, `2026-12-12T00:00`. */
  readonly field: string
  /** Present while the worker takes the clock to where it was sent: what is said of that. */
  readonly moving: string | null
  /** The sandbox's page that lists what happened; null: no sandbox is known. */
  readonly history: string | null
}

/** Null in production, and wherever nobody can move the clock: then there is no bar. */
export function clockView({ services }: AppLoadContext): ClockView | null {
  const { clock, sandboxUrl } = services
  const state = clock.state?.() ?? null
  if (state === null) return null
  const now = clock.businessNow()
  return {
    now: formatInstant(now).utc,
    field: new Date(now).toISOString().slice(0, 16),
    moving: state.move && movingText(state.move),
    history: sandboxUrl === null ? null : `${sandboxUrl}/clock`,
  }
}

function movingText(move: NonNullable<ClockState['move']>): string {
  const to = destinationOf(move)
  return clockMovingText({ to: to === null ? null : formatInstant(to).utc, there: to === move.standsAt })
}

export const moveClockForm = z
  .object({
    go: z.enum(['next-event', 'day', 'week', 'at'], { error: 'Choose where the clock is to go.' }),
    at: z.string().max(40).optional(),
    to: z.string().optional(),
  })
  .transform(({ go, at = '', to }) => ({ goal: readClockGoal(go, at), to }))
  .refine(({ goal }) => goal !== null, { path: ['at'], error: 'Enter a date and a time.' })

export const clockRefusal: Record<ClockRefusal['reason'], string> = clockRefusalText

/** Usually the worker is there before anybody has to wait for a second page. */
const waitMs = 2_500

/** Sends the clock on its way, or further, and waits a moment for it to arrive. */
export async function sendClock({ services }: AppLoadContext, goal: ClockGoal): Promise<ClockMove> {
  const { clock, database } = services
  const moved = await moveClock({ em: database.identity(), wallNow: clock.wallNow() }, goal)
  if (moved.kind === 'refuse') return moved
  for (let waited = 0; waited < waitMs; waited += 50) {
    await clock.refresh?.()
    if (clock.state?.()?.move == null) break
    await sleep(50)
  }
  return moved
}
