import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainLine } from '../billing/line.ts'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { addDays, day } from '../time/day.ts'
import { cheapestCure } from './cure.ts'
import { storageForecast } from './forecast.ts'
import { creationRestricted, levelsReached, storageOverage } from './overage.ts'
import { GB, MB } from './units.ts'

const allowance = { data: 10 * GB, attachments: 20 * GB }
const overage = (data: number, attachments: number) =>
  storageOverage(DEFAULT_CATALOG, { usage: { data, attachments }, allowance, month: day('2026-02-10') })

describe('STOR-08 D-10 overage, each category alone, in whole GB', () => {
  test.each([
    ['within both', 10 * GB, 20 * GB, 0, 0, 0],
    ['a byte of data: 1 GB, $50', 10 * GB + 1, 0, 1, 0, 5000],
    ['a GB of data to the byte: $50', 11 * GB, 0, 1, 0, 5000],
    ['2.1 GB of data and 4.5 of attachments: 3 × $50 + 5 × $1', 12.1 * GB, 24.5 * GB, 3, 5, 15_500],
    ['room for data does not help attachments', 0, 20 * GB + 1, 0, 1, 100],
  ])('%s', (_, data, attachments, dataGb, attachmentGb, amount) => {
    expect(overage(data, attachments)).toMatchObject({
      kind: 'grant',
      gigabytes: { data: dataGb, attachments: attachmentGb },
      total: { amount, currency: 'USD' },
    })
  })

  test('each line explains itself and names its month', () => {
    const decision = overage(12.1 * GB, 20 * GB + 1)
    const lines = decision.kind === 'grant' ? decision.lines : []
    expect(lines.map((line) => [line.subject, explainLine(line).formula])).toEqual([
      ['data', '3 × 50.00 = 150.00 USD'],
      ['attachments', '1 × 1.00 = 1.00 USD'],
    ])
    expect(lines[0]).toMatchObject({ from: '2026-02-01', until: '2026-03-01', rule: 'storage-overage' })
  })

  test('refused: bytes that are none', () => {
    expect(overage(-1, 0)).toEqual({ kind: 'refuse', reason: 'invalid-quantity' })
    expect(overage(0, 0.5)).toEqual({ kind: 'refuse', reason: 'invalid-quantity' })
  })

  test('refused: a price beyond what can be counted', () => {
    const storage = { ...DEFAULT_CATALOG.storage, pricePerGb: { data: 2 ** 52, attachments: 0 } }
    const facts = { usage: { data: 99 * GB, attachments: 0 }, allowance, month: day('2026-02-10') }
    expect(storageOverage({ ...DEFAULT_CATALOG, storage }, facts)).toEqual({
      kind: 'refuse',
      reason: 'amount-out-of-range',
    })
  })

  test('buying what is over ends it', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), (data, attachments) => {
        const decision = overage(data, attachments)
        const bought = decision.kind === 'grant' ? decision.gigabytes : { data: NaN, attachments: NaN }
        const more = {
          data: allowance.data + bought.data * GB,
          attachments: allowance.attachments + bought.attachments * GB,
        }
        const after = storageOverage(DEFAULT_CATALOG, {
          usage: { data, attachments },
          allowance: more,
          month: day('2026-02-10'),
        })
        expect(after).toMatchObject({ total: { amount: 0 }, lines: [] })
      }),
    )
  })
})

describe('STOR-11 D-10 is creating data restricted?', () => {
  const over = { data: 10 * GB + 1, attachments: 0 }
  test.each([
    ['never by itself', false, over, { data: false, attachments: false }],
    ['where staff restricted it: what is over', true, over, { data: true, attachments: false }],
    ['at the limit it is not over', true, allowance, { data: false, attachments: false }],
    ['attachments alone', true, { data: 0, attachments: 21 * GB }, { data: false, attachments: true }],
  ])('%s', (_, restrictedByStaff, usage, restricted) => {
    expect(creationRestricted({ restrictedByStaff, usage, allowance })).toEqual(restricted)
  })
})

test.each([
  ['below 80 %', 799, 1000, []],
  ['80 %', 800, 1000, [80]],
  ['90 %', 900, 1000, [80, 90]],
  ['100 %', 1000, 1000, [80, 90, 100]],
  ['7 of 8 bytes are 87.5 %', 7, 8, [80]],
  ['nothing allowed: the first byte', 1, 0, [80, 90, 100]],
  ['nothing allowed, nothing used', 0, 0, []],
])('MAIL-05 storage levels: %s', (_, used, allowed, levels) => {
  expect(levelsReached(used, allowed)).toEqual(levels)
})

describe('STOR-09 forecast of the day on which the limit is reached', () => {
  const on = (text: string, bytes: number) => ({ on: day(text), bytes })
  test.each([
    ['no history', [], 100, { forecast: 'unknown' }],
    ['one day', [on('2026-01-01', 5)], 100, { forecast: 'unknown' }],
    ['several measures of one day', [on('2026-01-01', 5), on('2026-01-01', 9)], 100, { forecast: 'unknown' }],
    [
      'at the limit',
      [on('2026-01-02', 100), on('2026-01-01', 5)],
      100,
      { forecast: 'reached', on: '2026-01-02' },
    ],
    ['standing still', [on('2026-01-01', 5), on('2026-01-31', 5)], 100, { forecast: 'never' }],
    ['shrinking', [on('2026-01-01', 9), on('2026-01-31', 5)], 100, { forecast: 'never' }],
    [
      '10 a day, 50 missing: five days on',
      [on('2026-01-01', 0), on('2026-01-06', 50)],
      100,
      { forecast: 'on', day: '2026-01-11', bytesPerDay: { whole: 10, numerator: 0, denominator: 1 } },
    ],
    [
      '1/3 a day, 1 missing: three days on',
      [on('2026-01-01', 0), on('2026-01-04', 1)],
      2,
      { forecast: 'on', day: '2026-01-07' },
    ],
    [
      'the line fits all points, not the last two alone',
      [on('2026-01-01', 0), on('2026-01-02', 20), on('2026-01-03', 20)],
      100,
      { forecast: 'on', day: '2026-01-11', bytesPerDay: { whole: 10 } },
    ],
    ['beyond the calendar', [on('2026-01-01', 0), on('2030-01-01', 1)], 10 ** 15, { forecast: 'never' }],
  ])('%s', (_, history, limit, forecast) => {
    expect(storageForecast(history, limit)).toMatchObject(forecast)
  })

  test('straight growth reaches the limit on its day, from any part of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 9 }),
        fc.integer({ min: 2, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        (perDay, measured, ahead) => {
          const start = day('2026-01-01')
          const history = Array.from({ length: measured }, (_, i) => ({
            on: addDays(start, i),
            bytes: i * perDay,
          }))
          const limit = (measured - 1 + ahead) * perDay
          expect(storageForecast(history, limit)).toMatchObject({
            forecast: 'on',
            day: addDays(start, measured - 1 + ahead),
          })
        },
      ),
    )
  })
})

describe('STOR-09 the cheapest cure', () => {
  const pricePerGb = { data: 5000, attachments: 100 }
  const enterprise = { price: 8900, adds: { data: 500 * MB, attachments: 5 * GB } }

  test('nothing is over, nothing to cure', () => {
    expect(cheapestCure({ over: { data: 0, attachments: 0 }, pricePerGb, seat: enterprise })).toEqual({
      options: [],
      cheapest: null,
    })
  })

  test('a little over: delete it, buy 1 GB, or add a seat', () => {
    expect(cheapestCure({ over: { data: 1, attachments: 0 }, pricePerGb, seat: enterprise })).toEqual({
      options: [
        { cure: 'delete', bytes: { data: 1, attachments: 0 }, monthly: 0 },
        { cure: 'storage', gigabytes: { data: 1, attachments: 0 }, monthly: 5000 },
        { cure: 'seats', seats: 1, monthly: 8900 },
      ],
      cheapest: { cure: 'storage', gigabytes: { data: 1, attachments: 0 }, monthly: 5000 },
    })
  })

  test('a cheap seat that covers both is cheaper than GB of each', () => {
    const seat = { price: 4000, adds: { data: GB, attachments: 10 * GB } }
    const { cheapest } = cheapestCure({ over: { data: GB, attachments: 10 * GB }, pricePerGb, seat })
    expect(cheapest).toEqual({ cure: 'seats', seats: 1, monthly: 4000 })
  })

  test.each([
    ['attachments alone', { data: 0, attachments: GB }, { data: 0, attachments: GB / 2 }],
    ['data alone', { data: GB, attachments: 0 }, { data: GB / 2, attachments: 0 }],
  ])('a seat that adds %s cures that', (_, over, adds) => {
    const { options } = cheapestCure({ over, pricePerGb, seat: { price: 10, adds } })
    expect(options.find((option) => option.cure === 'seats')).toEqual({
      cure: 'seats',
      seats: 2,
      monthly: 20,
    })
  })

  test('seats and GB together, where that is cheapest', () => {
    const seat = { price: 5200, adds: { data: GB, attachments: 0 } }
    const over = { data: GB, attachments: GB }
    expect(cheapestCure({ over, pricePerGb, seat }).cheapest).toMatchObject({
      cure: 'storage',
      monthly: 5100,
    })
    const cheaper = { price: 4900, adds: { data: GB, attachments: 0 } }
    expect(cheapestCure({ over, pricePerGb, seat: cheaper }).cheapest).toEqual({
      cure: 'seats-and-storage',
      seats: 1,
      gigabytes: { data: 0, attachments: 1 },
      monthly: 5000,
    })
  })

  test('on the conversation basis seats cure nothing', () => {
    const { options } = cheapestCure({ over: { data: 1, attachments: 1 }, pricePerGb, seat: null })
    expect(options.map((option) => option.cure)).toEqual(['delete', 'storage'])
  })

  test('seats that add next to nothing are not counted one by one', () => {
    const seat = { price: 0, adds: { data: 1, attachments: 0 } }
    const over = { data: 900 * GB, attachments: GB }
    expect(cheapestCure({ over, pricePerGb, seat }).cheapest).toEqual({
      cure: 'seats-and-storage',
      seats: 900 * GB,
      gigabytes: { data: 0, attachments: 1 },
      monthly: 100,
    })
  })

  test('no mixture of seats and GB is cheaper', () => {
    const bytes = fc.nat(12 * GB)
    fc.assert(
      fc.property(
        bytes,
        bytes,
        fc.integer({ min: 0, max: 9000 }),
        fc.nat(2 * GB),
        (data, attachments, price, adds) => {
          const over = { data, attachments }
          const seat = { price, adds: { data: adds, attachments: 3 * adds } }
          fc.pre(data + attachments > 0)
          const { cheapest } = cheapestCure({ over, pricePerGb, seat })
          const costs = Array.from({ length: 60 }, (_, seats) => {
            const missing = (bytesOver: number, perSeat: number) =>
              Math.ceil(Math.max(bytesOver - seats * perSeat, 0) / GB)
            return seats * price + missing(data, adds) * 5000 + missing(attachments, 3 * adds) * 100
          })
          expect(cheapest!.monthly).toBeLessThanOrEqual(Math.min(...costs))
        },
      ),
    )
  })
})

describe('STOR-09 cures at the edges', () => {
  const pricePerGb = { data: 100, attachments: 10 }

  test('seats that add no data do not cure data', () => {
    const seat = { price: 1, adds: { data: 0, attachments: GB } }
    const over = { data: GB, attachments: 0 }
    expect(cheapestCure({ over, pricePerGb, seat }).options.map(({ cure }) => cure)).toEqual([
      'delete',
      'storage',
    ])
  })

  test('of two mixtures that cost the same, the one with fewer seats', () => {
    const seat = { price: 20, adds: { data: GB, attachments: 2 * GB } }
    const over = { data: GB, attachments: 6 * GB }
    // One seat and 4 GB: 20 + 40; two seats and 2 GB: 40 + 20; three seats: 60.
    expect(cheapestCure({ over, pricePerGb, seat }).options).toContainEqual({
      cure: 'seats-and-storage',
      seats: 1,
      gigabytes: { data: 0, attachments: 4 },
      monthly: 60,
    })
  })
})

describe('STOR-08 overage at the edges', () => {
  test('each line fits and their sum does not', () => {
    const price = Number.MAX_SAFE_INTEGER
    const catalog = {
      ...DEFAULT_CATALOG,
      storage: { ...DEFAULT_CATALOG.storage, pricePerGb: { data: price, attachments: price } },
    }
    const usage = { data: 1, attachments: 1 }
    const none = { data: 0, attachments: 0 }
    expect(storageOverage(catalog, { usage, allowance: none, month: day('2026-02-01') })).toEqual({
      kind: 'refuse',
      reason: 'amount-out-of-range',
    })
  })

  test('a line says that it is for a month, rounded half up', () => {
    expect(overage(11 * GB, 0)).toMatchObject({ lines: [{ unit: 'month', rounding: 'half-up' }] })
  })
})
