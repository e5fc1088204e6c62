import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import type { DueWork } from './due-work.ts'

const LOOK_EVERY_MS = 5_000
const LONGEST_PAUSE_MS = 60_000

export interface DueLoopParts {
  readonly work: readonly DueWork[]
  readonly businessNow: () => Instant
  readonly log: Logger
  /** How often it looks even though nothing is known to fall due. */
  readonly lookEveryMs?: number
}

/**
 * Does what falls due, in real time, until `stop` is aborted. It looks every few seconds, because facts change and a
 * sandbox's clock may be moved, and at the very instant at which something is known to fall due. One piece of work that
 * fails does not keep the others waiting; it is tried again, ever less often.
 */
export async function dueLoop(parts: DueLoopParts, stop: AbortSignal): Promise<void> {
  const { lookEveryMs = LOOK_EVERY_MS } = parts
  const pauses = new Map<DueWork, { readonly ms: number; readonly until: number }>()
  while (!stop.aborted) {
    let wait = lookEveryMs
    for (const work of parts.work) {
      const pause = pauses.get(work)
      if (stop.aborted || (pause && performance.now() < pause.until)) continue
      try {
        wait = Math.min(wait, await doOnce(work, parts.businessNow))
        pauses.delete(work)
      } catch (error) {
        const ms = Math.min((pause?.ms ?? lookEveryMs / 2) * 2, LONGEST_PAUSE_MS)
        pauses.set(work, { ms, until: performance.now() + ms })
        parts.log.error({ err: error, work: work.name, pause: ms }, 'work that is due could not be done')
      }
    }
    await sleep(wait, undefined, { signal: stop }).catch(() => {})
  }
}

/** Gives how long it is until this work is due again. */
async function doOnce(work: DueWork, businessNow: () => Instant): Promise<number> {
  const upTo = businessNow()
  await work.run(upTo)
  const next = await work.nextAt(upTo)
  return next === null ? Infinity : Math.max(0, next - businessNow())
}
