import { CompiledQuery } from 'kysely'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '../database.ts'
import type { Db } from '../statement.ts'

export interface LimiterOptions {
  /** Prefix of the keys, e.g. `sign-in-email`. */
  readonly name: string
  readonly points: number
  readonly perSeconds: number
  /** How long a key stays shut once its points are spent; default: until the window ends. */
  readonly blockSeconds?: number
}

export interface Limiter {
  /** Spends points; `allowed: false` says after how many milliseconds to try again. */
  take(key: string, points?: number): Promise<{ readonly allowed: boolean; readonly retryAfterMs: number }>
  /** Gives back what an attempt took that should not count. */
  giveBack(key: string, points?: number): Promise<void>
  /** Forgets a key, e.g. after a right password. */
  forget(key: string): Promise<void>
}

/** Rate limits on PostgreSQL, so that replicas count together. Wall clock. */
export function createLimiter(database: Database, options: LimiterOptions): Limiter {
  const { name, points, perSeconds, blockSeconds } = options
  const limiter = new RateLimiterPostgres({
    storeClient: clientOf(database),
    storeType: 'client',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: true,
    keyPrefix: name,
    points,
    duration: perSeconds,
    ...(blockSeconds !== undefined && { blockDuration: blockSeconds }),
  })
  return {
    async take(key, cost = 1) {
      try {
        await limiter.consume(key, cost)
        return { allowed: true, retryAfterMs: 0 }
      } catch (fault) {
        // The library rejects with a result when the points are spent, with an error when something broke.
        if (fault instanceof RateLimiterRes) return { allowed: false, retryAfterMs: fault.msBeforeNext }
        throw fault
      }
    },
    async giveBack(key, points = 1) {
      await limiter.reward(key, points)
    },
    async forget(key) {
      await limiter.delete(key)
    },
  }
}

/** The library speaks to something that looks like a `pg` client. */
function clientOf(database: Database) {
  return {
    async query({ text, values }: { readonly text: string; readonly values?: unknown[] }) {
      const db = database.identity().getKysely() as Db
      const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values ?? []))
      return { rows, rowCount: Number(numAffectedRows ?? rows.length) }
    },
  }
}
