import { expect, test } from 'vitest'
import { namingAdvice } from './naming.ts'

const fields = [{ name: 'full-time', item: 'Full-time seats', quantity: 25, inUse: 22 }]
const advice = (typed: string | null, named: number) =>
  namingAdvice(
    fields,
    () => typed,
    Array.from({ length: named }, () => 'full-time'),
    'en',
  ).map(({ text }) => text)

test.each<[string, string | null, number, string[]]>([
  ['as many as now: nothing to say', '25', 0, []],
  ['what is no number is for the form to say', 'few', 0, []],
  ['nothing typed', null, 0, []],
  ['free seats go first', '22', 0, ['Full-time seats: it renews at 22.']],
  [
    'nobody named',
    '20',
    0,
    [
      'Full-time seats: 22 are in use, and nobody is named to give a seat up. It renews at 22, not at 20; name 2 more people for that.',
    ],
  ],
  [
    'one named',
    '20',
    1,
    [
      'Full-time seats: 22 are in use, and 1 is named to give a seat up. It renews at 21, not at 20; name 1 more person for that.',
    ],
  ],
  ['enough named', '20', 2, ['Full-time seats: it renews at 20.']],
])('BILL-04 D-23 what a reduction comes to before it is filed: %s', (_, typed, named, said) => {
  expect(advice(typed, named)).toEqual(said)
})
