import { expect, test } from 'vitest'
import {
  decidePermissionSet,
  decidePermissionSetChange,
  decidePermissionSetDeletion,
} from './permission-set.ts'

const right = (key: string) => ({ key, description: '' })
const draft = (name: string, ...keys: readonly string[]) => ({ name, rights: keys.map(right) })

const granted = { kind: 'grant', set: { name: 'Agent', rights: [] } }
const taken = (name: string) => ({ kind: 'refuse', reason: 'permission-set-exists', name })

test.each([
  { what: 'another name', name: 'Agent', others: ['Supervisor'], decision: granted },
  { what: 'the same name', name: 'Agent', others: ['Supervisor', 'Agent'], decision: taken('Agent') },
  { what: 'the same name in another case', name: ' aGENT ', others: ['Agent'], decision: taken('Agent') },
  {
    what: 'the same letters composed otherwise',
    name: 'Cafe\u0301',
    others: ['Café'],
    decision: taken('Café'),
  },
])('USER-08 a set’s name is told apart from the others: $what', ({ name, others, decision }) => {
  expect(decidePermissionSet(draft(name), others)).toEqual(decision)
})

test('USER-08 a right is granted once, and kept as it was written but for the space around it', () => {
  expect(decidePermissionSet(draft('A', 'tickets.reply', 'Tickets.Reply '), [])).toEqual({
    kind: 'refuse',
    reason: 'right-repeated',
    key: 'Tickets.Reply ',
  })
  const rights = [{ key: ' tickets.reply', description: 'Answers tickets ' }]
  expect(decidePermissionSet({ name: 'A', rights }, [])).toEqual({
    kind: 'grant',
    set: { name: 'A', rights: [{ key: 'tickets.reply', description: 'Answers tickets' }] },
  })
})

test('USER-08 a change is refused when somebody else was quicker, but what is wrong with it is said first', () => {
  const change = { others: ['Agent'], stored: 'now', seen: 'then' }
  expect(decidePermissionSetChange(draft('Lead'), change)).toEqual({
    kind: 'refuse',
    reason: 'changed-meanwhile',
  })
  expect(decidePermissionSetChange(draft('agent'), change)).toMatchObject({ reason: 'permission-set-exists' })
  expect(decidePermissionSetChange(draft('Lead'), { ...change, seen: 'now' }).kind).toBe('grant')
})

test('USER-08 a set goes when nobody has it; else the refusal says who does', () => {
  expect(decidePermissionSetDeletion('Agent', { users: 0, names: [] })).toEqual({ kind: 'grant' })
  expect(decidePermissionSetDeletion('Agent', { users: 7, names: ['Ada', 'Bo'] })).toEqual({
    kind: 'refuse',
    reason: 'permission-set-in-use',
    name: 'Agent',
    users: 7,
    names: ['Ada', 'Bo'],
  })
})
