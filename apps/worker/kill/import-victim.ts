import { createDatabase } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { pino } from 'pino'
import { importLoop } from '../src/imports/import-loop.ts'

/** The worker's loop of imports in a process of its own, which is killed. */
const database = await createDatabase({ url: process.argv[2]!, applicationName: 'victim' })
const now = () => Date.now() as Instant
const log = pino({ level: 'warn' })
process.send?.('ready')
await importLoop(
  { database, businessNow: now, wallNow: now, log, leaseMs: 1_000 },
  new AbortController().signal,
)
