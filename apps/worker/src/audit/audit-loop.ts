import { setTimeout as sleep } from 'node:timers/promises'
import { checkAuditChain, type Database, sealAudit } from '@seatkeeper/db'
import type { Logger } from 'pino'

const SEAL_EVERY_MS = 5_000
const CHECK_EVERY_MS = 3_600_000

interface AuditParts {
  readonly database: Database
  /** The installation's own, with which the chain is keyed. */
  readonly secret: string
  readonly log: Logger
}

/**
 * USER-10: seals what was noted every few seconds, and reckons the chain anew every hour. What does not hold is said loudly; how far each
 * chain went is said too, because a log that is kept elsewhere is what shows that the end of one was cut off.
 */
export async function auditLoop({ database, secret, log }: AuditParts, stop: AbortSignal): Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY
  while (!stop.aborted) {
    try {
      await sealAudit(database.worker(), { secret })
      if (performance.now() - checkedAt >= CHECK_EVERY_MS) {
        checkedAt = performance.now()
        const { entries, ends, faults } = await checkAuditChain(database.worker(), { secret })
        for (const fault of faults) log.error({ fault }, 'the audit log is not what it was')
        log.info({ entries, ends }, 'checked the audit log')
      }
    } catch (error) {
      log.error({ err: error }, 'the audit log could not be sealed or checked')
    }
    await sleep(SEAL_EVERY_MS, undefined, { signal: stop }).catch(() => {})
  }
}
