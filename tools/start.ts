import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { sentenceFor } from './start/fault.ts'
import { refuseTakenPorts } from './start/ports.ts'
import type { Undo } from './start/run.ts'
import { refuseSecondStart } from './start/running.ts'
import { readSettings, usage, type Settings } from './start/settings.ts'
import { listenForStop } from './start/stop-request.ts'

// `npm start`: database, demo data, portal, Slack bot, worker and sandbox, in the order in which they need each
// other, and back in the opposite order when it is told to stop or when one of them dies.
const stop = listenForStop()
const root = dirname(import.meta.dirname)
const undo: Undo = []
let stateFolder = root

try {
  const settings = readSettings(root, process.argv.slice(2), process.env)
  if (settings === 'help') console.log(usage)
  else await start(settings)
} catch (error) {
  process.exitCode = 1
  console.error(sentenceFor(error, stateFolder) ?? error)
} finally {
  for (const step of undo.toReversed()) await step()
}
process.exit()

async function start(settings: Settings): Promise<void> {
  stateFolder = settings.stateFolder
  mkdirSync(stateFolder, { recursive: true })
  refuseSecondStart(stateFolder)
  await refuseTakenPorts(settings)
  // The data layer takes a second to load: after what can be refused at once, and after a stop can be heard.
  const { run } = await import('./start/run.ts')
  if (!stop.isMade()) await run(settings, stop, undo)
}
