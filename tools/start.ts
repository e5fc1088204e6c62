import { mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { banner } from './start/banner.ts'
import { discardDatabase, openDatabase, type DatabaseSettings } from './start/database.ts'
import { loadDemoAccounts } from './start/demo.ts'
import { sentenceFor, StartFault } from './start/fault.ts'
import { buildPortal } from './start/portal-build.ts'
import { refuseTakenPorts } from './start/ports.ts'
import { startProgram, type Program } from './start/program.ts'
import { programs } from './start/programs.ts'
import { forgetRunning, noteRunning, refuseSecondStart } from './start/running.ts'
import { localSecret } from './start/secret.ts'
import { readSettings, usage, type Settings } from './start/settings.ts'
import { listenForStop } from './start/stop-request.ts'

// `npm start`: database, demo data, portal, worker and sandbox, in the order in which they need each other,
// and back in the opposite order when it is told to stop or when one of them dies.
const began = performance.now()
const root = dirname(import.meta.dirname)
const stop = listenForStop()
/** What has been started so far; undone from last to first. */
const undo: (() => Promise<void> | void)[] = []
let stateFolder = root

try {
  const settings = readSettings(root, process.argv.slice(2), process.env)
  if (settings === 'help') console.log(usage)
  else {
    stateFolder = settings.stateFolder
    await run(settings)
  }
} catch (error) {
  process.exitCode = 1
  console.error(sentenceFor(error, stateFolder) ?? error)
} finally {
  for (const step of undo.toReversed()) await step()
}
process.exit()

/** Runs until a stop is requested; throws the fault when a step fails or one of the programs dies. */
async function run(settings: Settings): Promise<void> {
  mkdirSync(settings.stateFolder, { recursive: true })
  refuseSecondStart(settings.stateFolder)
  await refuseTakenPorts(settings)

  const where = { ...settings, port: settings.ports.database }
  if (settings.reset) {
    await discardDatabase(where)
    rmSync(join(settings.stateFolder, 'mail'), { recursive: true, force: true })
  }
  // Both to their end, also when one fails: a database half started could not be stopped.
  const [database, build] = await Promise.allSettled([open(where), buildPortal(root)])
  if (database.status === 'rejected') throw database.reason
  if (build.status === 'rejected') throw build.reason
  const databaseUrl = database.value
  const signIns = settings.demo ? await loadDemoAccounts(databaseUrl) : []
  if (stop.isMade()) return

  noteRunning(settings.stateFolder, { pid: process.pid, portalUrl: settings.portalUrl, databaseUrl })
  undo.push(() => forgetRunning(settings.stateFolder))
  const logs = join(settings.stateFolder, 'logs')
  mkdirSync(logs, { recursive: true })
  const secret = settings.appSecret ?? localSecret(settings.stateFolder)
  const started = programs(settings, databaseUrl, secret).map((program) => startProgram(root, logs, program))
  undo.push(async () => {
    await Promise.all(started.map((program) => program.stop()))
  })

  const death = Promise.race(started.map(untilDeath))
  const ready = Promise.all(started.map((program) => program.ready))
  await Promise.race([death, ready, stop.made])
  if (!stop.isMade()) console.log(banner(settings, signIns, (performance.now() - began) / 1000))
  await Promise.race([death, stop.made])
}

async function open(where: DatabaseSettings): Promise<string> {
  const database = await openDatabase(where)
  undo.push(() => database.stop())
  return database.url
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
