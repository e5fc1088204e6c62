import {
  businessTimeAt,
  type ClockGoal,
  type ClockMove,
  type ClockStep,
  clockSteps,
  createProcessClock,
  type Database,
  moveClock,
} from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import type { Mailbox } from '../mail/mailbox.ts'
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
      moving: state.move && { to: state.move.target },
      journeys: await told(),
      refusal,
    })
  }

  async function told(): Promise<readonly Journey[]> {
    const since = (clock.wallNow() - TOLD_MS) as Instant
    const steps: readonly ClockStep[] = await clockSteps(database!.identity(), since)
    const mails = (await mailbox.list()).map((mail) => ({
      ...mail,
      businessAt: businessTimeAt(steps, mail.receivedAt.getTime() as Instant),
    }))
    return journeysOf(steps, mails)
  }

  pages.get('/', async (c) => c.html(await page()))
  pages.post('/', async (c) => {
    // A body that is no form has no goal either.
    const form = await c.req.formData().catch(() => new FormData())
    const goal = goalOf(String(form.get('go')), String(form.get('at') ?? ''))
    const moved: ClockMove | null =
      goal && (await moveClock({ em: database.identity(), wallNow: clock.wallNow() }, goal))
    if (moved?.kind === 'grant') return c.redirect('/clock', 303)
    return c.html(await page(moved === null ? 'Enter a date and a time.' : REFUSALS[moved.reason]), 422)
  })
  return pages
}

const REFUSALS = {
  'no-movable-clock': 'The clock can’t be moved here.',
  'clock-backwards': 'The clock goes forward only: choose a time that is still to come.',
  'clock-moving': 'The clock is on its way already. Wait until it has arrived.',
  'clock-too-far': 'That is too far: at most three years at a time.',
} satisfies Record<Extract<ClockMove, { kind: 'refuse' }>['reason'], string>

function goalOf(go: string, at: string): ClockGoal | null {
  if (go === 'next-event') return { to: 'next-event' }
  if (go === 'day' || go === 'week') return { to: 'later', days: go === 'day' ? 1 : 7 }
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?$/.test(at) ? Date.parse(`${at}Z`) : Number.NaN
  return Number.isNaN(instant) ? null : { to: 'instant', at: instant as Instant }
}
