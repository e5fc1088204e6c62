import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { resetFactors, vendorNow } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor, StartFault } from './start/fault.ts'
import { readSettings } from './start/settings.ts'

// `npm run reset-factor -- --email greta@example.com` (USER-12): takes the second factor of somebody away who has lost it, with their
// recovery codes. Make sure who asks first, and not by e-mail alone.
const root = dirname(import.meta.dirname)

try {
  const { values } = parseArgs({ options: { email: { type: 'string' } } })
  const { email } = values
  if (email === undefined)
    throw new StartFault('Name the person: npm run reset-factor -- --email greta@example.com')
  const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
  if (settings !== 'help') {
    const database = await databaseToSetUp(settings)
    try {
      const { url } = database
      const wallNow = Date.now() as Instant
      const reset = await resetFactors({ url, now: await vendorNow(url, wallNow), wallNow }, email)
      switch (reset.kind) {
        case 'not-found':
          throw new StartFault('Nobody here signs in with this e-mail address.')
        case 'none':
          throw new StartFault('They have no second factor: their password is all they need.')
        case 'reset':
          console.log(
            `${reset.name} needs only their password now, is signed out everywhere, and is told by mail.`,
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
