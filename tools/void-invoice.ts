import { parseArgs } from 'node:util'
import { type TakeBackAnswer, type TakenBack, takeInvoiceBack } from '@seatkeeper/db'
import { addDays } from '@seatkeeper/rules'
import { counted, daySpanText, moneyWords } from '@seatkeeper/wording'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

const EXAMPLE = `npm run void-invoice -- 'Larkspur Outfitters' 3 --reason 'Ten seats instead of one' --dry-run`

// D-02: takes a wrong invoice back by a credit note.
await vendorCommand(async (context) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      reason: { type: 'string' },
      again: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [account, text = '', ...rest] = positionals
  const number = Number(text)
  if (account === undefined || rest.length > 0 || !Number.isSafeInteger(number) || number < 1) {
    throw new StartFault(`Name the account and the number of its invoice. For example: ${EXAMPLE}`)
  }
  const { again, 'dry-run': dryRun } = values
  const reason = values.reason?.trim() ?? ''
  if (reason === '' && !dryRun) {
    throw new StartFault(`Say why with --reason: the customer reads it in the audit log. ${EXAMPLE}`)
  }
  const answer = await takeInvoiceBack(context, account, { number, reason, again, dryRun })
  if (answer.kind !== 'grant') throw faultOf(answer, number)
  console.log(said(answer))
})

function said(taken: TakenBack): string {
  const { account, number, currency, period, creditNote } = taken
  const money = (amount: number) => moneyWords(amount, currency)
  const lines = [
    creditNote === null
      ? `Invoice ${number} of ${account} would be taken back by a credit note over ${money(taken.net + taken.tax)} (net ${money(taken.net)}, tax ${money(taken.tax)}). Nothing has been written.`
      : `Invoice ${number} of ${account} is taken back by credit note ${creditNote} over ${money(taken.net + taken.tax)} (net ${money(taken.net)}, tax ${money(taken.tax)}).`,
  ]
  if (taken.noLongerOwed > 0) lines.push(`No longer owed: ${money(taken.noLongerOwed)}.`)
  if (taken.noLongerCarried > 0)
    lines.push(`No longer carried to the next invoice: ${money(taken.noLongerCarried)}.`)
  if (taken.carriedAgain > 0)
    lines.push(`Owed again from an earlier invoice, on the next one: ${money(taken.carriedAgain)}.`)
  lines.push(
    taken.credit > 0
      ? `Into the credit balance, for the next invoices: ${money(taken.credit)}. Nothing is paid out.`
      : 'Nothing goes into the credit balance.',
  )
  if (taken.atProcessor)
    lines.push('What stands for it at the payment processor is made unpayable by the worker.')
  if (period !== null) {
    const days = daySpanText(period.start, addDays(period.end, -1))
    lines.push(
      taken.again
        ? `${days} is invoiced anew by the next billing run: at today's prices, without what was given up since. What was bought since has its own invoice.`
        : `${days} is not invoiced again.`,
    )
  }
  lines.push('Seats, seasons and plan stay as they are.')
  lines.push(
    taken.mails > 0
      ? `The credit note goes to ${counted(taken.mails, 'invoicing e-mail', 'invoicing e-mails')}.`
      : 'There is no invoicing e-mail that the credit note could go to.',
  )
  return lines.join('\n')
}

function faultOf(answer: Exclude<TakeBackAnswer, { kind: 'grant' }>, number: number): StartFault {
  switch (answer.kind) {
    case 'no-such-invoice':
      return new StartFault(`The account has no invoice ${number}.`)
    case 'is-credit-note':
      return new StartFault(`${number} is a credit note; only invoices are taken back.`)
    case 'voided-already':
      return new StartFault(`Invoice ${number} was taken back already, by credit note ${answer.creditNote}.`)
    case 'in-your-favour':
      return new StartFault(
        `Invoice ${number} gave credit to the account, which may be used already: it is not taken back.`,
      )
    case 'not-invoiced-again':
      return new StartFault(
        `--again is for the latest period that is invoiced, of a contract that goes on: nothing would invoice that of ${number} anew.`,
      )
    case 'raised-since':
      return new StartFault(
        answer.by === null
          ? `The plan was changed within the period of invoice ${number}, and would count for all of it: say it without --again.`
          : `Invoice ${answer.by} charges a higher plan, or more of a season, within the period of ${number}, which would be charged again: take that back first, or say it without --again.`,
      )
    default:
      return accountFault(answer)
  }
}
