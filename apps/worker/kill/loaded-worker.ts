import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A worker's process that is loaded and waits for its orders (`payment-victim.ts`): what is killed is work, not starting up. */
export async function loadedWorker(): Promise<ChildProcess> {
  const worker = fork(new URL('payment-victim.ts', import.meta.url), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  // One that cannot even begin would be waited for for ever.
  const fallen = once(worker, 'exit').then(() => Promise.reject(new Error('A worker did not begin')))
  await Promise.race([once(worker, 'message'), fallen])
  fallen.catch(() => {})
  return worker
}
