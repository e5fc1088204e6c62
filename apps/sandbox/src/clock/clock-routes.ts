import {
  type ClockMove,
  type ClockState,
  type ClockStep,
  clockSteps,
  createProcessClock,
  type Database,
  destinationOf,
  moveClock,
  readClockGoal,
} from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { clockMovingText, clockRefusalText, formatInstant } from '@seatkeeper/wording'
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import type { Mailbox } from '../mail/mailbox.ts'
import { datedBy } from '../mail/business-times.ts'
import { clockPage, noClockPage } from './clock-page.ts'
import { type Journey, journeysOf } from './journeys.ts'

/** How far back the page tells what happened, on the wall clock. */
const TOLD_MS = 7 * 24 * 3_600_000

/** OPS-04: the page at which the demo's business clock is moved, and which tells what happened on the way. */
export function clockRoutes(mailbox: Mailbox, database: Database | null): Hono {
  const pages = new Hono()
  pages.use(csrf())
  if (database === null) return pages.get('/', (c) => c.html(noClockPage(), 404))

  const clock = createProcessClock({ mode: 'demo', em: () => database.identity() })
  const page = async (refusal?: string) => {
    await clock.refresh()
    const state = clock.state()
    if (state === null) return noClockPage()
    return clockPage({
      now: clock.businessNow(),
      moving: state.move && movingText(state.move),
      journeys: await told(),
      refusal,
    })
  }

  async function told(): Promise<readonly Journey[]> {
    const since = (clock.wallNow() - TOLD_MS) as Instant
    const steps: readonly ClockStep[] = await clockSteps(database!.identity(), since)
    return journeysOf(steps, datedBy(steps, await mailbox.list()))
  }

  pages.get('/', async (c) => c.html(await page()))
  pages.post('/', async (c) => {
    // A body that is no form has no goal either.
    const form = await c.req.formData().catch(() => new FormData())
    const goal = readClockGoal(String(form.get('go')), String(form.get('at') ?? ''))
    const moved: ClockMove | null =
      goal && (await moveClock({ em: database.identity(), wallNow: clock.wallNow() }, goal))
    if (moved?.kind === 'grant') return c.redirect('/clock', 303)
    return c.html(
      await page(moved === null ? 'Enter a date and a time.' : clockRefusalText[moved.reason]),
      422,
    )
  })
  return pages
}

function movingText(move: NonNullable<ClockState['move']>): string {
  const to = destinationOf(move)
  return clockMovingText({ to: to === null ? null : formatInstant(to).utc, there: to === move.standsAt })
}
