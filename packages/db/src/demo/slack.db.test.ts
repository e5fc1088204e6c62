import { TEST_NOW, createTestDatabase } from '@seatkeeper/testkit'
import { expect, test } from 'vitest'
import { slackVisitor } from '../queries/slack-visitor.ts'
import { loadDemo } from './load-demo.ts'
import { loadDemoSlack } from './slack.ts'

test('SLK-07 the demo’s Slack people are linked, each to the member of the same e-mail', async () => {
  const world = await createTestDatabase()
  try {
    await loadDemo(world.url, { now: TEST_NOW, passwordHash: 'hash' })
    expect(await loadDemoSlack(world.url, { now: TEST_NOW })).toBe(5)
    const context = { em: world.database.identity(), now: TEST_NOW }
    const teamId = 'T000000001'
    expect(await slackVisitor(context, { teamId, userId: 'U0LEAD0001' })).toMatchObject({
      kind: 'grant',
      organization: { name: 'Larkspur Outfitters' },
      person: { name: 'Tomás Ferreira' },
      member: { role: 'team-lead', access: { kind: 'grant' } },
    })
    expect(await slackVisitor(context, { teamId, userId: 'U0NEW00001' })).toEqual({
      kind: 'refuse',
      reason: 'slack-person-not-linked',
    })
    expect(await loadDemoSlack(world.url, { now: TEST_NOW })).toBe(0)
  } finally {
    await world.drop()
  }
})
