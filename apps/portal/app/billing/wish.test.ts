import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readWish } from './wish.ts'

const wish = (typed: Record<string, string>) => readWish((name) => typed[name], 'enterprise')
const more = (item: string, by: number) => ({ kind: 'quantity', item, by, effective: 'now' })

test.each<[string, Record<string, string>, object]>([
  ['nothing', {}, { kind: 'changes', changes: [] }],
  ['blanks', { 'full-time': ' ', plan: '' }, { kind: 'changes', changes: [] }],
  ['a number', { 'full-time': ' 3 ' }, { kind: 'changes', changes: [more('full-time', 3)] }],
  ['zero', { 'full-time': '0', staff: '-0' }, { kind: 'changes', changes: [] }],
  ['the plan it has', { plan: 'enterprise' }, { kind: 'changes', changes: [] }],
  [
    'several at once',
    { plan: 'ultimate', 'full-time': '2', collaborator: '1' },
    {
      kind: 'changes',
      changes: [
        { kind: 'plan', plan: 'ultimate', effective: 'now' },
        more('full-time', 2),
        more('collaborator', 1),
      ],
    },
  ],
  // The rules refuse it, and say when fewer are possible (BILL-04).
  ['fewer', { 'full-time': '−2' }, { kind: 'changes', changes: [more('full-time', -2)] }],
  ['half a seat', { 'full-time': '1.5' }, { kind: 'wrong', errors: { 'full-time': expect.any(String) } }],
  ['words', { staff: 'three' }, { kind: 'wrong', errors: { staff: expect.any(String) } }],
  ['an exponent', { staff: '1e3' }, { kind: 'wrong', errors: { staff: expect.any(String) } }],
  ['too many', { staff: '10001' }, { kind: 'wrong', errors: { staff: expect.any(String) } }],
])('BILL-02 what was typed as changes: %s', (_name, typed, expected) => {
  expect(wish(typed)).toEqual(expected)
})

test('BILL-02 whatever is typed is either whole numbers or a sentence at its field', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (fullTime, staff) => {
      const read = wish({ 'full-time': fullTime, staff })
      if (read.kind === 'wrong') return Object.keys(read.errors).length > 0
      return read.changes.every((change) => change.kind === 'quantity' && Number.isSafeInteger(change.by))
    }),
  )
})
