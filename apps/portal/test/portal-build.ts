import { execFile } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { ServerBuild } from '@remix-run/node'

const portal = path.resolve(import.meta.dirname, '..')
const lock = path.join(portal, 'node_modules/.portal-build.lock')
/** A copy of this process: another build must not take its files away while it is being tested. */
const copy = path.join(portal, 'node_modules/.portal-builds', String(process.pid))

let built: Promise<ServerBuild> | null = null

/** The portal as it is delivered, built anew when a source has changed: what tests ask is what people get. */
export function portalBuild(): Promise<ServerBuild> {
  built ??= alone(build).then(() => import(path.join(copy, 'server/index.js')) as Promise<ServerBuild>)
  return built
}

export const browserFiles = { folder: path.join(copy, 'client') }

async function build(): Promise<void> {
  const root = path.resolve(portal, '../..')
  await promisify(execFile)(
    path.join(root, 'node_modules/.bin/turbo'),
    ['run', 'build', '--filter=@seatkeeper/portal', '--output-logs=errors-only', '--no-color'],
    { cwd: root },
  )
  cpSync(path.join(portal, 'build'), copy, { recursive: true })
  process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
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
