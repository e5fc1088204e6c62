import { describe, expect, test } from 'vitest'
import { fieldName, pressValue, readPress } from './controls.ts'
import type { Block, Option } from './schema.ts'
import { actionOf, carriedValues, submittedValues } from './values.ts'

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const choice = (value: string): Option => ({ text: plain(value.toUpperCase()), value })
type InputElement = Extract<Block, { type: 'input' }>['element']
const block = (element: InputElement): Block => ({
  type: 'input',
  block_id: 'the block',
  label: plain('Label'),
  element: { ...element, action_id: 'the/action' },
})
const form = (...entries: string[]) => {
  const data = new FormData()
  for (const entry of entries) data.append(fieldName('the block', 'the/action'), entry)
  return data
}
const options = [choice('a'), choice('b'), choice('c')]

describe('SLK-09 a sent form becomes the state that Slack would send', () => {
  test.each<[string, InputElement, string[], unknown]>([
    ['text', { type: 'plain_text_input' }, ['Ada'], { type: 'plain_text_input', value: 'Ada' }],
    ['no text', { type: 'plain_text_input' }, [''], { type: 'plain_text_input', value: null }],
    [
      'an e-mail',
      { type: 'email_text_input' },
      ['a@b.example'],
      { type: 'email_text_input', value: 'a@b.example' },
    ],
    [
      'a number',
      { type: 'number_input', is_decimal_allowed: false },
      ['3'],
      { type: 'number_input', value: '3' },
    ],
    [
      'a choice, whole',
      { type: 'static_select', options },
      ['b'],
      { type: 'static_select', selected_option: choice('b') },
    ],
    ['no choice', { type: 'static_select', options }, [''], { type: 'static_select', selected_option: null }],
    [
      'a choice that was not on offer',
      { type: 'static_select', options },
      ['z'],
      { type: 'static_select', selected_option: null },
    ],
    [
      'a choice within a group',
      { type: 'static_select', option_groups: [{ label: plain('G'), options }] },
      ['c'],
      { type: 'static_select', selected_option: choice('c') },
    ],
    [
      'several',
      { type: 'multi_static_select', options },
      ['c', 'a', 'c'],
      { type: 'multi_static_select', selected_options: [choice('c'), choice('a')] },
    ],
    [
      'boxes',
      { type: 'checkboxes', options },
      ['a'],
      { type: 'checkboxes', selected_options: [choice('a')] },
    ],
    ['no box', { type: 'checkboxes', options }, [], { type: 'checkboxes', selected_options: [] }],
    [
      'a radio button',
      { type: 'radio_buttons', options },
      ['b'],
      { type: 'radio_buttons', selected_option: choice('b') },
    ],
    ['a date', { type: 'datepicker' }, ['2026-11-21'], { type: 'datepicker', selected_date: '2026-11-21' }],
    ['a time', { type: 'timepicker' }, ['08:30'], { type: 'timepicker', selected_time: '08:30' }],
    [
      'a person',
      { type: 'users_select' },
      ['U0LEAD0001'],
      { type: 'users_select', selected_user: 'U0LEAD0001' },
    ],
    [
      'a channel',
      { type: 'channels_select' },
      ['C0CUSTCARE'],
      { type: 'channels_select', selected_channel: 'C0CUSTCARE' },
    ],
    [
      'one of the looked-up',
      { type: 'external_select' },
      ['offered'],
      { type: 'external_select', selected_option: choice('offered') },
    ],
    [
      'several of the looked-up',
      { type: 'multi_external_select' },
      ['offered', 'never'],
      { type: 'multi_external_select', selected_options: [choice('offered')] },
    ],
    [
      'a looked-up one that was there from the start',
      { type: 'external_select', initial_option: choice('first') },
      ['first'],
      { type: 'external_select', selected_option: choice('first') },
    ],
  ])('%s', (_, element, entries, expected) => {
    const offered = new Map([[fieldName('the block', 'the/action'), [choice('offered')]]])
    expect(submittedValues([block(element)], form(...entries), offered)).toEqual({
      'the block': { 'the/action': expected },
    })
  })

  test('buttons hold nothing', () => {
    const actions: Block = {
      type: 'actions',
      block_id: 'a',
      elements: [{ type: 'button', action_id: 'b', text: plain('Go') }],
    }
    expect(submittedValues([actions], new FormData(), new Map())).toEqual({})
  })
})

describe('SLK-09 a view that is shown anew', () => {
  const filled = submittedValues([block({ type: 'plain_text_input' })], form('Ada'), new Map())

  test('keeps what was filled in where kind and names are the same', () => {
    expect(carriedValues([block({ type: 'plain_text_input', initial_value: 'Bob' })], filled)).toEqual(filled)
  })
  test('starts at the initial value where another kind stands there now', () => {
    expect(
      carriedValues([block({ type: 'email_text_input', initial_value: 'b@b.example' })], filled),
    ).toEqual({
      'the block': { 'the/action': { type: 'email_text_input', value: 'b@b.example' } },
    })
  })
})

test('SLK-09 a press names block, action and value, and survives any id', () => {
  expect(readPress(pressValue('a/b c', 'd%', 'é'))).toEqual({
    blockId: 'a/b c',
    actionId: 'd%',
    optionValue: 'é',
  })
  expect(readPress('%E0%A4%A/x')).toBeUndefined()
  expect(
    actionOf(
      {
        blockId: 'b',
        control: { type: 'button', action_id: 'a', text: plain('Go'), value: 'v', style: 'primary' },
      },
      undefined,
      undefined,
      1_500,
    ),
  ).toEqual({
    type: 'button',
    block_id: 'b',
    action_id: 'a',
    action_ts: '1.500000',
    text: plain('Go'),
    value: 'v',
    style: 'primary',
  })
})
