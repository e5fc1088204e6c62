import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Instant, type Window } from './instant.ts'
import { compareWindows, isOpenAt, mergeWindows, windowsOverlap } from './window.ts'

const w = (opensAt: number, closesAt: number) => ({ opensAt, closesAt }) as Window
const anyWindow = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 }))
  .map(([start, length]) => w(start, start + length))
const anyWindows = fc.array(anyWindow, { maxLength: 8 })

describe('stays', () => {
  test.each([
    ['D-16 back-to-back windows are one stay', [w(0, 5), w(5, 9)], [w(0, 9)]],
    ['D-15 overlapping windows are one stay', [w(0, 5), w(3, 9)], [w(0, 9)]],
    ['a window within another adds nothing', [w(0, 9), w(3, 5)], [w(0, 9)]],
    ['a gap of one millisecond parts two stays', [w(0, 5), w(6, 9)], [w(0, 5), w(6, 9)]],
    ['the order does not matter', [w(6, 9), w(0, 5)], [w(0, 5), w(6, 9)]],
    ['an empty window is no stay', [w(3, 3)], []],
    ['the same window twice is one', [w(0, 5), w(0, 5)], [w(0, 5)]],
    ['of nothing there is nothing', [], []],
  ])('%s', (_, windows, stays) => {
    expect(mergeWindows(windows)).toEqual(stays)
  })

  test('the stays are open exactly where one of the windows is, and have gaps between them', () => {
    fc.assert(
      fc.property(anyWindows, (windows) => {
        const stays = mergeWindows(windows)
        for (let t = -1; t < 55; t++) {
          const at = t as Instant
          expect(stays.some((stay) => isOpenAt(stay, at))).toBe(
            windows.some((window) => isOpenAt(window, at)),
          )
        }
        for (let i = 1; i < stays.length; i++) {
          expect(stays[i]!.opensAt).toBeGreaterThan(stays[i - 1]!.closesAt)
        }
      }),
    )
  })

  test('by opening, then by closing', () => {
    const sorted = [w(1, 9), w(0, 7), w(1, 3), w(0, 2)].sort(compareWindows)
    expect(sorted).toEqual([w(0, 2), w(0, 7), w(1, 3), w(1, 9)])
    expect(compareWindows(w(1, 3), w(1, 3))).toBe(0)
  })

  test('D-16 back-to-back windows share no instant, from either side', () => {
    expect(windowsOverlap(w(0, 5), w(5, 9))).toBe(false)
    expect(windowsOverlap(w(5, 9), w(0, 5))).toBe(false)
    expect(windowsOverlap(w(0, 6), w(5, 9))).toBe(true)
  })

  test('the windows given are left alone', () => {
    const windows = Object.freeze([Object.freeze(w(5, 9)), Object.freeze(w(0, 6))])
    expect(mergeWindows(windows)).toEqual([w(0, 9)])
  })

  test('two windows overlap when an instant lies in both', () => {
    fc.assert(
      fc.property(anyWindow, anyWindow, (a, b) => {
        const shared = Array.from({ length: 60 }, (_, t) => t as Instant).some(
          (t) => isOpenAt(a, t) && isOpenAt(b, t),
        )
        fc.pre(a.opensAt < a.closesAt && b.opensAt < b.closesAt)
        expect(windowsOverlap(a, b)).toBe(shared)
      }),
    )
  })
})
