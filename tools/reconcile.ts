import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor } from './start/fault.ts'
import { programs } from './start/programs.ts'
import { localSecret } from './start/secret.ts'
import { readSettings } from './start/settings.ts'

// `npm run reconcile` (PAY-09): the worker's own command, told what the worker of `npm start` is told. In demo mode the payment
// stand-in runs with `npm start`; without it the processor does not answer, and the command says so.
const root = dirname(import.meta.dirname)
try {
  const settings = readSettings(root, [], { SEATKEEPER_MODE: 'demo', ...process.env })
  if (settings !== 'help') {
    const running = await databaseToSetUp(settings)
    try {
      const secret = settings.appSecret ?? localSecret(settings.stateFolder)
      const worker = programs(settings, running.url, secret).find(({ name }) => name === 'worker')!
      const child = spawn(
        process.execPath,
        [join(root, 'apps/worker/src/reconcile.ts'), ...process.argv.slice(2)],
        { env: { ...process.env, ...worker.env }, stdio: 'inherit' },
      )
      const [code] = (await once(child, 'exit')) as [number | null]
      process.exitCode = code ?? 2
    } finally {
      await running.stop()
    }
  }
} catch (error) {
  console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
  process.exitCode = 2
}
