import { describe, expect, test } from 'vitest'
import { deliveryKey } from './delivery.ts'
import { partiesOf } from './parties.ts'
import { readPayload, type SlackPayload } from './payload.ts'

const json = 'application/json'
const form = 'application/x-www-form-urlencoded'

const read = (text: string, type = form) => readPayload(Buffer.from(text), type)
const interaction = (payload: unknown) =>
  read(new URLSearchParams({ payload: JSON.stringify(payload) }).toString())

const team = { id: 'T1', domain: 'acme' }
const user = { id: 'U1', team_id: 'T1' }
const view = {
  id: 'V1',
  callback_id: 'add_user',
  team_id: 'T1',
  app_installed_team_id: 'T1',
  state: { values: {} },
}

describe('SLK-08 a signed body need not make sense', () => {
  test.for([
    ['JSON null', 'null', json],
    ['a JSON array', '[]', json],
    ['a JSON number', '1', json],
    ['a JSON string', '"command"', json],
    ['broken JSON', '{', json],
    ['an empty object', '{}', json],
    ['nothing', '', json],
    ['nothing, as a form', '', form],
    ['null as a payload', 'payload=null', form],
    ['broken JSON as a payload', 'payload=%7B', form],
    ['an empty payload', 'payload=', form],
    ['a form without a command', 'hello=world', form],
    ['a command without a person', 'command=%2Fseats&team_id=T1', form],
    ['a command without a slash', 'command=seats&team_id=T1&user_id=U1', form],
    ['a command with nowhere to answer', 'command=%2Fseats&team_id=T1&user_id=U1&trigger_id=1', form],
    ['text of another type', 'command=%2Fseats&team_id=T1&user_id=U1', 'text/plain'],
    ['a challenge that is no text', '{"type":"url_verification","challenge":{}}', json],
    ['an event without an identity', '{"type":"event_callback","team_id":"T1","event":{"type":"x"}}', json],
    ['an event that is null', '{"type":"event_callback","team_id":"T1","event_id":"E","event":null}', json],
  ] as const)('%s', ([, text, type]) => {
    expect(read(text, type)).toEqual({ kind: 'senseless' })
  })

  test.for([
    ['an interaction of an unknown type', { type: 'mystery', team, user }],
    ['no team', { type: 'view_submission', team: null, user, view }],
    ['a user that is a string', { type: 'view_submission', team, user: 'U1', view }],
    ['actions that are none', { type: 'block_actions', team, user, actions: [] }],
    ['actions of nothing', { type: 'block_actions', team, user, actions: [null] }],
    ['a form without state', { type: 'view_submission', team, user, view: { ...view, state: undefined } }],
    ['a form with strange state', { type: 'view_submission', team, user, view: { ...view, state: [] } }],
    ['a shortcut without a trigger', { type: 'shortcut', team, user, callback_id: 'x' }],
    ['an identity that is a path', { type: 'view_closed', team: { id: '../x' }, user, view }],
  ] as const)('%s', ([, payload]) => {
    expect(interaction(payload)).toEqual({ kind: 'senseless' })
  })

  test('Slack’s probes are answered', () => {
    expect(read('{"type":"url_verification","challenge":"abc"}', json)).toEqual({
      kind: 'probe',
      answer: 'abc',
    })
    expect(read('ssl_check=1&token=x')).toEqual({ kind: 'probe', answer: '' })
  })
})

const where = 'trigger_id=1&response_url=https%3A%2F%2Fhooks.example.com%2F1'
const command = read(`command=%2Fseats&text=&team_id=T1&team_domain=acme&user_id=U1&${where}`) as SlackPayload

describe('who sent it', () => {
  test('SLK-07 of a command', () => {
    expect(partiesOf(command)).toEqual({ teamId: 'T1', userId: 'U1', domain: 'acme', oneWorkspace: true })
  })

  test.for([
    ['all of one workspace', {}, {}, true],
    ['a person of another', { team_id: 'T2' }, {}, false],
    ['a form of another', {}, { team_id: 'T2' }, false],
    ['a form installed in another', {}, { app_installed_team_id: 'T2' }, false],
    ['a form that does not say where it is installed', {}, { app_installed_team_id: null }, true],
  ] as const)('SLK-07 %s', ([, person, form, oneWorkspace]) => {
    const submission = interaction({
      type: 'view_submission',
      team,
      user: { ...user, ...person },
      view: { ...view, ...form },
    }) as SlackPayload
    expect(partiesOf(submission)).toMatchObject({ teamId: 'T1', userId: 'U1', oneWorkspace })
  })
})

describe('what tells deliveries apart', () => {
  test('SLK-08 a retried event is the same, although it is signed anew', () => {
    const event = read(
      '{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"x"}}',
      json,
    ) as SlackPayload
    expect(deliveryKey(event, 'v0=1')).toBe(deliveryKey(event, 'v0=2'))
  })

  test('SLK-08 a command is the same exactly when its signature is', () => {
    expect(deliveryKey(command, 'v0=1')).toBe(deliveryKey(command, 'v0=1'))
    expect(deliveryKey(command, 'v0=1')).not.toBe(deliveryKey(command, 'v0=2'))
  })

  test('SLK-08 looking up choices changes nothing and may come twice', () => {
    const lookUp = { type: 'block_suggestion', team, user, action_id: 'a', block_id: 'b', value: '' }
    expect(deliveryKey(interaction(lookUp) as SlackPayload, 'v0=1')).toBeNull()
  })
})
