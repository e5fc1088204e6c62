import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { erasePerson, vendorNow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor, StartFault } from './start/fault.ts'
import { localSecret } from './start/secret.ts'
import { readSettings } from './start/settings.ts'

// `npm run erase-person -- --email greta@example.com` (USER-10): takes a person who was removed everywhere out of all that is kept.
const root = dirname(import.meta.dirname)

try {
  const { values } = parseArgs({ options: { email: { type: 'string' } } })
  const { email } = values
  if (email === undefined)
    throw new StartFault('Name the person: npm run erase-person -- --email greta@example.com')
  const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
  if (settings !== 'help') {
    if (settings.databaseUrl !== undefined && settings.appSecret === undefined)
      throw new StartFault(
        'APP_SECRET is missing: the one that the worker has, which keys the audit log’s chain.',
      )
    const database = await databaseToSetUp(settings)
    try {
      const secret = settings.appSecret ?? localSecret(settings.stateFolder)
      const now = await vendorNow(database.url, Date.now() as Instant)
      const erasure = await erasePerson({ url: database.url, secret, now }, email)
      if (erasure.kind === 'not-found') throw new StartFault('Nobody here has this e-mail address.')
      if (erasure.kind === 'still-here')
        throw new StartFault(
          `They are still a user of ${erasure.organizations.join(', ')}: remove them there first.`,
        )
      const { members, entries } = erasure
      console.log(
        `Erased from ${members} ${members === 1 ? 'organization' : 'organizations'} and ${entries} ${entries === 1 ? 'entry' : 'entries'} of the audit log.`,
      )
    } finally {
      await database.stop()
    }
  }
} catch (error) {
  console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
  process.exitCode = 1
}
