export interface StartEmbeddedOptions {
  /** Where the cluster lives. Created when missing; kept between starts. */
  readonly dataDir: string
  /** Preferred port on 127.0.0.1; another free one is taken when it is in use. */
  readonly port?: number
  /** `durable` (default) keeps data through a power cut; `fast` is for tests: no fsync. */
  readonly mode?: 'durable' | 'fast'
  /** Where the server's own log goes; default: `<dataDir>.log` beside the cluster. */
  readonly logFile?: string
}

export interface EmbeddedPostgres {
  /** Superuser connection URL of the database `seatkeeper`. */
  readonly url: string
  readonly port: number
  /** The cluster's real folder: as root it may lie elsewhere than asked, where the `postgres` user can reach it. */
  readonly dataDir: string
  /** Stops the server (fast shutdown) and waits for it. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that npm brought along. Throws `EmbeddedPostgresError` with one clear sentence when it can't.
 */
export async function startEmbedded(_options: StartEmbeddedOptions): Promise<EmbeddedPostgres> {
  throw new Error('not built yet')
}
