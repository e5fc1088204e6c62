import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartFault } from './fault.ts'
import type { Settings } from './settings.ts'

/** What a running start leaves in its state folder for other commands, and for a second start to find. */
export interface Running {
  readonly pid: number
  readonly portalUrl: string
  readonly databaseUrl: string
  /** Where its parts listen, whatever the settings of another command say. */
  readonly ports: Settings['ports']
}

const FILE = 'running.json'

/** The start that uses this state folder at this moment, if there is one. */
export function findRunning(stateFolder: string): Running | undefined {
  let noted: Running
  try {
    noted = JSON.parse(readFileSync(join(stateFolder, FILE), 'utf8')) as Running
  } catch {
    return undefined
  }
  return noted.pid !== process.pid && isStart(noted.pid) ? noted : undefined
}

/** Throws `StartFault` when another start uses this state folder: two would fight over one database. */
export function refuseSecondStart(stateFolder: string): void {
  const running = findRunning(stateFolder)
  if (running)
    throw new StartFault(
      `Seatkeeper is running already, at ${running.portalUrl} (process ${running.pid}): stop it with Ctrl-C where it runs, or with: kill ${running.pid}`,
    )
}

export function noteRunning(stateFolder: string, running: Running): void {
  // The database address carries a password.
  writeFileSync(join(stateFolder, FILE), JSON.stringify(running), { mode: 0o600 })
}

export function forgetRunning(stateFolder: string): void {
  rmSync(join(stateFolder, FILE), { force: true })
}

/** Numbers of dead processes are given out again, so being alive is not enough. */
function isStart(pid: number): boolean {
  return commandOf(pid).includes('tools/start.ts')
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
