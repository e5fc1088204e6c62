import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { DatabaseWork } from './database-work.ts'

/** A look at a worker after each page of accounts. */
export interface Look extends DatabaseWork {
  readonly accounts: number
  readonly ms: number
  /** The worker's own processor time. */
  readonly workerMs: number
  readonly heapMb: number
  readonly residentMb: number
}

/** Runs a worker as a process of its own until it is done, or until it has billed so many and is killed for good. */
export async function runWorker(
  url: string,
  { dieAfter = Infinity }: { readonly dieAfter?: number },
): Promise<Look[]> {
  const worker = spawn(process.execPath, ['--expose-gc', new URL('worker.ts', import.meta.url).pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NIGHT_URL: url },
  })
  const looks: Look[] = []
  const ended = once(worker, 'exit')
  for await (const line of createInterface({ input: worker.stdout })) {
    const look = JSON.parse(line) as Look
    looks.push(look)
    if (look.accounts >= dieAfter) worker.kill('SIGKILL')
  }
  const [code] = (await ended) as [number | null]
  if (code !== 0 && dieAfter === Infinity) throw new Error(`A worker ended with ${code}`)
  return looks
}
