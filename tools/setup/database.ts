import { mkdirSync } from 'node:fs'
import { openDatabase, type RunningDatabase } from '../start/database.ts'
import { findRunning } from '../start/running.ts'
import type { Settings } from '../start/settings.ts'

/** The database to set up: the one that DATABASE_URL names, that of a start under way, or the one that comes along. */
export function databaseToSetUp(settings: Settings): Promise<RunningDatabase> {
  const { stateFolder, databaseUrl } = settings
  mkdirSync(stateFolder, { recursive: true })
  const underWay = databaseUrl === undefined ? findRunning(stateFolder)?.databaseUrl : undefined
  return openDatabase({ stateFolder, databaseUrl: databaseUrl ?? underWay, port: settings.ports.database })
}
