import { execFile } from 'node:child_process'
import { cpSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ServerBuild } from '@remix-run/node'
import { inject } from 'vitest'

const portal = path.resolve(import.meta.dirname, '..')
const lock = path.join(portal, 'node_modules/.portal-build.lock')
const copies = path.join(portal, 'node_modules/.portal-builds')
/** A copy of this run's own: another build must not take its files away, nor other sources come in, while it is being tested. */
const copy = path.join(copies, String(inject('testRun')))

let built: Promise<ServerBuild> | null = null

/** The portal as it is delivered, built by the run's first test file that needs it: what tests ask is what people get. */
export function portalBuild(): Promise<ServerBuild> {
  built ??= (existsSync(copy) ? Promise.resolve() : alone(build)).then(
    () => import(path.join(copy, 'server/index.js')) as Promise<ServerBuild>,
  )
  return built
}

export const browserFiles = { folder: path.join(copy, 'client') }

async function build(): Promise<void> {
  if (existsSync(copy)) return
  for (const run of existsSync(copies) ? readdirSync(copies) : [])
    if (!isAlive(Number.parseInt(run))) rmSync(path.join(copies, run), { recursive: true, force: true })
  const root = path.resolve(portal, '../..')
  await promisify(execFile)(
    path.join(root, 'node_modules/.bin/turbo'),
    ['run', 'build', '--filter=@seatkeeper/portal', '--output-logs=errors-only', '--no-color'],
    { cwd: root },
  )
  // There at once or not at all, for those who look without the lock.
  const half = `${copy}.half`
  cpSync(path.join(portal, 'build'), half, { recursive: true })
  renameSync(half, copy)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Test files run in processes of their own, and two builds at once would write the same files. */
async function alone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock)
      break
    } catch {
      const held = await stat(lock).catch(() => null)
      // Whoever was killed while building will not take the lock away.
      if (held && Date.now() - held.mtimeMs > 120_000) await rm(lock, { recursive: true, force: true })
      await pause(100)
    }
  }
  try {
    await work()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}
