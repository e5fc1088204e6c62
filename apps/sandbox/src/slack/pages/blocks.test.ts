import { describe, expect, test } from 'vitest'
import { checkBlocks } from '../blocks/check.ts'
import { carriedValues } from '../blocks/values.ts'
import { blocks } from './blocks.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text })
const choice = (value: string) => ({ text: plain(value.toUpperCase()), value })

/** What stands on the page, without the white space that carries nothing. */
async function shown(block: object, errors: Record<string, string> = {}): Promise<string> {
  const checked = checkBlocks([block])
  if (checked.kind === 'bad') throw new Error(checked.problems.join('\n'))
  const surface = {
    kind: 'modal',
    id: 'V1',
    zone: 'UTC',
    values: carriedValues(checked.value),
    errors,
    offers: new Map(),
  } as const
  return String(await blocks(surface, checked.value))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=>) | (?=<)| (?=>)/g, '')
}

const input = (element: object, more: object = {}) => ({
  type: 'input',
  block_id: 'b',
  label: plain('Label'),
  element: { action_id: 'a', ...element },
  ...more,
})

describe('SLK-09 every block is shown as what it is', () => {
  test.each<[string, object, string]>([
    ['header', { type: 'header', text: plain('Seats') }, '<h3 class="block heading">Seats</h3>'],
    ['divider', { type: 'divider' }, '<hr class="block" />'],
    ['section', { type: 'section', text: mrkdwn('*6* left') }, '<strong>6</strong>left'],
    [
      'fields',
      { type: 'section', fields: [mrkdwn('a'), plain('b')] },
      '<div class="fields"><div class="text">a</div><p class="text">b</p></div>',
    ],
    [
      'context',
      { type: 'context', elements: [mrkdwn('_soft_')] },
      '<div class="block context"><span><em>soft</em></span></div>',
    ],
    [
      'image with its words',
      { type: 'image', image_url: 'http://x.example/a.png', alt_text: 'A chart', title: plain('Chart') },
      'alt="A chart"',
    ],
    [
      'button',
      {
        type: 'actions',
        block_id: 'b',
        elements: [{ type: 'button', action_id: 'a', text: plain('Go'), style: 'danger' }],
      },
      '<button class="button danger" name="press" value="b/a">Go</button>',
    ],
    [
      'button that leads elsewhere',
      {
        type: 'section',
        text: plain('x'),
        accessory: { type: 'button', text: plain('Go'), url: 'http://localhost:3000/' },
      },
      'href="http://localhost:3000/" target="_blank"',
    ],
    [
      'menu',
      {
        type: 'actions',
        block_id: 'b',
        elements: [{ type: 'overflow', action_id: 'a', options: [choice('x')] }],
      },
      '<button name="press" value="b/a/x">X</button>',
    ],
    [
      'rich text',
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'a', style: { bold: true, code: true } },
              { type: 'user', user_id: 'U0LEAD0001' },
            ],
          },
        ],
      },
      '<p class="text"><strong><code>a</code></strong><span class="mention">@Tomás Ferreira</span></p>',
    ],
    [
      'rich list',
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'one' }] }],
          },
        ],
      },
      '<ol class="points" start="1"><li>one</li></ol>',
    ],
    [
      'rich code',
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: '<b>' }] }],
      },
      '<pre><code>&lt;b&gt;</code></pre>',
    ],
    [
      'text field',
      input({ type: 'plain_text_input', initial_value: '"quoted"' }),
      'value="&quot;quoted&quot;"',
    ],
    [
      'area',
      input({ type: 'plain_text_input', multiline: true, initial_value: '</textarea>' }),
      '&lt;/textarea&gt;</textarea>',
    ],
    ['e-mail field', input({ type: 'email_text_input' }), '<input type="email"'],
    [
      'date field',
      input({ type: 'datepicker', initial_date: '2026-11-21' }),
      '<input type="date" value="2026-11-21"',
    ],
    [
      'select',
      input({ type: 'static_select', options: [choice('x'), choice('y')], initial_option: choice('y') }),
      '<option value="y" selected>Y</option>',
    ],
    [
      'groups',
      input({ type: 'static_select', option_groups: [{ label: plain('Open'), options: [choice('x')] }] }),
      '<optgroup label="Open">',
    ],
    [
      'boxes',
      input({ type: 'checkboxes', options: [choice('x')], initial_options: [choice('x')] }),
      'type="checkbox" id="V1-b-a-0" name="v/b/a" value="x" checked',
    ],
    [
      'radio buttons',
      input({ type: 'radio_buttons', options: [choice('x')] }),
      'type="radio" id="V1-b-a-0" name="v/b/a" value="x"',
    ],
    [
      'looked-up choices',
      input({ type: 'multi_external_select', min_query_length: 1 }),
      'Type at least 1 character.',
    ],
  ])('%s', async (_, block, expected) => {
    expect(await shown(block)).toContain(expected)
  })

  test('a field is tied to its label, its hint and its error', async () => {
    const html = await shown(input({ type: 'email_text_input' }, { hint: plain('At work') }), { b: 'Taken' })
    expect(html).toContain('<label for="V1-b-a">Label</label>')
    expect(html).toContain('aria-describedby="V1-b-a-hint V1-b-a-error"')
    expect(html).toContain('aria-invalid="true"')
    expect(html).toContain('id="V1-b-a-error">Taken</p>')
  })

  test('a group of choices is a fieldset with its own legend and error', async () => {
    const html = await shown(input({ type: 'radio_buttons', options: [choice('x')] }), { b: 'Choose one' })
    expect(html).toContain('<legend>Label</legend>')
    expect(html).toContain('<fieldset class="block field invalid" aria-describedby="V1-b-a-error">')
  })
})
