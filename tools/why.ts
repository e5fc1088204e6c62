import { parseArgs } from 'node:util'
import { whyOf } from '@seatkeeper/db'
import { accessName, accessTrace } from '@seatkeeper/wording'
import { vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

// USER-14: may this person sign in now, and why: what an admin reads on the user's page, for each organization of theirs. Reads only.
await vendorCommand(async (context) => {
  const { positionals } = parseArgs({ allowPositionals: true })
  const [email, ...rest] = positionals
  if (email === undefined || rest.length > 0) {
    throw new StartFault('Name the person: npm run why -- greta@example.com')
  }
  const answers = await whyOf(context, email)
  if (answers.length === 0) throw new StartFault('Nobody here has this e-mail address.')
  for (const { account, organization, name, email, access } of answers) {
    const { title, steps, next } = accessTrace(access)
    console.log(`${organization}${account === organization ? '' : ` (${account})`}: ${name} <${email}>`)
    console.log(`Access now: ${accessName(access)}. ${title}`)
    for (const { check, passed, sentence } of steps)
      console.log(`  ${passed ? '✓' : '✗'} ${check}: ${sentence}`)
    console.log(`  ${next}\n`)
  }
})
