import type { AddUserRefusal } from '@seatkeeper/db'
import type { Day, OfferedSeason, RefusalOf } from '@seatkeeper/rules'
import { seasonWindow } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { describe, expect, test } from 'vitest'
import { choice } from './choices.ts'
import {
  type AddUserValues,
  buildAdded,
  buildAddUser,
  emptyValues,
  readAddUser,
  refusalOnField,
} from './add-user.ts'

const key = '0197c0de-0000-7000-8000-000000000001'
const june = '0197c0de-0000-7000-8000-00000000000a'
const set = '0197c0de-0000-7000-8000-00000000000b'
const typed: AddUserValues = {
  email: 'ada@example.com',
  name: 'Ada Example',
  seasons: [choice(june, 'June')],
  permissionSet: choice(set, 'Agent'),
}

const offered = (name: string, choosable: boolean): OfferedSeason => {
  const dates = { firstDay: '2026-06-01' as Day, lastDay: '2026-06-30' as Day }
  return {
    season: { id: june, name, ...dates },
    poolId: june,
    window: seasonWindow(dates),
    phase: 'open',
    availability: { mode: 'counted', total: 1, assigned: 1, held: 0, remaining: 0, over: 0 },
    held: false,
    choosable,
    ...(choosable ? {} : { reason: 'season-full' as const }),
  }
}

const build = (values = emptyValues, problem?: string) =>
  buildAddUser({
    organization: 'Larkspur',
    idempotencyKey: key,
    values,
    seasons: [offered('June', true), offered('Launch <!here>', false)],
    ...(problem === undefined ? {} : { problem }),
  })

/** What Slack sends for a form that was opened with these values and submitted as it is. */
function submitted(values: AddUserValues) {
  const { private_metadata } = build(values)
  return {
    private_metadata,
    state: {
      values: {
        email: { email: { type: 'email_text_input', value: values.email || null } },
        name: { name: { type: 'plain_text_input', value: values.name || null } },
        seasons: {
          'add_user.seasons': { type: 'multi_external_select', selected_options: [...values.seasons] },
        },
        permission_set: {
          'add_user.permission_set': { type: 'external_select', selected_option: values.permissionSet },
        },
      },
    },
  }
}

describe('SLK-02 the form', () => {
  test('what was typed comes back as input for the use case', () => {
    expect(readAddUser(submitted(typed))).toEqual({
      kind: 'input',
      idempotencyKey: key,
      values: typed,
      input: {
        email: 'ada@example.com',
        name: 'Ada Example',
        type: 'seasonal',
        seasonIds: [june],
        permissionSetId: set,
      },
    })
  })

  test('a form that is built anew keeps all that was typed', () => {
    const elements = build(typed).blocks.flatMap((block) => ('element' in block ? [block.element] : []))
    expect(elements).toMatchObject([
      { initial_value: 'ada@example.com' },
      { initial_value: 'Ada Example' },
      { initial_options: typed.seasons },
      { initial_option: typed.permissionSet },
    ])
  })

  test('builder and reader agree on every field', () => {
    const state = Object.entries(submitted(typed).state.values).map(([block, actions]) => [
      block,
      Object.keys(actions)[0],
    ])
    const built = build().blocks.flatMap((block) =>
      'element' in block ? [[block.block_id, 'action_id' in block.element && block.element.action_id]] : [],
    )
    expect(built).toEqual(state)
  })

  test('D-37 a full season is named with its reason, to the letter', () => {
    expect(build().blocks).toContainEqual({
      type: 'context',
      elements: [
        expect.objectContaining({
          type: 'plain_text',
          text: expect.stringContaining('No seat left in: Launch <!here>.'),
        }),
      ],
    })
  })

  test('no permission set is chosen beforehand, and a choice like the others', () => {
    const [set] = build().blocks.flatMap((block) =>
      'element' in block && block.block_id === 'permission_set' ? [block.element] : [],
    )
    expect(set).toMatchObject({ initial_option: { text: { text: 'None' }, value: 'none' } })
    const untouched = submitted({ ...typed, permissionSet: choice('none', 'None') })
    expect(readAddUser(untouched)).toMatchObject({
      kind: 'input',
      input: { permissionSetId: null },
      values: { permissionSet: null },
    })
  })

  test.for([
    ['no name', { name: '' }, { name: 'Enter a name.' }],
    ['a name of spaces', { name: '   ' }, { name: 'Enter a name.' }],
    ['no e-mail', { email: '' }, { email: 'Enter an e-mail address.' }],
    ['a long name', { name: 'x'.repeat(121) }, { name: 'That is too long: at most 120 characters.' }],
    [
      'a line break',
      { name: 'Ada\nBcc: x' },
      { name: 'Line breaks and control characters can’t be used here.' },
    ],
    ['a turned direction', { name: 'Ada \u202emoc' }, { name: expect.stringContaining('invisible') }],
    [
      'an invisible letter',
      { email: 'a\u200bda@example.com' },
      { email: expect.stringContaining('invisible') },
    ],
    ['half a pair', { name: 'Ada \ud800' }, { name: expect.stringContaining('can’t be read') }],
    ['both', { name: '', email: '' }, { email: 'Enter an e-mail address.', name: 'Enter a name.' }],
  ] as const)('%s is said at the field', ([, differs, faults]) => {
    expect(readAddUser(submitted({ ...typed, ...differs }))).toMatchObject({ kind: 'faults', faults })
  })

  test.for([
    ['no state', { private_metadata: JSON.stringify({ key }), state: { values: {} } }],
    ['no metadata', { ...submitted(typed), private_metadata: '' }],
    ['metadata of others', { ...submitted(typed), private_metadata: 'null' }],
    ['a season that is no identity', submitted({ ...typed, seasons: [choice(`' or 1=1`, 'x')] })],
  ] as const)('%s: not a form of ours', ([, view]) => {
    expect(readAddUser(view)).toEqual({ kind: 'outdated' })
  })

  test('what was done names the person, the seasons and what comes next', () => {
    const read = readAddUser(submitted(typed))
    if (read.kind !== 'input') throw new Error('expected input')
    const view = buildAdded({ organization: 'Larkspur', ...read, warnings: ['overlapping-seasons'] })
    const said = JSON.stringify(view.blocks)
    expect(said).toContain('is invited to Larkspur.')
    expect(said).toContain('• June')
    expect(said).toContain('overlap')
    expect(said).toContain('ada@example.com')
  })
})

test.for(['Ada *Bold* _x_ `y` ~z~', '<!channel>', 'Ada :wave: https://evil.example', '*Ada'])(
  'SLK-10 the name %s is shown to the letter',
  (name) => {
    const read = readAddUser(submitted({ ...typed, name }))
    if (read.kind !== 'input') throw new Error('expected input')
    const [said] = buildAdded({ organization: '*Lark*', ...read, warnings: [] }).blocks
    expect(said).toEqual({
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: name, style: { bold: true } },
            { type: 'text', text: ' is invited to *Lark*.' },
          ],
        },
      ],
    })
  },
)

const season = { seasonId: june, season: 'June' }
/** A refusal of each kind: a new one does not compile until it stands here. */
const refusals: { readonly [R in AddUserRefusal]: RefusalOf<R> } = {
  'not-permitted': { kind: 'refuse', reason: 'not-permitted' },
  'account-locked': { kind: 'refuse', reason: 'account-locked', standings: [] },
  'invalid-email': { kind: 'refuse', reason: 'invalid-email' },
  'duplicate-email': { kind: 'refuse', reason: 'duplicate-email' },
  'season-required': { kind: 'refuse', reason: 'season-required' },
  'season-full': { kind: 'refuse', reason: 'season-full', ...season },
  'season-closed': { kind: 'refuse', reason: 'season-closed', ...season },
  'wrong-type-for-season': { kind: 'refuse', reason: 'wrong-type-for-season', type: 'staff' },
  'no-full-time-seat': { kind: 'refuse', reason: 'no-full-time-seat' },
  'no-collaborator-seat': { kind: 'refuse', reason: 'no-collaborator-seat' },
  'no-staff-seat': { kind: 'refuse', reason: 'no-staff-seat' },
  'not-found': { kind: 'refuse', reason: 'not-found' },
  'contract-ended': { kind: 'refuse', reason: 'contract-ended', endedOn: '2026-06-01' as Day },
  busy: { kind: 'refuse', reason: 'busy' },
}

describe('SEAT-08 a refusal stands at a field, in the words of the portal', () => {
  const blocks = build().blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []))
  const viewer = { zone: 'Europe/Vienna' }

  test.for(Object.entries(refusals))('%s', ([, refusal]) => {
    const [[block, sentence] = [], ...more] = Object.entries(refusalOnField(refusal, viewer))
    expect(more).toEqual([])
    expect(blocks).toContain(block)
    expect(sentence).toBe(refusalSentence(refusal, viewer))
  })
})
