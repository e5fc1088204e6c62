import { deepStrictEqual } from 'node:assert/strict'
import { bench, do_not_optimize, group, run, summary } from 'mitata'
import {
  acceptQuote,
  day,
  DEFAULT_CATALOG,
  instantFromIso,
  money,
  prorate,
  type Quote,
  quoteChange,
  storageAllowance,
} from '../src/index.ts'
import { exampleContract, quoteFacts, seats } from '../test/contract.ts'
import { dayNumber } from './by-hand.ts'
import { figuresByHand, quoteByHand } from './quote-by-hand.ts'

/**
 * What a decision about money costs, beside the least that could be written by hand for the same figures: integers,
 * no refusals, no exact fraction, no lines that explain themselves. A quote has two floors: its figures alone, and the whole quote
 * written by hand for this one case, which is the fair one, because it gives the same.
 */

function prorateByHand(
  start: string,
  end: string,
  changeOn: string,
  quantity: number,
  price: number,
): number {
  const last = dayNumber(end)
  const whole = last - dayNumber(start)
  const dividend = price * quantity * (last - dayNumber(changeOn))
  const rest = dividend % whole
  return (dividend - rest) / whole + (rest * 2 >= whole ? 1 : 0)
}

const allowanceTable = { enterprise: [10e9, 20e9, 500e6, 5e9] } as Record<string, number[]>

function allowanceByHand(plan: string, licences: number, boughtData: number, boughtAttachments: number) {
  const row = allowanceTable[plan]!
  return {
    data: row[0]! + row[2]! * licences + boughtData,
    attachments: row[1]! + row[3]! * licences + boughtAttachments,
  }
}

const unitPrice = money(106_800, 'USD')
const period = { start: day('2026-01-01'), end: day('2027-01-01') }
const days = Array.from({ length: 256 }, (_, i) => day(`2026-0${1 + (i % 9)}-${10 + (i % 19)}`))
const change = [{ kind: 'quantity', item: 'full-time', by: 3 }] as const
const now = instantFromIso('2026-09-23T12:00Z')
const facts = quoteFacts(
  exampleContract({ items: [seats('full-time', 10, 8900), seats('collaborator', 5, 1500)] }),
  {
    account: {
      taxes: [{ kind: 'rate', name: 'State', percent: '8.875' }],
      credits: [{ id: 'c', grantedAt: now, remaining: 10_000 }],
      carried: 0,
    },
  },
)
const quoted = quoteChange(facts, change, now) as Quote
// The floor is one only as long as it gives the same.
deepStrictEqual(quoteByHand(facts, 'full-time', 3, now), quoted)

let i = 0
summary(() => {
  group('proration', () => {
    bench('by hand', () =>
      do_not_optimize(prorateByHand(period.start, period.end, days[i++ & 255]!, 3, 106_800)),
    ).baseline(true)
    bench('prorate', () =>
      do_not_optimize(prorate({ period, changeOn: days[i++ & 255]!, quantity: 3, unitPrice })),
    )
  })
})
summary(() => {
  group('storage allowance', () => {
    bench('by hand', () => do_not_optimize(allowanceByHand('enterprise', i++ & 255, 2e9, 0))).baseline(true)
    bench('storageAllowance', () =>
      do_not_optimize(
        storageAllowance(DEFAULT_CATALOG, {
          plan: 'enterprise',
          basis: 'seat',
          licences: i++ & 255,
          purchased: { data: 2e9, attachments: 0 },
        }),
      ),
    )
  })
})
summary(() => {
  group('quote: three seats, tax and credit', () => {
    bench('by hand: the same quote', () =>
      do_not_optimize(quoteByHand(facts, 'full-time', 3, now + (i++ & 1023))),
    ).baseline(true)
    bench('by hand: its figures alone', () => do_not_optimize(figuresByHand(now + i++, 10, 3, 8900, 10_000)))
    bench('quoteChange', () =>
      do_not_optimize(quoteChange(facts, change, (now + (i++ & 1023)) as typeof now)),
    )
    bench('acceptQuote', () => do_not_optimize(acceptQuote(quoted, facts, now)))
  })
})

await run()
