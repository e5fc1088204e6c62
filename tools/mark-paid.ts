import { parseArgs } from 'node:util'
import { markInvoicePaid, setWireDeadline } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { moneyWords } from '@seatkeeper/wording'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

// `npm run mark-paid -- 'Fernhill Bank' 1 --reference 'DE-4711'` (PAY-06): a wire has arrived.
// `npm run mark-paid -- 'Fernhill Bank' 1 --deadline 2026-08-01` (D-28): it has not, and access is kept until then; `none`: always.
const HOW = `Name the account and its invoice: npm run mark-paid -- 'Fernhill Bank' 1 --reference 'what the wire said'`

function deadlineOf(text: string): Instant | null {
  if (text === 'none') return null
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\dZ)?$/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(at)) throw new StartFault('A deadline is a day, such as 2026-08-01 (00:00 UTC), or none.')
  return at as Instant
}

await vendorCommand(async ({ url }) => {
  const { values, positionals } = parseArgs({
    options: { reference: { type: 'string' }, deadline: { type: 'string' } },
    allowPositionals: true,
  })
  const [account, text = '', ...rest] = positionals
  const number = Number(text)
  if (account === undefined || rest.length > 0 || !Number.isSafeInteger(number) || number < 1)
    throw new StartFault(HOW)
  const { reference, deadline } = values
  const vendor = { url, wallNow: Date.now() as Instant }
  const answer =
    deadline === undefined
      ? await markInvoicePaid(vendor, { account, number, ...(reference !== undefined && { reference }) })
      : await setWireDeadline(vendor, { account, number, deadline: deadlineOf(deadline) })
  switch (answer.kind) {
    case 'no-account':
    case 'which':
      throw accountFault(answer)
    case 'no-such-invoice':
      throw new StartFault(`The account has no invoice ${number} that is to be collected.`)
    case 'paid-already':
      throw new StartFault(`Invoice ${number} is paid already.`)
    case 'credited-already':
      throw new StartFault(
        `Invoice ${number} was taken back by a credit note, and what came for it is in the credit balance already.`,
      )
    case 'being-voided':
      throw new StartFault(
        `Invoice ${number} was taken back, and what stands for it at the payment processor can still be paid until the worker has made it unpayable. Try again in a minute.`,
      )
    case 'voided':
      throw new StartFault(`Invoice ${number} was taken back by a credit note and is owed no more.`)
    case 'being-charged':
      throw new StartFault(`Invoice ${number} is being charged to a card: it would be paid twice.`)
    case 'not-an-open-wire':
      throw new StartFault(`Invoice ${number} is no unpaid wire.`)
    case 'paid':
      console.log(`Invoice ${number} of ${answer.account} is paid. A copy goes to its invoicing e-mails.`)
      break
    case 'credited':
      console.log(
        `Invoice ${number} of ${answer.account} was taken back and is owed no more: ${moneyWords(answer.amount, answer.currency)} went into the credit balance, for the next invoices. Nothing is paid out.`,
      )
      break
    case 'set':
      console.log(
        deadline === 'none'
          ? `Nothing of ${answer.account} is locked for invoice ${number}.`
          : `${answer.account} keeps access until ${deadline}, should invoice ${number} be overdue then.`,
      )
  }
})
