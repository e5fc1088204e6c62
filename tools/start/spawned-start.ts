import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** `npm start` in a process of its own, as a test drives it. */
export interface SpawnedStart {
  readonly pid: number
  /** All that it has printed so far. */
  output(): string
  /** Resolves when it has printed the text; rejects when it ends first. */
  printed(text: string): Promise<void>
  /** Resolves with its exit code. */
  readonly exited: Promise<number>
  signal(name: NodeJS.Signals): void
}

const root = join(import.meta.dirname, '../..')

/** Runs what `npm start` runs, with the given settings on top of the environment; or npm itself around it. */
export function spawnStart(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  through: 'bootstrap' | 'npm' = 'bootstrap',
): SpawnedStart {
  const [program, ...first] =
    through === 'npm'
      ? ['npm', '--silent', 'start', '--']
      : [process.execPath, join(root, 'tools/bootstrap.mjs'), 'start']
  const child = spawn(program as string, [...first, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const { promise: exited, resolve } = Promise.withResolvers<number>()
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      for (const listener of listeners) listener()
    })
  }
  child.on('close', (code) => resolve(code ?? -1))
  return {
    pid: child.pid ?? -1,
    output: () => said,
    exited,
    signal: (name) => void child.kill(name),
    printed: (text) =>
      new Promise((found, failed) => {
        const look = () => {
          if (said.includes(text)) found()
        }
        listeners.add(look)
        look()
        void exited.then((code) =>
          failed(new Error(`Ended with ${code} before printing “${text}”:\n${said}`)),
        )
      }),
  }
}

/** Ports that nobody uses at this moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer()
      await new Promise<void>((listening) => server.listen(0, listening))
      return server
    }),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  })
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}

/** Whether anything takes connections on the port. */
export async function isTaken(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1_000) }).catch(
    (error: Error) => error,
  )
  return !(
    answer instanceof Error && /ECONNREFUSED/.test(String((answer.cause as Error | undefined)?.message))
  )
}
