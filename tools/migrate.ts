import { openDatabase } from './start/database.ts'
import { sentenceFor } from './start/fault.ts'

// `npm run migrate`: brings the database that DATABASE_URL names up to date. Safe to run while the old version
// still serves, and by several machines at once: one migrates, the others wait and find nothing left to do.
const databaseUrl = process.env['DATABASE_URL']
if (!databaseUrl) {
  console.error('Name the database in DATABASE_URL, postgres://user:password@host:5432/seatkeeper.')
  process.exit(1)
}
try {
  await openDatabase({ databaseUrl, stateFolder: '', port: 0 })
  console.log('The database is up to date.')
} catch (error) {
  console.error(sentenceFor(error, '') ?? error)
  process.exitCode = 1
}
