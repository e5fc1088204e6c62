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

/**
 * Ports that nobody uses at this moment, and that no system gives to whoever asks for just any: a neighbour must not
 * be given one of them between two starts.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, () => resolve(true))
  })
  if (free) await new Promise((closed) => server.close(closed))
  return free
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
