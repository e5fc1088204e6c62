import type { Database } from '../database.ts'

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
  /** Forgets a key, e.g. after a right password. */
  forget(key: string): Promise<void>
}

/** Rate limits on PostgreSQL, so that replicas count together. Wall clock. */
export function createLimiter(_database: Database, _options: LimiterOptions): Limiter {
  throw new Error('not built yet')
}
