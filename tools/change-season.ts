import { parseArgs } from 'node:util'
import { changeSeason, type ChangedSeason, type SeasonChangeAnswer } from '@seatkeeper/db'
import { counted, moneyWords } from '@seatkeeper/wording'
import { askTaxes } from './setup/ask-taxes.ts'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

const EXAMPLE =
  'npm run change-season -- "Larkspur Outfitters" "Launch" --until 2026-12-05 --seats 4 --give-up ada@example.com,bo@example.com'

type Person = ChangedSeason['dropped'][number]
const listed = (people: readonly Person[]): string =>
  people.map(({ name, email }) => `\n  ${name} <${email}>`).join('')

// D-24: moves a season, makes it larger or smaller; whoever is to give up a seat is named.
await vendorCommand(async (context) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      until: { type: 'string' },
      seats: { type: 'string' },
      'give-up': { type: 'string', multiple: true },
      confirm: { type: 'boolean', default: false },
      credit: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [account, season, ...rest] = positionals
  if (account === undefined || season === undefined || rest.length > 0) {
    throw new StartFault(`Name the account and its season. For example: ${EXAMPLE}`)
  }
  const { from, until, seats, confirm } = values
  if (seats !== undefined && !/^\d{1,6}$/.test(seats)) throw new StartFault('--seats is a whole number.')
  const ask = askTaxes(context.url)
  const answer = await changeSeason({ ...context, ...(ask && { ask }) }, account, {
    season,
    ...(from !== undefined && { firstDay: from }),
    ...(until !== undefined && { lastDay: until }),
    ...(seats !== undefined && { seats: Number(seats) }),
    giveUp: (values['give-up'] ?? []).flatMap((text) => text.split(',')).flatMap((text) => text.trim() || []),
    confirmed: confirm,
    credit: values.credit,
    dryRun: values['dry-run'],
  })
  if (answer.kind !== 'grant') throw faultOf(answer)
  console.log(said(answer))
})

function said({ dryRun, ...changed }: ChangedSeason) {
  const { account, season, firstDay, lastDay, seats, dropped, lostAccess, invoice, difference } = changed
  const lines = [
    `${account}: ${season} ${dryRun ? 'would be' : 'is'} ${firstDay} to ${lastDay} now, ${counted(seats, 'seat', 'seats')}.`,
  ]
  if (dropped.length > 0) lines.push(`Gave up a seat:${listed(dropped)}`)
  if (lostAccess.length > 0) lines.push(`Have no access by it any more:${listed(lostAccess)}`)
  lines.push(
    invoice.kind === 'stays'
      ? 'Its invoice is out and stays as it is.'
      : invoice.kind === 'next'
        ? `It is on the invoice of the period that begins on ${invoice.on}.`
        : 'It is on the invoice of the period in which it opens.',
  )
  if (difference !== null) lines.push(...moneyOf(difference))
  if (dryRun) lines.push('Nothing has been written.')
  return lines.join('\n')
}

function moneyOf({ currency, charged, due, credited, creditNote }: NonNullable<ChangedSeason['difference']>) {
  const money = (amount: number) => moneyWords(amount, currency)
  return [
    charged > 0
      ? `What is more is invoiced by itself: ${money(charged)} with tax, ${money(due)} of it to be paid.`
      : 'Nothing more is charged.',
    credited > 0
      ? `Into the credit balance for what was paid and is given up: ${money(credited)}${creditNote === null ? '' : `, by credit note ${creditNote}`}.`
      : 'Nothing is credited; --credit does, where that is agreed and it was paid.',
  ]
}

function faultOf(answer: Exclude<SeasonChangeAnswer, { kind: 'grant' }>): StartFault {
  switch (answer.kind) {
    case 'confirm':
      return new StartFault(
        `${answer.season} is open, and would not be: these lose access at once. Say --confirm if that is meant.${listed(answer.people)}`,
      )
    case 'too-few':
      return new StartFault(
        `${answer.taken} of its seats stay taken, those held for a review or a waiting list included. Name with --give-up who gives up a seat in ${answer.season}:${listed(answer.people)}`,
      )
    case 'no-seat':
      return new StartFault(`No seat in ${answer.season} is theirs: ${answer.emails.join(', ')}.`)
    case 'no-season':
      return new StartFault('The contract that runs has no season of this name or identity.')
    case 'which-season':
      return new StartFault(
        `Several seasons have this name; say which:${answer.seasons.map((one) => `\n  ${one.seasonId}, ${one.firstDay} to ${one.lastDay}`).join('')}`,
      )
    default:
      if (answer.kind === 'refuse' && answer.reason === 'nothing-to-change') {
        return new StartFault('Nothing would change: say --from, --until, --seats or --give-up.')
      }
      return accountFault(answer)
  }
}
