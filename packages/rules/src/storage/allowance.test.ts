import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { exactQuotient } from '../money/exact.ts'
import { day } from '../time/day.ts'
import type { Instant } from '../time/instant.ts'
import { type AllowanceFacts, storageAllowance } from './allowance.ts'
import { divideStorage, type StorageSharer } from './divide.ts'
import { averageLicences, licenceCount } from './licences.ts'
import { GB, MB } from './units.ts'

const allowance = (facts: Partial<AllowanceFacts>, catalog = DEFAULT_CATALOG) =>
  storageAllowance(catalog, { plan: 'enterprise', basis: 'seat', licences: 0, ...facts })

describe('STOR-04 the allocation of each plan', () => {
  test.each([
    ['professional', 0, 2.5 * GB, 5 * GB],
    ['professional', 10, 2.5 * GB + 10 * 125 * MB, 5 * GB + 12.5 * GB],
    ['business', 0, 5 * GB, 10 * GB],
    ['business', 7, 5 * GB + 7 * 250 * MB, 10 * GB + 17.5 * GB],
    ['enterprise', 25, 10 * GB + 12.5 * GB, 20 * GB + 125 * GB],
    ['ultimate', 25, 20 * GB + 25 * GB, 40 * GB + 250 * GB],
  ])('%s with %i full-time licences: %i / %i bytes', (plan, licences, data, attachments) => {
    expect(allowance({ plan, licences })).toMatchObject({ kind: 'grant', data, attachments })
  })

  test.each([
    ['enterprise', 20_000, 10 * GB + 3 * GB, 20 * GB + 60 * GB],
    ['ultimate', 20_000, 20 * GB + 6 * GB, 40 * GB + 80 * GB],
    ['enterprise', 0, 10 * GB, 20 * GB],
  ])('%s with %i committed conversations, in place of licences', (plan, conversations, data, attachments) => {
    const facts = {
      plan,
      basis: 'conversation',
      licences: 25,
      committedConversations: conversations,
    } as const
    expect(allowance(facts)).toMatchObject({ data, attachments })
  })

  test.each(['professional', 'business'])(
    '%s is not available by conversations, which is not zero',
    (plan) => {
      expect(allowance({ plan, basis: 'conversation', committedConversations: 1000 })).toEqual({
        kind: 'refuse',
        reason: 'not-available-on-plan',
        plan,
        item: 'conversation-based-storage',
      })
    },
  )

  test('D-09 1,234 conversations are 1.234 thousand, or one by a switch', () => {
    const facts = { basis: 'conversation', committedConversations: 1234 } as const
    expect(allowance(facts)).toMatchObject({
      data: 10 * GB + 185_100_000,
      attachments: 20 * GB + 3_702_000_000,
    })
    const storage = { ...DEFAULT_CATALOG.storage, conversations: 'whole-thousands' as const }
    expect(allowance(facts, { ...DEFAULT_CATALOG, storage })).toMatchObject({ data: 10 * GB + 150 * MB })
  })

  test('STOR-09 it explains itself line by line', () => {
    const decision = allowance({ licences: 3, purchased: { data: 2 * GB, attachments: 0 } })
    expect(decision).toMatchObject({
      lines: [
        { source: 'base', quantity: 1, data: 10 * GB, attachments: 20 * GB },
        { source: 'licences', quantity: 3, data: 1.5 * GB, attachments: 15 * GB },
        { source: 'purchased', quantity: 1, data: 2 * GB, attachments: 0 },
      ],
      data: 13.5 * GB,
      attachments: 35 * GB,
    })
  })

  test.each([
    ['a plan without limits', { plan: 'classic' }, { reason: 'not-available-on-plan', item: 'storage' }],
    ['an unknown plan', { plan: 'x' }, { reason: 'unknown-plan' }],
    ['a negative count', { licences: -1 }, { reason: 'invalid-quantity' }],
    ['half a conversation', { committedConversations: 0.5 }, { reason: 'invalid-quantity' }],
    ['negative bytes', { purchased: { data: 0, attachments: -1 } }, { reason: 'invalid-quantity' }],
    [
      'attachments beyond what can be counted',
      { purchased: { data: 0, attachments: Number.MAX_SAFE_INTEGER } },
      { reason: 'amount-out-of-range' },
    ],
    ['too many', { licences: 2 ** 50 }, { reason: 'amount-out-of-range' }],
    [
      'too many conversations',
      { basis: 'conversation', committedConversations: 2 ** 52 },
      { reason: 'amount-out-of-range' },
    ],
  ] as const)('refused: %s', (_, facts, refusal) => {
    expect(allowance(facts as Partial<AllowanceFacts>)).toMatchObject({ kind: 'refuse', ...refusal })
  })
})

describe('STOR-05 licences at the end of the UTC month', () => {
  const history = [
    { from: day('2026-07-01'), seats: 9 },
    { from: day('2026-01-15'), seats: 10 },
    { from: day('2026-06-30'), seats: 12 },
  ]
  test.each([
    ['before there are any', '2025-12-01', 0],
    ['since the 15th', '2026-01-01', 10],
    ['a change on the last day counts', '2026-06-03', 12],
    ['one on the first of the next month counts for that', '2026-07-31', 9],
  ])('%s', (_, on, seats) => {
    expect(licenceCount(history, day(on))).toBe(seats)
  })
})

describe('STOR-07 D-08 the straight-line average of the commitment period so far', () => {
  const commitment = { start: day('2026-01-01'), end: day('2027-01-01') }
  const history = [
    { from: day('2026-01-01'), seats: 10 },
    { from: day('2026-02-10'), seats: 20 },
    { from: day('2026-03-31'), seats: 25 },
  ]

  test.each([
    ['January: 10', '2026-01-20', exactQuotient(10, 1)],
    ['with February: (10 + 20)/2', '2026-02-01', exactQuotient(15, 1)],
    ['with March: (10 + 20 + 25)/3 = 18 1/3', '2026-03-31', exactQuotient(55, 3)],
    ['the whole year: (10 + 20 + 10 × 25)/12', '2026-12-31', exactQuotient(280, 12)],
    ['after the commitment it stands still', '2027-04-01', exactQuotient(280, 12)],
  ])('%s', (_, on, average) => {
    expect(averageLicences(history, commitment, day(on))).toEqual(average)
  })

  test('a month that ends after the commitment does not count, unless it is the only one', () => {
    const midMonth = { start: day('2026-01-15'), end: day('2026-03-15') }
    expect(averageLicences(history, midMonth, day('2026-03-10'))).toEqual(exactQuotient(15, 1))
    const short = { start: day('2026-02-12'), end: day('2026-02-20') }
    expect(averageLicences(history, short, day('2026-02-15'))).toEqual(exactQuotient(20, 1))
    expect(averageLicences(history, short, day('2026-04-10'))).toEqual(exactQuotient(20, 1))
    const toMonthEnd = { start: day('2026-01-15'), end: day('2026-02-28') }
    expect(averageLicences(history, toMonthEnd, day('2026-04-10'))).toEqual(exactQuotient(10, 1))
  })

  test('before the commitment there is none', () => {
    expect(() => averageLicences(history, commitment, day('2025-12-31'))).toThrow(RangeError)
  })

  test('it replaces the month’s count for data, bytes rounded down; attachments keep the count', () => {
    const decision = allowance({ licences: 25, averageLicences: exactQuotient(55, 3) })
    // 500 MB × 55/3 = 9,166,666,666.67 bytes
    expect(decision).toMatchObject({ data: 10 * GB + 9_166_666_666, attachments: 20 * GB + 125 * GB })
  })
})

describe('STOR-06 D-07 D-40 shared among the organizations of an account', () => {
  const sharer = (id: string, createdAt: number, kind: StorageSharer['kind'] = 'production') => ({
    id,
    kind,
    createdAt: createdAt as Instant,
  })

  test('equally; bytes left over go one each to the oldest; sandboxes take none and have no limit', () => {
    const organizations = [sharer('c', 3), sharer('sand', 0, 'sandbox'), sharer('a', 1), sharer('b', 2)]
    expect(divideStorage({ data: 11, attachments: 10 }, organizations)).toEqual({
      kind: 'grant',
      shares: [
        { id: 'c', share: { data: 3, attachments: 3 } },
        { id: 'sand', share: null },
        { id: 'a', share: { data: 4, attachments: 4 } },
        { id: 'b', share: { data: 4, attachments: 3 } },
      ],
    })
  })

  test('as old as one another: by identity', () => {
    expect(divideStorage({ data: 1, attachments: 0 }, [sharer('b', 1), sharer('a', 1)])).toMatchObject({
      shares: [
        { id: 'b', share: { data: 0 } },
        { id: 'a', share: { data: 1 } },
      ],
    })
  })

  test('of the same age: by identity, in whatever order they come', () => {
    const shares = (...ids: string[]) => {
      const decision = divideStorage(
        { data: 1, attachments: 0 },
        ids.map((id) => sharer(id, 1)),
      )
      return decision.kind === 'grant' && decision.shares.filter(({ share }) => share!.data === 1)
    }
    expect(shares('a', 'b', 'c')).toMatchObject([{ id: 'a' }])
    expect(shares('c', 'b', 'a')).toMatchObject([{ id: 'a' }])
  })

  test('refused without a production organization', () => {
    expect(divideStorage({ data: 1, attachments: 1 }, [sharer('s', 1, 'sandbox')])).toEqual({
      kind: 'refuse',
      reason: 'no-production-organization',
    })
  })

  test('the shares add up and differ by a byte at most', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.maxSafeNat(),
        fc.integer({ min: 1, max: 30 }),
        (data, attachments, n) => {
          const decision = divideStorage(
            { data, attachments },
            Array.from({ length: n }, (_, i) => sharer(`${i}`, i)),
          )
          const shares = decision.kind === 'grant' ? decision.shares.map((each) => each.share!) : []
          for (const [key, total] of [
            ['data', data],
            ['attachments', attachments],
          ] as const) {
            const parts = shares.map((share) => share[key])
            expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(total))
            expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1)
            expect(parts).toEqual(parts.toSorted((a, b) => b - a))
          }
        },
      ),
    )
  })
})

describe('STOR-09 the allowance line by line', () => {
  const sources = (facts: Partial<AllowanceFacts>) => {
    const decision = allowance(facts)
    return decision.kind === 'grant' && decision.lines.map(({ source, quantity }) => [source, quantity])
  }

  test.each<[string, Partial<AllowanceFacts>, unknown]>([
    [
      'by seat',
      { licences: 3 },
      [
        ['base', 1],
        ['licences', 3],
      ],
    ],
    [
      'by the average',
      { licences: 3, averageLicences: exactQuotient(5, 2) },
      [
        ['base', 1],
        ['licences', 3],
      ],
    ],
    [
      'by conversation',
      { basis: 'conversation', committedConversations: 1500 },
      [
        ['base', 1],
        ['conversations', 1500],
      ],
    ],
    [
      'data bought',
      { purchased: { data: 1, attachments: 0 } },
      [
        ['base', 1],
        ['licences', 0],
        ['purchased', 1],
      ],
    ],
    [
      'attachments bought',
      { purchased: { data: 0, attachments: 1 } },
      [
        ['base', 1],
        ['licences', 0],
        ['purchased', 1],
      ],
    ],
    [
      'nothing bought',
      { purchased: { data: 0, attachments: 0 } },
      [
        ['base', 1],
        ['licences', 0],
      ],
    ],
  ])('%s', (_, facts, lines) => {
    expect(sources(facts)).toEqual(lines)
  })
})
