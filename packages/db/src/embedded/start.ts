import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { packagedBinaries, program } from './binaries.ts'
import { clusterPassword, ensureCluster, lastLine } from './cluster.ts'
import { EmbeddedPostgresError, diskIsFull, fullDisk } from './fault.ts'
import { stopLeftover, takeOwnership } from './leftover.ts'
import { reachableBinaries, reachableDataDir, serverUser } from './server-user.ts'

export interface StartEmbeddedOptions {
  /** Where the cluster lives. Created when missing; kept between starts. */
  readonly dataDir: string
  /** Preferred port on 127.0.0.1; another free one is taken when it is in use. Default: any free one. */
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

const PACKAGED_VERSION = '18.4.0-beta.17'
const DATABASE = 'seatkeeper'
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 15_000
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum_naptime=5min']

/**
 * Starts the PostgreSQL that npm brought along, on 127.0.0.1 alone. Works as root (the server then runs as `postgres`),
 * in paths with spaces, and after a start that was killed. Throws `EmbeddedPostgresError` with one clear sentence
 * when it can't.
 */
export async function startEmbedded(options: StartEmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = serverUser()
  const dataDir = reachableDataDir(user, options.dataDir)
  const binaries = reachableBinaries(user, packagedBinaries(), PACKAGED_VERSION)
  stopLeftover(dataDir, binaries, user)
  ensureCluster(dataDir, binaries, user)
  takeOwnership(dataDir)

  const logFile = options.logFile ?? `${dataDir}.log`
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    'timezone=UTC',
    'log_timezone=UTC',
    'lc_messages=C',
    ...(options.mode === 'fast' ? FAST : []),
  ]
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? options.port : undefined)
    const log = openSync(logFile, 'w')
    const server = spawn(
      program(binaries, 'postgres'),
      ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      // A process group of its own: Ctrl-C reaches the starter, which stops the server last.
      { ...user, cwd: '/', detached: true, stdio: ['ignore', log, log] },
    )
    closeSync(log)
    const url = `postgres://postgres:${clusterPassword(dataDir)}@127.0.0.1:${port}/`
    if (await answers(server, url)) {
      server.unref()
      await ensureDatabase(url)
      return { url: `${url}${DATABASE}`, port, dataDir, stop: () => stopServer(server) }
    }
    const said = readFileSync(logFile, 'utf8')
    if (diskIsFull(said)) throw fullDisk(dataDir)
    const portWasTaken = said.includes('could not bind')
    if (!portWasTaken || attempt === 5) {
      throw new EmbeddedPostgresError(`PostgreSQL did not start: ${lastLine(said)} (see ${logFile})`)
    }
  }
}

/** The preferred port when it is free, otherwise any. */
async function freePort(preferred: number | undefined): Promise<number> {
  for (const port of preferred === undefined ? [0] : [preferred, 0]) {
    const probe = createServer()
    const found = await new Promise<number | null>((resolve) => {
      probe.once('error', () => resolve(null))
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        resolve(address !== null && typeof address === 'object' ? address.port : null)
      })
    })
    if (found === null) continue
    await new Promise((resolve) => probe.close(resolve))
    return found
  }
  throw new EmbeddedPostgresError('No free port was found on 127.0.0.1 for PostgreSQL.')
}

/** Waits until the server takes connections; false when it ends instead. */
async function answers(server: ChildProcess, url: string): Promise<boolean> {
  // A program that cannot be started at all says so here; it has no exit code then either.
  let started = true
  server.once('error', () => (started = false))
  const runs = () => started && server.exitCode === null && server.signalCode === null
  for (const deadline = Date.now() + START_TIMEOUT_MS; runs() && Date.now() < deadline; await pause(25)) {
    const client = new Client({ connectionString: `${url}postgres`, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch (fault) {
      // 28P01: the server answers, but it is not ours or the password file was changed.
      if ((fault as { code?: string }).code === '28P01') break
    } finally {
      await client.end().catch(() => {})
    }
  }
  if (runs()) await stopServer(server)
  return false
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: `${url}postgres` })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } catch (fault) {
    if (fault instanceof Error && diskIsFull(fault.message)) throw fullDisk('the database folder')
    throw fault
  } finally {
    await client.end()
  }
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.ref()
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its last resort (the next start recovers).
  server.kill('SIGINT')
  const patience = setTimeout(() => server.kill('SIGQUIT'), STOP_TIMEOUT_MS)
  await ended
  clearTimeout(patience)
}
