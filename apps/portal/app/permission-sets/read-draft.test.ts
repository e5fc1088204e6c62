import { expect, test } from 'vitest'
import { MOST_RIGHTS, readDraft } from './read-draft.ts'

function typed(name: string, rows: readonly (readonly [string, string])[]): FormData {
  const form = new FormData()
  form.set('name', name)
  for (const [key, text] of rows) {
    form.append('rightKey', key)
    form.append('rightText', text)
  }
  return form
}

test('USER-08 empty rows are none, and what stands around the words is left out', () => {
  const read = readDraft(
    typed(' Agent ', [
      ['', ''],
      [' tickets.reply', 'Answers tickets '],
      ['reports', ''],
    ]),
  )
  expect(read).toEqual({
    draft: {
      name: 'Agent',
      rights: [
        { key: 'tickets.reply', description: 'Answers tickets' },
        { key: 'reports', description: '' },
      ],
    },
  })
})

test.each([
  { what: 'no name', form: typed('', []), field: 'name', says: 'Enter a name.' },
  { what: 'a text without a key', form: typed('A', [['', 'Answers']]), field: 'rights', says: '‘Answers’' },
  { what: 'a key of two lines', form: typed('A', [['a\nb', '']]), field: 'rights', says: 'Line breaks' },
  {
    what: 'a long text',
    form: typed('A', [['k', 'x'.repeat(201)]]),
    field: 'rights',
    says: 'k: That is too long',
  },
  {
    what: 'too many',
    form: typed(
      'A',
      Array.from({ length: MOST_RIGHTS + 1 }, (_, n) => [`k${n}`, ''] as const),
    ),
    field: 'rights',
    says: `at most ${MOST_RIGHTS}`,
  },
])('USER-08 what can’t be kept is said at its field: $what', ({ form, field, says }) => {
  expect(readDraft(form)).toEqual({ errors: { [field]: expect.stringContaining(says) } })
})
