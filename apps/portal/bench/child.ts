import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'

/** In the child: listens, tells the parent where, and how much processor time it has used whenever it is asked. */
export async function serveParent(listener: RequestListener): Promise<void> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.((user + system) / 1000)
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.((server.address() as AddressInfo).port)
}

export interface Served {
  readonly port: number
  /** Milliseconds of processor time so far. */
  processorMs(): Promise<number>
  stop(): void
}

/** In the parent: a server in a process of its own, so that whoever asks does not slow down whoever answers. */
export async function startServer(file: string, env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, file), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const answer = async () => ((await once(child, 'message')) as [number])[0]
  const port = await answer()
  return {
    port,
    processorMs() {
      child.send('processor')
      return answer()
    },
    stop: () => void child.disconnect(),
  }
}
