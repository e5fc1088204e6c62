import { expect, test } from 'vitest'
import { chosenValues, errorItems, fieldState, type FormReply } from './form-reply.ts'

const reply: FormReply = {
  values: { name: [''], seasonIds: ['a', 'b'] },
  errors: { seasonIds: ['Full.'], name: ['Enter a name.'] },
  formErrors: ['Not now.'],
}

test('a field shows what was typed, even when that is nothing, and not what was there before', () => {
  expect(fieldState(reply, 'name', 'Ada')).toEqual({ value: '', errors: ['Enter a name.'] })
  expect(fieldState(undefined, 'name', 'Ada')).toEqual({ value: 'Ada', errors: undefined })
})

test('choices stay as they were made', () => {
  expect(chosenValues(reply, 'seasonIds', ['c'])).toEqual(['a', 'b'])
  expect(chosenValues(undefined, 'seasonIds', ['c'])).toEqual(['c'])
  expect(chosenValues(reply, 'other', ['c'])).toEqual([])
})

test('the summary speaks of the whole form first, then of the fields in their order', () => {
  expect(errorItems(reply, ['name', 'seasonIds'])).toEqual([
    { message: 'Not now.' },
    { name: 'name', message: 'Enter a name.' },
    { name: 'seasonIds', message: 'Full.' },
  ])
  expect(errorItems(undefined, [])).toEqual([])
})
