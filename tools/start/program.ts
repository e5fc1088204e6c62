import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface ProgramOptions {
  readonly name: string
  /** The TypeScript file that Node runs, relative to the checkout. */
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** An address that answers 200 once the program is ready; absent: it says `ready` over the channel. */
  readonly readyUrl?: string
}

export interface Program {
  readonly name: string
  readonly logFile: string
  /** Resolves when the program can be used; never rejects, because `ended` tells of a program that died first. */
  readonly ready: Promise<void>
  /** Resolves when the process is gone, with its last lines. */
  readonly ended: Promise<{ readonly code: number | null; readonly lastWords: readonly string[] }>
  /** Asks the program to stop, insists after a while, and waits until it is gone. */
  stop(): Promise<void>
}

const PATIENCE_MS = 8_000
const LAST_WORDS = 12

/**
 * Starts one of Seatkeeper's programs. What it says goes into a log file; errors are shown on the terminal too.
 * It gets a process group of its own, so that Ctrl-C reaches the start alone and everything stops in order.
 */
export function startProgram(root: string, logFolder: string, options: ProgramOptions): Program {
  const logFile = join(logFolder, `${options.name}.log`)
  const log = createWriteStream(logFile)
  const child = spawn(
    process.execPath,
    ['--import', join(root, 'tools/start/stop-with-parent.mjs'), join(root, options.file)],
    {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    },
  )
  const lastWords: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface(stream).on('line', (line) => {
      log.write(`${line}\n`)
      lastWords.push(line)
      if (lastWords.length > LAST_WORDS) lastWords.shift()
      const complaint = complaintIn(line)
      if (complaint !== undefined) console.error(`  ${options.name}: ${complaint}`)
    })
  }
  const ended = new Promise<{ code: number | null; lastWords: readonly string[] }>((resolve) => {
    child.once('error', (error) => resolve({ code: null, lastWords: [error.message] }))
    child.once('close', (code) => {
      log.end()
      resolve({ code, lastWords })
    })
  })
  return {
    name: options.name,
    logFile,
    ended,
    ready: options.readyUrl === undefined ? saidReady(child) : answers(options.readyUrl, child),
    stop: async () => {
      child.kill('SIGTERM')
      const insist = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await ended
      clearTimeout(insist)
    },
  }
}

function saidReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve()
    })
  })
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return new Promise(() => {})
}

/** The message of a log line at the level of an error, as pino writes them. */
function complaintIn(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const entry = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } }
    if ((entry.level ?? 0) < 50) return undefined
    return [entry.msg, entry.err?.message].filter(Boolean).join(': ')
  } catch {
    return undefined
  }
}
