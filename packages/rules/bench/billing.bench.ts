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

/**
 * What a decision about money costs, beside the least that could be written by hand for the same figures: integers,
 * no refusals, no exact fraction, no lines that explain themselves.
 */

const TWO_DIGITS = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Days since 1 March of year 0, of a date that is trusted to be one. */
function dayNumber(text: string): number {
  const month = TWO_DIGITS(text, 5)
  const year = TWO_DIGITS(text, 0) * 100 + TWO_DIGITS(text, 2) - (month <= 2 ? 1 : 0)
  const fromMarch = month <= 2 ? month + 9 : month - 3
  const leaps = (year >> 2) - ((year / 100) | 0) + ((year / 400) | 0)
  return year * 365 + leaps + (((153 * fromMarch + 2) / 5) | 0) + TWO_DIGITS(text, 8)
}

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

/** The figures of the page: due today with tax and credit, both annual totals, the next invoice. */
function quoteByHand(now: number, quantity: number, by: number, price: number, credit: number) {
  const today = Math.floor(now / 86_400_000)
  const start = dayNumber('2026-01-01')
  const end = dayNumber('2027-01-01')
  const change = today + dayNumber('1970-01-01')
  const whole = end - start
  const dividend = price * 12 * by * (end - change)
  const rest = dividend % whole
  const net = (dividend - rest) / whole + (rest * 2 >= whole ? 1 : 0)
  const tax = Math.floor((net * 8875 + 50_000) / 100_000)
  const used = Math.min(credit, net + tax)
  const due = net + tax - used
  const current = quantity * price * 12
  const next = (quantity + by) * price * 12
  return { net, tax, used, due, current, next }
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
    bench('by hand: the figures alone', () =>
      do_not_optimize(quoteByHand(now + i++, 10, 3, 8900, 10_000)),
    ).baseline(true)
    bench('quoteChange', () =>
      do_not_optimize(quoteChange(facts, change, (now + (i++ & 1023)) as typeof now)),
    )
    bench('acceptQuote', () => do_not_optimize(acceptQuote(quoted, facts, now)))
  })
})

await run()
