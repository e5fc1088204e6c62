import { expect, test } from 'vitest'
import { clockPressedText } from './clock.ts'

const pressed = { presses: 1, go: 'day', moving: false }

test.each<[string, Partial<Parameters<typeof clockPressedText>[0]>, string]>([
  ['a day', {}, 'on its way: +1 day…'],
  ['a week', { go: 'week' }, 'on its way: +1 week…'],
  ['the next event', { go: 'next-event' }, 'on its way to the next event…'],
  ['a time', { go: 'at' }, 'on its way…'],
  ['three quick ones', { presses: 3 }, '3 presses to come…'],
  ['one more on the way', { moving: true }, '1 press to come…'],
])('OPS-04 what the clock bar says of a press before it is answered: %s', (_, how, text) => {
  expect(clockPressedText({ ...pressed, ...how })).toBe(text)
})
