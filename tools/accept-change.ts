import { parseArgs } from 'node:util'
import { acceptChanges, declineChanges, setReductionTerms } from '@seatkeeper/db'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

// `npm run accept-change -- --account "Larkspur Outfitters"` (BILL-04, D-02): agrees to what an account has asked for at its renewal.
await vendorCommand(async (context) => {
  const { values } = parseArgs({
    options: {
      account: { type: 'string' },
      change: { type: 'string', multiple: true },
      decline: { type: 'boolean' },
      reductions: { type: 'string' },
    },
  })
  const { account, change = [], decline = false, reductions } = values
  if (account === undefined) {
    throw new StartFault('Name the account: npm run accept-change -- --account "Larkspur Outfitters"')
  }
  if (reductions !== undefined) {
    if (reductions !== 'request' && reductions !== 'self-scheduled') {
      throw new StartFault('--reductions is request or self-scheduled.')
    }
    const set = await setReductionTerms(context, account, reductions)
    if (set.kind !== 'grant') throw accountFault(set)
    const who = reductions === 'request' ? 'asks for its reductions' : 'schedules its reductions itself'
    return console.log(`${set.account} ${who} from now on.`)
  }
  const answer = await (decline ? declineChanges : acceptChanges)(context, account, change)
  if (answer.kind !== 'grant') {
    if (answer.kind === 'refuse' && answer.reason === 'not-found') {
      throw new StartFault('Nothing of this account waits for an answer.')
    }
    throw accountFault(answer)
  }
  const done = decline ? 'declined' : 'scheduled'
  for (const { kind, item, from, to, fromPlan, toPlan, effectiveOn } of answer.changes) {
    const what = kind === 'plan' ? `plan ${fromPlan} → ${toPlan}` : `${item} ${from} → ${to}`
    console.log(`${answer.account}: ${what} on ${effectiveOn}, ${done}.`)
  }
})
