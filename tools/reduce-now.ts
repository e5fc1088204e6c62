import { parseArgs } from 'node:util'
import { type GrantedReduction, reduceNow, type ReductionAnswer } from '@seatkeeper/db'
import { addDays, DEFAULT_CATALOG } from '@seatkeeper/rules'
import { formatDay, itemName, moneyWords } from '@seatkeeper/wording'
import { askTaxes } from './setup/ask-taxes.ts'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

const EXAMPLE = `npm run reduce-now -- 'Larkspur Outfitters' --seats 20 --give-up ada@example.com --dry-run`

type Person = GrantedReduction['leaving'][number]
const listed = (people: readonly Person[]): string =>
  people.map(({ name, email }) => `\n  ${name} <${email}>`).join('')

// D-02: fewer seats, or a lower plan, at once, with credit for what was paid.
await vendorCommand(async (context) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seats: { type: 'string' },
      collaborators: { type: 'string' },
      staff: { type: 'string' },
      item: { type: 'string', multiple: true },
      plan: { type: 'string' },
      'give-up': { type: 'string', multiple: true },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [account, ...rest] = positionals
  if (account === undefined || rest.length > 0) {
    throw new StartFault(`Name the account. For example: ${EXAMPLE}`)
  }
  const { plan, item = [], 'dry-run': dryRun } = values
  const quantities: Record<string, number> = {}
  const set = (name: string, text: string | undefined) => {
    if (text === undefined) return
    if (!/^\d{1,6}$/.test(text))
      throw new StartFault(`The new number of ${itemName(name)} is a whole number.`)
    quantities[name] = Number(text)
  }
  set('full-time', values.seats)
  set('collaborator', values.collaborators)
  set('staff', values.staff)
  for (const text of item) {
    const [name = '', number] = text.split('=')
    if (number === undefined) throw new StartFault('--item is an add-on and its new number: data-storage=2.')
    set(name, number)
  }
  if (plan === undefined && Object.keys(quantities).length === 0) {
    throw new StartFault(
      `Say what is to be less: --seats, --collaborators, --staff, --item or --plan. ${EXAMPLE}`,
    )
  }
  const ask = askTaxes(context.url)
  const answer = await reduceNow({ ...context, ...(ask && { ask }) }, account, {
    quantities,
    ...(plan !== undefined && { plan }),
    giveUp: (values['give-up'] ?? []).flatMap((text) => text.split(',')).flatMap((text) => text.trim() || []),
    dryRun,
  })
  if (answer.kind !== 'grant') throw faultOf(answer)
  console.log(said(answer))
})

const planName = (plan: string): string => DEFAULT_CATALOG.plans[plan]?.name ?? plan

function said(granted: GrantedReduction): string {
  const { account, changes, currency, credited, creditedTax, paidUntil, open, leaving, lapsed, dryRun } =
    granted
  const money = (amount: number) => moneyWords(amount, currency)
  const lines = [`${account}${dryRun ? ', if it were done; nothing has been written' : ''}:`]
  for (const change of changes) {
    lines.push(
      change.kind === 'plan'
        ? `Plan ${planName(change.from)} → ${planName(change.to)}.`
        : `${itemName(change.item)} ${change.from} → ${change.to}.`,
    )
  }
  const until = paidUntil === null ? '' : `, today to ${formatDay(addDays(paidUntil, -1))}`
  lines.push(
    credited > 0
      ? `Into the credit balance for what was paid${until}: ${money(credited)}, of it ${money(creditedTax)} tax. Nothing is paid out.`
      : 'Nothing is credited: nothing of it was paid for the rest of the period.',
  )
  for (const { number, due, ofPeriod } of open) {
    lines.push(
      `Invoice ${number} is not paid: nothing of it is credited, and its ${money(due)} stay to be collected in full. ${ofPeriod ? 'For an invoice over what is left' : 'To let go of it'}, say afterwards: npm run void-invoice -- '${account}' ${number}${ofPeriod ? ' --again' : ''} --reason …`,
    )
  }
  if (granted.creditNote !== null) lines.push(`Credit note ${granted.creditNote}.`)
  if (leaving.length > 0) lines.push(`Give up a seat, and are deactivated:${listed(leaving)}`)
  if (lapsed > 0) lines.push('What was scheduled or asked for and is reached with it lapses.')
  return lines.join('\n')
}

function faultOf(answer: Exclude<ReductionAnswer, { kind: 'grant' }>): StartFault {
  switch (answer.kind) {
    case 'too-few':
      return new StartFault(
        `${answer.taken} of ${itemName(answer.item)} stay in use. Name with --give-up who gives up a seat:${listed(answer.people)}`,
      )
    case 'too-many':
      return new StartFault(
        answer.needed === 0
          ? `Nobody has to give up one of ${itemName(answer.item)}: enough are free.`
          : `Only ${answer.needed} of ${itemName(answer.item)} have to be given up; name no more people.`,
      )
    case 'no-seat':
      return new StartFault(
        `These have no such seat, or are owner of their organization: ${answer.emails.join(', ')}.`,
      )
    default:
      if (answer.kind === 'refuse' && answer.reason === 'nothing-to-change') {
        return new StartFault('Nothing would be less: say a lower number or a lower plan.')
      }
      return accountFault(answer)
  }
}
