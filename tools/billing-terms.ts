import { parseArgs } from 'node:util'
import { setPaymentTerms } from '@seatkeeper/db'
import { DEFAULT_NET_DAYS } from '@seatkeeper/rules'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

const EXAMPLE = `npm run billing-terms -- 'Fernhill Bank' --payment wire --net-days 30`

// PAY-06: how an account pays from its next invoice on.
await vendorCommand(async (context) => {
  const { values, positionals } = parseArgs({
    options: { payment: { type: 'string' }, 'net-days': { type: 'string' } },
    allowPositionals: true,
  })
  const [account, ...rest] = positionals
  const { payment } = values
  const days = values['net-days']
  if (account === undefined || rest.length > 0) {
    throw new StartFault(`Name the account. For example: ${EXAMPLE}`)
  }
  if (payment !== 'wire' && payment !== 'card') {
    throw new StartFault(`--payment is wire or card. For example: ${EXAMPLE}`)
  }
  if (days !== undefined && payment === 'card') throw new StartFault('--net-days is for wires.')
  if (days !== undefined && (!/^\d{1,3}$/.test(days) || Number(days) > 365)) {
    throw new StartFault('--net-days is 0 to 365.')
  }
  const answer = await setPaymentTerms(context, account, {
    payment,
    netDays: days === undefined ? null : Number(days),
  })
  if (answer.kind !== 'grant') throw accountFault(answer)
  if (answer.payment === 'wire') {
    return console.log(
      `${answer.account} pays by wire from its next invoice on, within ${answer.netDays ?? DEFAULT_NET_DAYS} days. Invoices that are out stay as they are.`,
    )
  }
  const card = answer.hasCard ? '' : ' It has none on file, and needs one when it is charged next.'
  console.log(
    `${answer.account} pays by card from its next invoice on.${card} Invoices that are out stay as they are.`,
  )
})
