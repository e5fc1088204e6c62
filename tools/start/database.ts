import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import { codesOf, StartFault } from './fault.ts'

export interface RunningDatabase {
  readonly url: string
  stop(): Promise<void>
}

export interface DatabaseSettings {
  readonly stateFolder: string
  readonly databaseUrl: string | undefined
  readonly port: number
}

/** The database to work on, with all migrations applied: the one named, or the one that npm brought along. */
export async function openDatabase(settings: DatabaseSettings): Promise<RunningDatabase> {
  const database = settings.databaseUrl === undefined ? await startOwn(settings) : named(settings.databaseUrl)
  try {
    await migrate(database.url)
    return database
  } catch (error) {
    await database.stop()
    throw reworded(error, settings.databaseUrl)
  }
}

/** Throws away the database that an earlier start made; the next `openDatabase` makes a new one. */
export async function discardDatabase(settings: DatabaseSettings): Promise<void> {
  const folders = [clusterFolder(settings), readNote(settings)].filter((folder) => folder !== undefined)
  // Starting it is the way to find and stop a server that a killed start has left behind.
  const database = await startOwn(settings).catch(() => undefined)
  await database?.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

async function startOwn(settings: DatabaseSettings): Promise<RunningDatabase> {
  mkdirSync(settings.stateFolder, { recursive: true })
  const server = await startEmbedded({ dataDir: clusterFolder(settings), port: settings.port })
  writeFileSync(noteFile(settings), server.dataDir)
  return server
}

function named(url: string): RunningDatabase {
  return { url, stop: async () => {} }
}

function clusterFolder({ stateFolder }: DatabaseSettings): string {
  return join(stateFolder, 'postgres')
}

/** As root the cluster may lie elsewhere than asked, where the user that PostgreSQL runs as can reach it. */
function noteFile({ stateFolder }: DatabaseSettings): string {
  return join(stateFolder, 'postgres-folder')
}

function readNote(settings: DatabaseSettings): string | undefined {
  try {
    return readFileSync(noteFile(settings), 'utf8')
  } catch {
    return undefined
  }
}

const SENTENCES: readonly [code: RegExp, sentence: (at: string) => string][] = [
  [/^(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, (at) => `No PostgreSQL answers at ${at}`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, (at) => `The host in ${at} is not known here`],
  [/^28/, (at) => `PostgreSQL refused the user or password in ${at}`],
  [/^3D000$/, (at) => `There is no such database: ${at}`],
  [/^42501$/, (at) => `The user in ${at} may not create tables and roles there`],
  [
    /^ERR_INVALID_URL$/,
    (at) => `${at} is not an address such as postgres://user:password@host:5432/seatkeeper`,
  ],
]

function reworded(error: unknown, databaseUrl: string | undefined): unknown {
  if (databaseUrl === undefined) return error
  const codes = codesOf(error)
  const found = SENTENCES.find(([pattern]) => codes.some((code) => pattern.test(code)))
  return found
    ? new StartFault(
        `${found[1](withoutPassword(databaseUrl))}: mend DATABASE_URL, or unset it to use the PostgreSQL that comes along.`,
      )
    : error
}

function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1@')
}
