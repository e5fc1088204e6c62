import { describe, expect, test } from 'vitest'
import { decideSlackPerson, type SlackPersonFacts } from './person.ts'

const colleague: SlackPersonFacts = {
  teamId: 'T1',
  stranger: false,
  bot: false,
  deactivated: false,
  guest: false,
  emailConfirmed: true,
}

describe('SLK-07 D-33 who may act from Slack', () => {
  test('a colleague with a confirmed e-mail may', () => {
    expect(decideSlackPerson(colleague, 'T1')).toEqual({ kind: 'grant' })
  })

  test.for([
    ['a member of another workspace', { teamId: 'T2' }, 'other-workspace'],
    ['a stranger of Slack Connect', { stranger: true }, 'other-workspace'],
    ['a bot', { bot: true }, 'bot'],
    ['a deactivated account', { deactivated: true }, 'deactivated-in-slack'],
    ['a guest', { guest: true }, 'guest'],
    ['somebody who has not confirmed their e-mail', { emailConfirmed: false }, 'unconfirmed-email'],
    ['a foreign guest is foreign before all', { teamId: 'T2', guest: true }, 'other-workspace'],
  ] as const)('%s may not', ([, differs, cause]) => {
    expect(decideSlackPerson({ ...colleague, ...differs }, 'T1')).toEqual({
      kind: 'refuse',
      reason: 'slack-person-not-eligible',
      cause,
    })
  })
})
