import { parseArgs } from 'node:util'
import { agreeSeasons, declineSeasons, seasonsToAgree } from '@seatkeeper/db'
import { askTaxes } from './setup/ask-taxes.ts'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

const EXAMPLE = 'npm run agree-season -- --account "Larkspur Outfitters" --season "Summer"'

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN
  if (Number.isNaN(number)) throw new StartFault(`--${option} is a whole number.`)
  return number
}

// BILL-11: seasons that renewal proposes one year on: lists them, or says that they are agreed upon, or not to be held again.
await vendorCommand(async (context) => {
  const { values } = parseArgs({
    options: {
      account: { type: 'string' },
      season: { type: 'string', multiple: true },
      all: { type: 'boolean' },
      decline: { type: 'boolean' },
      seats: { type: 'string' },
      price: { type: 'string' },
    },
  })
  const { account, season = [], all = false, decline = false } = values
  if (account === undefined) throw new StartFault(`Name the account. For example: ${EXAMPLE}`)
  if (season.length === 0 && !all) {
    const found = await seasonsToAgree(context, account)
    if (found.kind !== 'grant') throw accountFault(found)
    if (found.seasons.length === 0) return console.log(`Nothing is proposed to ${found.account}.`)
    for (const { fromSeasonId, name, firstDay, lastDay, seats } of found.seasons) {
      console.log(`${name}, ${firstDay} to ${lastDay}, ${seats} seats (${fromSeasonId})`)
    }
    return console.log('Name one with --season, or --all; --decline where it is not to be held again.')
  }
  const seats = numberOf('seats', values.seats)
  const unitPrice = numberOf('price', values.price)
  if ((seats !== undefined || unitPrice !== undefined) && (decline || season.length !== 1)) {
    throw new StartFault('--seats and --price are for one season that is agreed upon.')
  }
  const terms = {
    only: season,
    ...(seats !== undefined && { seats }),
    ...(unitPrice !== undefined && { unitPrice }),
  }
  const ask = decline ? undefined : askTaxes(context.url)
  const answer = await (decline
    ? declineSeasons(context, account, terms)
    : agreeSeasons({ ...context, ...(ask && { ask }) }, account, terms))
  if (answer.kind !== 'grant') {
    if (answer.kind === 'refuse' && answer.reason === 'not-found') {
      throw new StartFault('No season of this name waits for an answer, or several do: give the identity.')
    }
    throw accountFault(answer)
  }
  for (const { name, firstDay, lastDay, seats, invoiced } of answer.seasons) {
    const what = `${answer.account}: ${name}, ${firstDay} to ${lastDay}, ${seats} seats,`
    console.log(
      invoiced === null
        ? `${what} is not held again.`
        : `${what} is agreed; ${invoiced === 'now' ? 'its invoice is issued' : 'it is invoiced with the period in which it opens'}.`,
    )
  }
})
