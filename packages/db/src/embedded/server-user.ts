import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { EmbeddedPostgresError, diskIsFull, fullDisk } from './fault.ts'

/** Whom the server runs as: PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

const FALLBACK_ROOT = '/var/lib/seatkeeper'

/** Null when this process is not root: then the server runs as the same user. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const found = lookUp('postgres')
  if (found) return found
  spawnSync('groupadd', ['--system', 'postgres'])
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'])
  const made = lookUp('postgres')
  if (made) return made
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and no user `postgres` could be made: start as another user, or set DATABASE_URL.',
  )
}

function lookUp(name: string): ServerUser | null {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
  if (uid.status !== 0 || gid.status !== 0) return null
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}

/** Can the user pass through every folder above `path` that exists already? */
function reaches(user: ServerUser, path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(folder)) {
      const { mode, uid, gid } = statSync(folder)
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
      if ((mode & bit) === 0) return false
    }
    if (folder === dirname(folder)) return true
  }
}

/** Where the cluster lies: as asked, or below /var/lib when the server's user could not reach it there. */
export function reachableDataDir(user: ServerUser | null, asked: string): string {
  const path = resolve(asked)
  if (!user || reaches(user, path)) return path
  const distinct = createHash('sha256').update(path).digest('hex').slice(0, 12)
  return join(FALLBACK_ROOT, distinct, basename(path))
}

/** Where the programs lie: as packaged, or a copy that the server's user can reach. */
export function reachableBinaries(user: ServerUser | null, packaged: string, version: string): string {
  if (!user || reaches(user, join(packaged, 'bin', 'postgres'))) return packaged
  const copy = join(FALLBACK_ROOT, `postgresql-${version}`)
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  try {
    mkdirSync(FALLBACK_ROOT, { recursive: true, mode: 0o755 })
    chmodSync(FALLBACK_ROOT, 0o755)
    cpSync(packaged, unfinished, { recursive: true, verbatimSymlinks: true })
    renameSync(unfinished, copy)
  } catch (fault) {
    rmSync(unfinished, { recursive: true, force: true })
    // Two starts at once: the other one's copy is as good.
    if (existsSync(copy)) return copy
    if (diskIsFull(fault)) throw fullDisk(FALLBACK_ROOT)
    throw fault
  }
  return copy
}
