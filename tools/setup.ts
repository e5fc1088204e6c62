import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { createFirst } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { collectAnswers } from './setup/answers.ts'
import { databaseToSetUp } from './setup/database.ts'
import { sentenceFor, StartFault } from './start/fault.ts'
import { localSecret } from './start/secret.ts'
import { readSettings, type Settings } from './start/settings.ts'

// `npm run setup` (REQ-08): in a database without demo data, makes the first staff member of the vendor, the first
// account with its organization and contract, and its owner, who gets an invitation.
const root = dirname(import.meta.dirname)

try {
  const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
  if (settings !== 'help') await setUp(settings)
} catch (error) {
  console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
  process.exitCode = 1
}

async function setUp(settings: Settings): Promise<void> {
  if (process.env['SEATKEEPER_MODE'] === 'production' && settings.appSecret === undefined)
    throw new StartFault(
      'APP_SECRET is missing: the same one that the portal has, or the link would not open.',
    )
  const answers = await collectAnswers(process.argv.slice(2), process.stdin.isTTY)
  const database = await databaseToSetUp(settings)
  try {
    const secret = settings.appSecret ?? localSecret(settings.stateFolder)
    const password = randomBytes(12).toString('base64url')
    const first = await createFirst(
      { url: database.url, now: Date.now() as Instant, secret },
      {
        staff: {
          email: answers['staff-email'],
          name: answers['staff-name'],
          passwordHash: await hash(password),
        },
        account: {
          name: answers.account,
          fullTimeSeats: Number(answers['full-time-seats']),
          collaboratorSeats: Number(answers['collaborator-seats']),
        },
        organization: { name: answers.organization },
        owner: { email: answers['owner-email'], name: answers['owner-name'] },
      },
    )
    if (first.kind === 'exists')
      throw new StartFault('This database has been set up before: there is a staff member already.')
    if (first.kind === 'refuse')
      throw new StartFault('One of the two e-mails is not an address such as name@example.com.')
    console.log(`
${answers.organization} is ready.

  Its owner signs up here (the same link goes out by mail):
    ${settings.portalUrl}/sign-up/${first.signUpToken}

  Your own sign-in to the vendor's console, which is still to come: ${answers['staff-email']}, password ${password}
  It is not shown again.
`)
  } finally {
    await database.stop()
  }
}
