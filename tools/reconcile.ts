import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor } from './start/fault.ts'
import { programs } from './start/programs.ts'
import { findRunning } from './start/running.ts'
import { localSecret } from './start/secret.ts'
import { readSettings } from './start/settings.ts'

// `npm run reconcile` (PAY-09): the worker's own command. In production it is told what the worker is told; on a machine of one's own what the
// worker of `npm start` is told, with whom the payment stand-in runs: without it the processor does not answer, and the command says so.
const root = dirname(import.meta.dirname)

async function reconcile(env: NodeJS.ProcessEnv): Promise<void> {
  const command = [join(root, 'apps/worker/src/reconcile.ts'), ...process.argv.slice(2)]
  const child = spawn(process.execPath, command, { env, stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  process.exitCode = code ?? 2
}

async function here(): Promise<void> {
  const settings = readSettings(root, [], process.env)
  if (settings === 'help') return
  const running = await databaseToSetUp(settings)
  try {
    const secret = settings.appSecret ?? localSecret(settings.stateFolder)
    // The processor's stand-in is where the start under way has put it.
    const ports = findRunning(settings.stateFolder)?.ports ?? settings.ports
    const worker = programs({ ...settings, ports }, running.url, secret).find(
      ({ name }) => name === 'worker',
    )!
    await reconcile({ ...process.env, ...worker.env })
  } finally {
    await running.stop()
  }
}

try {
  if (process.env['SEATKEEPER_MODE'] === 'production') await reconcile(process.env)
  else await here()
} catch (error) {
  console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
  process.exitCode = 2
}
