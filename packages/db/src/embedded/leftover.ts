import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program } from './binaries.ts'
import { EmbeddedPostgresError } from './fault.ts'
import type { ServerUser } from './server-user.ts'

/** A process with the moment it began where the system tells it: process numbers are used again. */
interface Owner {
  readonly pid: number
  readonly began: string | null
}

/**
 * Stops a server that a killed start left running on this cluster. One whose starter still lives is left alone,
 * and the start refused: two starts in one folder would take each other's database away.
 */
export function stopLeftover(dataDir: string, binaries: string, user: ServerUser | null): void {
  const owner = readOwner(dataDir)
  const serverRuns = serverPid(dataDir) !== null
  if (serverRuns && owner && owner.pid !== process.pid && lives(owner)) {
    throw new EmbeddedPostgresError(
      `Seatkeeper runs already on ${dataDir} (process ${owner.pid}): stop it first.`,
    )
  }
  if (serverRuns) {
    spawnSync(program(binaries, 'pg_ctl'), ['stop', '-D', dataDir, '-m', 'fast', '-w', '-t', '20'], {
      ...user,
      cwd: '/',
    })
  }
}

/** Notes that this process is responsible for the server. */
export function takeOwnership(dataDir: string): void {
  const owner: Owner = { pid: process.pid, began: beginning(process.pid) }
  writeFileSync(ownerFile(dataDir), JSON.stringify(owner), { mode: 0o600 })
}

function ownerFile(dataDir: string): string {
  return `${dataDir}.owner`
}

function readOwner(dataDir: string): Owner | null {
  try {
    return JSON.parse(readFileSync(ownerFile(dataDir), 'utf8')) as Owner
  } catch {
    return null
  }
}

/** The server's process according to postmaster.pid, or null when there is none or it is gone. */
function serverPid(dataDir: string): number | null {
  const file = join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n', 1)[0])
  return Number.isInteger(pid) && pid > 0 && exists(pid) ? pid : null
}

function lives(owner: Owner): boolean {
  return exists(owner.pid) && beginning(owner.pid) === owner.began
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * The start time in field 22 of Linux's /proc/<pid>/stat; null elsewhere, and for a process that is dead but was not
 * collected (a zombie, as containers without an init keep them).
 */
function beginning(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}
