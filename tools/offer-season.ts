import { parseArgs } from 'node:util'
import { offerSeason, withdrawOffer } from '@seatkeeper/db'
import { addDays, dayAt, isDay, startOfDay } from '@seatkeeper/rules'
import { accountFault, vendorCommand } from './setup/vendor-command.ts'
import { StartFault } from './start/fault.ts'

const EXAMPLE =
  'npm run offer-season -- --account "Larkspur Outfitters" --name "Trade fair" --first-day 2026-09-01 --blocks 1 --seats 10 --price 5340'
const VALID_DAYS = 14

// BILL-06: prices a season outside the contract, which the account finds in Billing; the price is a seat's for a month, in minor units.
// `--withdraw` with account and name takes back what is not answered yet.
await vendorCommand(async (context) => {
  const { values } = parseArgs({
    options: {
      account: { type: 'string' },
      name: { type: 'string' },
      'first-day': { type: 'string' },
      blocks: { type: 'string', default: '1' },
      seats: { type: 'string' },
      price: { type: 'string' },
      'valid-days': { type: 'string', default: String(VALID_DAYS) },
      withdraw: { type: 'boolean', default: false },
    },
  })
  const { account, name, seats, price, blocks } = values
  const firstDay = values['first-day']
  if (values.withdraw) {
    if (account === undefined || name === undefined) {
      throw new StartFault('--withdraw needs --account and the --name of the season that was offered.')
    }
    const answer = await withdrawOffer(context, account, name)
    if (answer.kind === 'refuse' && answer.reason === 'not-found') {
      throw new StartFault('Nothing of this name waits for an answer of this account.')
    }
    if (answer.kind !== 'grant') throw accountFault(answer)
    return console.log(`${answer.account} is not offered ${name} any more.`)
  }
  if (account === undefined || name === undefined || seats === undefined || price === undefined) {
    throw new StartFault(`Something is missing. For example: ${EXAMPLE}`)
  }
  if (firstDay === undefined || !isDay(firstDay))
    throw new StartFault('--first-day is a date, such as 2026-09-01.')
  const days = Number(values['valid-days'])
  if (!Number.isSafeInteger(days) || days < 1 || days > 365) throw new StartFault('--valid-days is 1 to 365.')
  const answer = await offerSeason(context, account, {
    name,
    firstDay,
    blocks: Number(blocks),
    seats: Number(seats),
    unitPrice: Number(price),
    expiresAt: startOfDay(addDays(dayAt(context.now), days + 1)),
  })
  if (answer.kind !== 'grant') throw accountFault(answer)
  console.log(
    `${answer.account} finds ${name}, ${firstDay} to ${answer.lastDay}, under Settings → Billing → Manage Subscription.`,
  )
})
