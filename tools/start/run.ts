import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openMovableClock } from '@seatkeeper/db'
import { banner } from './banner.ts'
import { discardDatabase, openDatabase, type DatabaseSettings } from './database.ts'
import { loadDemoAccounts } from './demo.ts'
import { StartFault } from './fault.ts'
import { buildPortal } from './portal-build.ts'
import { startProgram, type Program } from './program.ts'
import { programs } from './programs.ts'
import { forgetRunning, noteRunning } from './running.ts'
import { localSecret } from './secret.ts'
import type { Settings } from './settings.ts'
import type { StopRequest } from './stop-request.ts'

/** What has been started so far, to be undone from last to first. */
export type Undo = (() => Promise<void> | void)[]

/**
 * Starts everything and runs until a stop is requested; throws the fault when a step fails or one of the programs
 * dies. Whatever it has started by then stands in `undo`, also when it throws.
 */
export async function run(settings: Settings, stop: StopRequest, undo: Undo): Promise<void> {
  const where = { ...settings, port: settings.ports.database }
  if (settings.reset) {
    await discardDatabase(where)
    rmSync(join(settings.stateFolder, 'mail'), { recursive: true, force: true })
    rmSync(join(settings.stateFolder, 'payments.json'), { force: true })
  }
  // Both to their end, also when one fails: a database half started could not be stopped.
  const [database, build] = await Promise.allSettled([open(where, undo), buildPortal(settings.root)])
  if (database.status === 'rejected') throw database.reason
  if (build.status === 'rejected') throw build.reason
  const databaseUrl = database.value
  await openMovableClock(databaseUrl, settings.mode)
  const signIns = settings.demo ? await loadDemoAccounts(databaseUrl) : []
  if (stop.isMade()) return

  const { portalUrl, ports } = settings
  noteRunning(settings.stateFolder, { pid: process.pid, portalUrl, databaseUrl, ports })
  undo.push(() => forgetRunning(settings.stateFolder))
  const started = startPrograms(settings, databaseUrl, undo)
  const death = Promise.race(started.map(untilDeath))
  const ready = Promise.all(started.map((program) => program.ready))
  await Promise.race([death, ready, stop.made])
  if (!stop.isMade()) console.log(banner(settings, signIns, performance.now() / 1000))
  await Promise.race([death, stop.made])
}

async function open(where: DatabaseSettings, undo: Undo): Promise<string> {
  const database = await openDatabase(where)
  undo.push(() => database.stop())
  return database.url
}

function startPrograms(settings: Settings, databaseUrl: string, undo: Undo): readonly Program[] {
  const logs = join(settings.stateFolder, 'logs')
  mkdirSync(logs, { recursive: true })
  const secret = settings.appSecret ?? localSecret(settings.stateFolder)
  const started = programs(settings, databaseUrl, secret).map((options) =>
    startProgram(settings.root, logs, options),
  )
  undo.push(async () => {
    await Promise.all(started.map((program) => program.stop()))
  })
  return started
}

/** Rejects when the program ends. Nobody listens any more once a stop was requested. */
async function untilDeath(program: Program): Promise<never> {
  const { code, lastWords } = await program.ended
  const how = code === null ? 'was killed' : `stopped with exit code ${code}`
  throw new StartFault(
    [...lastWords, `The ${program.name} ${how}, so everything was stopped. Its log: ${program.logFile}`].join(
      '\n',
    ),
  )
}
