import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { program } from './binaries.ts'
import { EmbeddedPostgresError, diskIsFull, fullDisk } from './fault.ts'
import type { ServerUser } from './server-user.ts'

const MAJOR = '18'

/**
 * Makes the cluster unless it is there. It is made beside its place and moved there when complete, so that a start
 * killed half-way leaves nothing that looks like a database.
 */
export function ensureCluster(dataDir: string, binaries: string, user: ServerUser | null): void {
  try {
    if (existsSync(join(dataDir, 'PG_VERSION'))) return checkVersion(dataDir)
    if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
      throw new EmbeddedPostgresError(`${dataDir} holds something other than a database: move it away.`)
    }
    mkdirSync(dirname(dataDir), { recursive: true })
    makeCluster(dataDir, binaries, user)
  } catch (fault) {
    if (diskIsFull(fault)) throw fullDisk(dataDir)
    throw fault
  }
}

/** The superuser's password: made once, kept beside the cluster, readable by the server's user alone. */
export function clusterPassword(dataDir: string): string {
  return readFileSync(passwordFile(dataDir), 'utf8').trim()
}

function passwordFile(dataDir: string): string {
  return `${dataDir}.password`
}

function checkVersion(dataDir: string): void {
  const version = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (version === MAJOR) return
  throw new EmbeddedPostgresError(
    `The database at ${dataDir} was made by PostgreSQL ${version}, this is ${MAJOR}: move it away or upgrade it.`,
  )
}

function makeCluster(dataDir: string, binaries: string, user: ServerUser | null): void {
  const unfinished = `${dataDir}.${process.pid}`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  rmSync(passwordFile(dataDir), { force: true })
  writeFileSync(passwordFile(dataDir), randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (user) {
    chownSync(unfinished, user.uid, user.gid)
    chownSync(passwordFile(dataDir), user.uid, user.gid)
  }
  const made = spawnSync(
    program(binaries, 'initdb'),
    [
      `--pgdata=${unfinished}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile(dataDir)}`,
      '--encoding=UTF8',
      // The same order and case mapping on every machine, whatever locales it has.
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { ...user, cwd: '/', encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  )
  if (made.status === 0) {
    rmSync(dataDir, { recursive: true, force: true })
    renameSync(unfinished, dataDir)
    return
  }
  rmSync(unfinished, { recursive: true, force: true })
  if (made.error) throw made.error
  if (diskIsFull(made.stderr)) throw fullDisk(dataDir)
  throw new EmbeddedPostgresError(`PostgreSQL could not make its database: ${lastLine(made.stderr)}`)
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
