import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, tidy } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'

const EVERY_MS = 3_600_000

/** Deletes hourly what nobody needs any more. What fails is tried again an hour later: nothing depends on it. */
export async function tidyLoop(
  { database, wallNow, log }: { database: Database; wallNow: () => Instant; log: Logger },
  stop: AbortSignal,
): Promise<void> {
  while (!stop.aborted) {
    try {
      const gone = await tidy(database.worker(), { wallNow: wallNow(), goOn: () => !stop.aborted })
      if (Object.values(gone).some((rows) => rows > 0)) log.info({ gone }, 'tidied up')
    } catch (error) {
      log.error({ err: error }, 'could not tidy up')
    }
    await sleep(EVERY_MS, undefined, { signal: stop }).catch(() => {})
  }
}
