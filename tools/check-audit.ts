import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type AuditFault, type ChainEnd, checkAuditChain, createDatabase, sealAudit } from '@seatkeeper/db'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor, StartFault } from './start/fault.ts'
import { localSecret } from './start/secret.ts'
import { readSettings } from './start/settings.ts'

// `npm run check-audit` (USER-10): reckons the audit log's chains anew and names every entry that was changed, deleted or put in by hand.
// `-- --known ends.json` compares with what `-- --write ends.json` kept of an earlier check: then a cut-off end shows, too.
const root = dirname(import.meta.dirname)

const meanings: Record<AuditFault['fault'], string> = {
  changed: 'says something else than when it was sealed',
  deleted: 'is gone',
  inserted: 'was put in behind the chain',
  'seal-missing': 'has lost the seal before it',
  'seal-changed': 'has a seal that does not follow from those before it',
  'cut-off': 'is not there any more, though an earlier check knew of it',
}

try {
  const { values } = parseArgs({ options: { known: { type: 'string' }, write: { type: 'string' } } })
  const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
  if (settings !== 'help') {
    if (settings.databaseUrl !== undefined && settings.appSecret === undefined)
      throw new StartFault('APP_SECRET is missing: the one that the worker has, which keys the chain.')
    const known =
      values.known === undefined ? [] : (JSON.parse(readFileSync(values.known, 'utf8')) as ChainEnd[])
    const running = await databaseToSetUp(settings)
    const database = await createDatabase({ url: running.url, applicationName: 'seatkeeper command' })
    try {
      const secret = settings.appSecret ?? localSecret(settings.stateFolder)
      // So that a check says something about the newest entries, too.
      await sealAudit(database.worker(), { secret })
      const { entries, pending, erased, ends, faults, organizations } = await checkAuditChain(
        database.worker(),
        {
          secret,
          known,
        },
      )
      for (const { fault, organizationId, position, auditId, entry } of faults) {
        const where =
          organizationId === null ? 'no organization' : (organizations[organizationId] ?? organizationId)
        const what = [entry && `${entry.action} at ${entry.at}`, auditId && `id ${auditId}`].filter(Boolean)
        console.log(
          `✗ ${where}: the entry${position === null ? '' : ` at place ${position}`}` +
            `${what.length > 0 ? ` (${what.join(', ')})` : ''} ${meanings[fault]}`,
        )
      }
      const found = faults.length === 1 ? '1 fault' : `${faults.length} faults`
      console.log(
        `${faults.length === 0 ? 'The audit log is what it was' : found}: ${entries} entries in ${ends.length} chains` +
          `, ${erased} with a person erased, ${pending} not sealed yet.`,
      )
      if (values.write !== undefined) writeFileSync(values.write, JSON.stringify(ends, null, 2))
      process.exitCode = faults.length === 0 ? 0 : 1
    } finally {
      await database.close()
      await running.stop()
    }
  }
} catch (error) {
  console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
  process.exitCode = 2
}
