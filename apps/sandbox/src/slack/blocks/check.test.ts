import { describe, expect, test } from 'vitest'
import { checkBlocks, checkModal, checkSuggestions } from './check.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const modal = (more: object) => ({ type: 'modal', title: plain('Add'), blocks: [], ...more })
const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain('E-mail'),
  element,
  ...more,
})
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more })
const problems = (checked: ReturnType<typeof checkBlocks> | ReturnType<typeof checkModal>) =>
  checked.kind === 'bad' ? checked.problems.join('\n') : 'good'

describe('SLK-09 what Slack would refuse is refused here', () => {
  test.each([
    [
      'a header beyond 150 characters',
      [{ type: 'header', text: plain('x'.repeat(151)) }],
      '/blocks/0/text/text',
    ],
    [
      'a header with markup',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      '/blocks/0/text/type',
    ],
    ['a section with neither text nor fields', [{ type: 'section' }], 'needs text or fields'],
    [
      'eleven fields',
      [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }],
      '/blocks/0/fields',
    ],
    ['empty text', [{ type: 'section', text: plain('') }], '/blocks/0/text/text'],
    ['a property that Slack does not know', [{ type: 'divider', colour: 'red' }], 'colour'],
    ['a block that does not exist', [{ type: 'carousel' }], '/blocks/0/type'],
    [
      '51 blocks in a message',
      Array.from({ length: 51 }, () => ({ type: 'divider' })),
      '[json-pointer:/blocks]',
    ],
    [
      'a long button',
      [{ type: 'actions', elements: [button({ text: plain('x'.repeat(76)) })] }],
      '/elements/0/text/text',
    ],
    [
      'an image without words for it',
      [{ type: 'image', image_url: 'http://x.example/a.png', alt_text: '' }],
      'alt_text',
    ],
    [
      'two blocks of one name',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      'already exists',
    ],
    [
      'two actions of one name',
      [{ type: 'actions', elements: [button({ action_id: 'a' }), button({ action_id: 'a' })] }],
      'already exists',
    ],
    ['what is no list', 'blocks', '[json-pointer:/blocks]'],
  ])('%s', (_, blocks, expected) => {
    expect(problems(checkBlocks(blocks))).toContain(expected)
  })

  test.each([
    ['a title beyond 24 characters', modal({ title: plain('x'.repeat(25)) }), '/view/title/text'],
    [
      'inputs without a submit button',
      modal({ blocks: [input({ type: 'email_text_input' })] }),
      '/view/submit',
    ],
    [
      'private data beyond 3000 characters',
      modal({ private_metadata: 'x'.repeat(3001) }),
      'private_metadata',
    ],
    [
      '101 options',
      modal({
        submit: plain('Add'),
        blocks: [
          input({
            type: 'static_select',
            options: Array.from({ length: 101 }, (_, index) => ({ text: plain('x'), value: `${index}` })),
          }),
        ],
      }),
      'options',
    ],
    ['a home where a modal belongs', { type: 'home', blocks: [] }, '/view/type'],
  ])('%s', (_, view, expected) => {
    expect(problems(checkModal(view))).toContain(expected)
  })

  test('choices: both options and groups, or neither', () => {
    const options = [{ text: plain('Current'), value: 'current' }]
    expect(checkSuggestions({}).kind).toBe('bad')
    expect(checkSuggestions({ options, option_groups: [{ label: plain('Open'), options }] }).kind).toBe('bad')
    expect(checkSuggestions({ option_groups: [{ label: plain('Open'), options }] })).toEqual({
      kind: 'good',
      value: options,
    })
  })
})

test('SLK-09 blocks and actions that have no name are given one, as in Slack', () => {
  const checked = checkBlocks([
    { type: 'divider' },
    { type: 'actions', elements: [button(), button({ action_id: 'mine' })] },
  ])
  expect(checked).toMatchObject({
    kind: 'good',
    value: [
      { block_id: 'block-0' },
      { block_id: 'block-1', elements: [{ action_id: 'action-0' }, { action_id: 'mine' }] },
    ],
  })
})
