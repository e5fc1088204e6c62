import { describe, expect, test } from 'vitest'
import { inVisualOrder, visualOrder } from './visual-order.ts'

/** What stands on the page from left to right, each stretch in its reading order; those that go leftward in angles. */
const seen = (text: string, start = 0, end = text.length) =>
  visualOrder(text, start, end)
    .map((each) => (each.leftward ? `‹${each.text}›` : each.text))
    .join('|')

describe('BILL-10 the order in which a line is seen', () => {
  test.each([
    ['Latin letters', 'Alder Street 12', 'Alder Street 12'],
    ['Hebrew letters', 'רחוב הרצל', '‹רחוב הרצל›'],
    ['a number among Hebrew keeps its digits in their order', 'הרצל 12, תל אביב', '‹, תל אביב›|12|‹הרצל ›'],
    ['a Latin name among Arabic, which comes first', 'شركة ABC للتجارة', '‹ للتجارة›|ABC|‹شركة ›'],
    ['an Arabic name among Latin, which comes first', 'Seats, شركة, GB', 'Seats, |‹شركة›|, GB'],
    ['nothing', '', ''],
  ])('%s', (_, text, order) => {
    expect(seen(text)).toBe(order)
  })

  test('a line of a longer text goes the way of its whole', () => {
    const text = 'חברת השמש – Sun Ltd.'
    expect(seen(text, 10, text.length)).toBe('‹.›|Sun Ltd|‹– ›')
    expect(seen(text, 0, 9)).toBe('‹חברת השמש›')
  })
})

describe('BILL-10 what is handed to the shaping of letters', () => {
  test.each([
    ['Hebrew is turned round by it', 'שלום', true, ['שלום']],
    ['brackets are mirrored, whose letters it turns round', '(שלום', true, [')שלום']],
    ['signs alone it would leave as they are', ', (', true, [') ,']],
    ['letters and their accents stay together', '"\u0301-', true, ['-"\u0301']],
    ['Persian digits it would turn round', '۱۲۳', false, ['۱', '۲', '۳']],
    ['Arabic digits likewise', '١٢٣', false, ['١', '٢', '٣']],
    ['Latin letters', 'Sun Ltd', false, ['Sun Ltd']],
  ])('%s', (_, text, leftward, handed) => {
    expect(inVisualOrder(text, leftward)).toEqual(handed)
  })
})
