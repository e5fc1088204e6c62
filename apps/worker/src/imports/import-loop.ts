import { setTimeout as sleep } from 'node:timers/promises'
import { type Database, claimImport, renewImport, runImport } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { Logger } from 'pino'

const LOOK_EVERY_MS = 1_000
const LEASE_MS = 60_000
const PAUSE_AFTER_FAULT_MS = 5_000

export interface ImportLoopParts {
  readonly database: Database
  /** When people are added and changed: business clock. */
  readonly businessNow: () => Instant
  /** Leases: wall clock. */
  readonly wallNow: () => Instant
  readonly log: Logger
  /** How long a file stays in the hands of a worker that is not heard of. */
  readonly leaseMs?: number
}

/**
 * USER-09: carries out files of users, one at a time, until `stop` is aborted. One that was killed, or that failed, is gone on with
 * when its lease ends, by whoever looks then.
 */
export async function importLoop(parts: ImportLoopParts, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    let pause = LOOK_EVERY_MS
    try {
      if (await importNext(parts, stop)) pause = 0
    } catch (error) {
      parts.log.error({ err: error }, 'an import could not be gone on with')
      pause = PAUSE_AFTER_FAULT_MS
    }
    await sleep(pause, undefined, { signal: stop }).catch(() => {})
  }
}

/** Carries out the file that has waited longest; false: there was none. */
export async function importNext(parts: ImportLoopParts, stop: AbortSignal): Promise<boolean> {
  const { database, businessNow, wallNow, log, leaseMs = LEASE_MS } = parts
  const claim = await claimImport(database.worker(), { wallNow: wallNow(), leaseMs })
  if (claim === null) return false
  const { importId, attempts } = claim
  const goOn = async (progress: number) =>
    !stop.aborted && (await renewImport(database.worker(), claim, { wallNow: wallNow(), leaseMs, progress }))
  const ended = await runImport({ database, businessNow, goOn }, claim)
  // Whoever starts next need not wait for the lease.
  if (ended === 'left' && stop.aborted) {
    await renewImport(database.worker(), claim, { wallNow: wallNow(), leaseMs: 0, progress: 0 })
  }
  log.info({ importId, attempts, ended }, 'an import was worked on')
  return true
}
