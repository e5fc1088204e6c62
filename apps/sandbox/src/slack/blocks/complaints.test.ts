import { expect, test } from 'vitest'
import { complaints } from './complaints.ts'
import type { Block } from './schema.ts'
import type { Value } from './values.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
type InputElement = Extract<Block, { type: 'input' }>['element']
const said = (element: InputElement, value: Value, optional = false) =>
  complaints(
    [{ type: 'input', block_id: 'b', label: plain('L'), optional, element: { ...element, action_id: 'a' } }],
    { b: { a: value } },
  ).b ?? 'nothing'

const text = (value: string | null): Value => ({ type: 'plain_text_input', value })
const email = (value: string): Value => ({ type: 'email_text_input', value })
const number = (value: string): Value => ({ type: 'number_input', value })
const several = (...values: string[]): Value => ({
  type: 'multi_external_select',
  selected_options: values.map((value) => ({ text: plain(value), value })),
})
const upToTen = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '10' } as const

test.each<[string, string, string]>([
  ['nothing typed', said({ type: 'plain_text_input' }, text(null)), 'Please fill in this field.'],
  ['nothing typed where nothing must be', said({ type: 'plain_text_input' }, text(null), true), 'nothing'],
  [
    'too short',
    said({ type: 'plain_text_input', min_length: 3 }, text('ab')),
    'Please write at least 3 characters.',
  ],
  [
    'as long as allowed, counted in characters',
    said({ type: 'plain_text_input', max_length: 2 }, text('👋👋')),
    'nothing',
  ],
  [
    'too long',
    said({ type: 'plain_text_input', max_length: 2 }, text('abc')),
    'Please write at most 2 characters.',
  ],
  ['no e-mail', said({ type: 'email_text_input' }, email('ada')), 'Please write an e-mail address.'],
  ['an e-mail', said({ type: 'email_text_input' }, email('ada@example.com')), 'nothing'],
  ['no number', said(upToTen, number('many')), 'Please write a number.'],
  ['half a number', said(upToTen, number('1.5')), 'Please write a whole number.'],
  ['too many', said(upToTen, number('11')), 'Please write 10 or less.'],
  ['too few', said(upToTen, number('0')), 'Please write 1 or more.'],
  ['none chosen', said({ type: 'multi_external_select' }, several()), 'Please fill in this field.'],
  [
    'more chosen than allowed',
    said({ type: 'multi_external_select', max_selected_items: 1 }, several('a', 'b')),
    'Please choose at most 1.',
  ],
])('SLK-09 the client complains before the app hears of it: %s', (_, complaint, expected) => {
  expect(complaint).toBe(expected)
})
