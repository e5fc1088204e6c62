import { parseArgs } from 'node:util'
import { setBillingEmail } from '@seatkeeper/db'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

// `npm run billing-email -- --account "Old Mill Helpdesk" --email greta@example.com` (CLS-07): whose billing is under the classic policy.
await vendorCommand(async (context) => {
  const { values } = parseArgs({ options: { account: { type: 'string' }, email: { type: 'string' } } })
  const { account, email } = values
  if (account === undefined || email === undefined) {
    throw new StartFault(
      'Name both: npm run billing-email -- --account "Old Mill Helpdesk" --email greta@example.com',
    )
  }
  const answer = await setBillingEmail(context, account, email)
  if (answer.kind !== 'grant') throw accountFault(answer)
  console.log(
    `Billing of ${answer.account} belongs to ${answer.email} from now on, under the classic policy alone.`,
  )
})
