import { day } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { notAgreedText } from './not-agreed.ts'
import { moneyText } from './words.ts'

const year = { start: day('2027-01-01'), end: day('2028-01-01') }
const june = { firstDay: day('2027-06-01'), state: 'proposed', cost: 53_400 } as const
const texts = { money: moneyText('USD', 'en-GB'), locale: 'en-GB' }

test.each<[string, Parameters<typeof notAgreedText>[0], string | null]>([
  ['one', [june], 'Without the 1 season that is not agreed yet (US$534.00 before tax).'],
  ['two', [june, june], 'Without the 2 seasons that are not agreed yet (US$1,068.00 before tax).'],
  [
    'answered',
    [
      { ...june, state: 'agreed' },
      { ...june, state: 'declined' },
    ],
    null,
  ],
  ['opens in another period', [{ ...june, firstDay: year.end }], null],
  ['none', [], null],
])('BILL-11 what an invoice in advance leaves out: %s', (_, seasons, text) => {
  expect(notAgreedText(seasons, year, texts)).toBe(text)
})
