import { setTimeout as sleep } from 'node:timers/promises'
import { aloneWithClock } from '@seatkeeper/db'
import { catchUp, type CatchUpParts } from './catch-up.ts'

const LOOK_EVERY_MS = 200
const PAUSE_MS = 2_000

/** Watches until `stop` is aborted whether somebody moves the business clock of this demo, and takes it there (OPS-04). */
export async function clockLoop(parts: CatchUpParts, stop: AbortSignal): Promise<void> {
  const { clock, delivery } = parts
  while (!stop.aborted) {
    let pause = LOOK_EVERY_MS
    try {
      await clock.refresh()
      if (clock.state()?.move != null) {
        await aloneWithClock(delivery.database.worker(), () => catchUp(parts, stop))
      }
    } catch (error) {
      delivery.log.error({ err: error }, 'the business clock could not be taken further')
      pause = PAUSE_MS
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}
