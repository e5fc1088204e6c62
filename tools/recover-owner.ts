import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { recoverOwner, vendorNow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor, StartFault } from './start/fault.ts'
import { readSettings } from './start/settings.ts'

// `npm run recover-owner -- --email greta@example.com` (USER-07): makes an active user the owner of their organization, because the
// one before is lost.
const root = dirname(import.meta.dirname)

try {
  const { values } = parseArgs({ options: { email: { type: 'string' }, organization: { type: 'string' } } })
  const { email, organization } = values
  if (email === undefined)
    throw new StartFault('Name the new owner: npm run recover-owner -- --email greta@example.com')
  const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
  if (settings !== 'help') {
    const database = await databaseToSetUp(settings)
    try {
      const answer = await recoverOwner(
        { url: database.url, now: await vendorNow(database.url, Date.now() as Instant) },
        { email, ...(organization !== undefined && { organization }) },
      )
      switch (answer.kind) {
        case 'not-found':
          throw new StartFault('No organization has a user with this e-mail address.')
        case 'not-active':
          throw new StartFault(
            'They have never signed in, or were deactivated: only an active user can be owner.',
          )
        case 'owner-already':
          throw new StartFault('They are the owner already.')
        case 'which':
          throw new StartFault(
            `They belong to ${answer.organizations.join(', ')}: say which with --organization.`,
          )
        case 'recovered':
          console.log(
            `${answer.owner} owns ${answer.organization} now. ${answer.before}, who did before, keeps their place and has no rights in the settings.`,
          )
      }
    } finally {
      await database.stop()
    }
  }
} catch (error) {
  console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
  process.exitCode = 1
}
