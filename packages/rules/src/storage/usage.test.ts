import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantFromIso } from '../time/instant.ts'
import { usageMonth } from './late-usage.ts'
import { GB, KB, MB, TB } from './units.ts'
import { attachmentBytes, attachmentUsage, chargedUsage, dataBytes, fileBytes } from './usage.ts'

test('STOR-01 units are decimal', () => {
  expect([MB / KB, GB / MB, TB / GB, KB]).toEqual([1000, 1000, 1000, 1000])
})

describe('STOR-02 data storage is Σ count × size', () => {
  test.each([
    ['company', 100],
    ['customer', 100],
    ['conversation', 500],
    ['message', 200],
    ['attachment', 100],
    ['event', 70],
    ['note', 200],
    ['kobject', 500],
    ['attribute', 50],
  ])('a %s counts %i bytes', (klass, size) => {
    expect(dataBytes({ [klass]: 3 })).toEqual({
      kind: 'grant',
      bytes: 3 * size,
      lines: [{ klass, count: 3, size, bytes: 3 * size }],
    })
  })

  test('1,000 customers, 2,000 conversations, 9,000 messages and 10,000 events: 3.6 MB', () => {
    const decision = dataBytes({ customer: 1000, conversation: 2000, message: 9000, event: 10_000 })
    expect(decision).toMatchObject({ bytes: 100_000 + 1_000_000 + 1_800_000 + 700_000 })
  })

  test('nothing counts nothing', () => {
    expect(dataBytes({})).toEqual({ kind: 'grant', bytes: 0, lines: [] })
  })

  test.each([
    ['an unknown klass', { invoice: 1 }, { reason: 'unknown-klass', klass: 'invoice' }],
    ['a name that objects have', { toString: 1 }, { reason: 'unknown-klass', klass: 'toString' }],
    ['a negative count', { note: -1 }, { reason: 'invalid-quantity' }],
    ['half a note', { note: 0.5 }, { reason: 'invalid-quantity' }],
    ['more than can be counted', { note: 2 ** 52 }, { reason: 'amount-out-of-range' }],
    ['a sum that cannot', { note: 4e13, kobject: 4e12 }, { reason: 'amount-out-of-range' }],
  ])('refused: %s', (_, counts, refusal) => {
    expect(dataBytes(counts as Record<string, number>)).toEqual({ kind: 'refuse', ...refusal })
  })

  test('a vendor’s own klasses', () => {
    expect(dataBytes({ order: 2 }, { klassBytes: { order: 350 } })).toMatchObject({ bytes: 700 })
  })
})

describe('STOR-03 attachment storage: each file rounded up to whole KB', () => {
  test.each([
    [0, 0],
    [1, 1000],
    [999, 1000],
    [1000, 1000],
    [1001, 2000],
    [25_000_000, 25_000_000],
  ])('%i → %i bytes', (size, bytes) => {
    expect(fileBytes(size)).toBe(bytes)
  })

  test('by itself, not in sum: three files of 1 byte are 3 KB', () => {
    expect(attachmentBytes([1, 1, 1])).toEqual({ kind: 'grant', bytes: 3000, files: 3 })
    expect(attachmentBytes(new Set([1, 1001]))).toEqual({ kind: 'grant', bytes: 3000, files: 2 })
  })

  test.each([
    [[-1], 'invalid-quantity'],
    [[1.5], 'invalid-quantity'],
    [[Number.MAX_SAFE_INTEGER - 1000, 5000], 'amount-out-of-range'],
  ])('refused: %j', (sizes, reason) => {
    expect(attachmentBytes(sizes)).toEqual({ kind: 'refuse', reason })
  })

  test('never less than the size, never a KB more', () => {
    fc.assert(
      fc.property(fc.nat(), (size) => {
        const bytes = fileBytes(size)
        expect(bytes % 1000).toBe(0)
        expect(bytes - size).toBeGreaterThanOrEqual(0)
        expect(bytes - size).toBeLessThan(1000)
      }),
    )
    expect(() => fileBytes(-1)).toThrow(RangeError)
  })
})

test('D-30 an attachment counts its record as data and its file as attachment storage', () => {
  expect(attachmentUsage(1001)).toEqual({ data: 100, attachments: 2000 })
})

test('D-38 custom objects’ data counts as attachments only by a switch', () => {
  const usage = { data: 10, attachments: 20, customObjectData: 5 }
  expect(chargedUsage(usage, { chargeCustomObjectData: false })).toEqual({ data: 10, attachments: 20 })
  expect(chargedUsage(usage, { chargeCustomObjectData: true })).toEqual({ data: 10, attachments: 25 })
  expect(chargedUsage({ data: 1, attachments: 2 }, { chargeCustomObjectData: true })).toEqual({
    data: 1,
    attachments: 2,
  })
})

describe('STOR-10 facts that come late', () => {
  const june30 = instantFromIso('2026-06-30T23:59:59.999Z')
  test.each([
    ['within three days after the month', '2026-07-03T23:59:59.999Z', 'measured'],
    ['later', '2026-07-04T00:00Z', 'adjustment'],
    ['before its end', '2026-06-30T00:00Z', 'measured'],
  ])('%s', (_, receivedAt, counts) => {
    const facts = { effectiveAt: june30, receivedAt: instantFromIso(receivedAt) }
    expect(usageMonth(facts, 3)).toEqual({ month: '2026-06-01', counts })
  })

  test('CAL-07 the month’s end is UTC', () => {
    const july = instantFromIso('2026-07-01T00:00Z')
    expect(usageMonth({ effectiveAt: july, receivedAt: july }, 3).month).toBe('2026-07-01')
  })
})
