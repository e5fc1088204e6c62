import { setTimeout as sleep } from 'node:timers/promises'
import { checkInvariants } from '@seatkeeper/db'
import type { Logger } from 'pino'

const EVERY_MS = 3_600_000

/** Looks hourly whether the data still keeps its promises, and says loudly where it does not. */
export async function watchInvariants(databaseUrl: string, log: Logger, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      for (const { invariant, rows } of await checkInvariants(databaseUrl))
        log.error({ invariant, rows }, 'an invariant of the data is broken')
    } catch (error) {
      log.error({ err: error }, 'the invariants could not be checked')
    }
    await sleep(EVERY_MS, undefined, { signal: stop }).catch(() => {})
  }
}
