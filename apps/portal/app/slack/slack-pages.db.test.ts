import { issueSlackTicket, type SlackTicketHolder } from '@seatkeeper/db'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../test/people.ts'
import { runPortal } from '../../test/running-portal.ts'
import type { Visitor } from '../../test/visitor.ts'
import { hashPassword } from '../server/identity/password-hash.ts'

const portal = await runPortal()
afterAll(() => portal.close())
const passwordHash = await hashPassword(goodPassword)

let account: TestAccount
let admin: Visitor
let team = 0
let teamId: string
beforeEach(async () => {
  account = await buildAccount(portal.db.url, { name: 'Larkspur Outfitters', passwordHash })
  admin = portal.visitor()
  await signIn(admin, account.ownerEmail)
  teamId = `T${++team}`
})

const ticket = (kind: SlackTicketHolder['kind'], userId: string, userEmail: string | null) =>
  issueSlackTicket(
    { em: portal.db.database.identity(), wallNow: portal.clock.wall, secret: portal.secret },
    { kind, teamId, teamName: 'acme', userId, userName: 'Olive in Slack', userEmail },
  )
const bindPath = async (email = account.ownerEmail) =>
  `/settings/slack/bind/${await ticket('workspace', 'U1', email)}`
const linkPath = async (userId: string, email: string) =>
  `/link-slack/${await ticket('person', userId, email)}`

describe('SLK-07 binding a workspace in the portal', () => {
  test('SLK-07 the page says what will act for whom; nothing is bound before it is sent', async () => {
    const path = await bindPath()
    const page = await admin.get(path)
    expect(page.status).toBe(200)
    for (const said of ['Connect acme to Larkspur Outfitters?', 'Olive in Slack', account.ownerEmail]) {
      expect(page.text).toContain(said)
    }
    expect((await admin.get('/settings/slack')).text).toContain('No Slack workspace is connected')
    const sent = await admin.fill(path, {})
    expect(sent).toMatchObject({ status: 303, headers: { location: '/settings/slack?done=bound' } })
    const settings = await admin.get('/settings/slack?done=bound')
    expect(settings.text).toContain('The workspace is connected')
    expect(settings.text).toContain('Olive in Slack')
  })

  test('SLK-07 a second time the link has been used', async () => {
    const path = await bindPath()
    await admin.fill(path, {})
    const again = await admin.get(path)
    expect(again.status).toBe(410)
    expect(again.text).toContain('This link has been used')
  })

  test('D-33 where the e-mails differ, whose account it is has to be said', async () => {
    const path = await bindPath('somebody@else.example')
    expect((await admin.get(path)).text).toContain('This Slack account is mine')
    const refused = await admin.fill(path, {})
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Confirm that this Slack account is yours')
    expect((await admin.fill(path, { mine: 'yes' })).status).toBe(303)
  })

  test('SLK-07 letting go asks once more, then ends every link', async () => {
    await admin.fill(await bindPath(), {})
    expect((await admin.get(`/settings/slack?leave=${teamId}`)).text).toContain(
      'ends every link in it at once',
    )
    const sent = await admin.post('/settings/slack?index', { intent: 'unbind', slackTeam: teamId })
    expect(sent.headers.location).toBe('/settings/slack?done=unbound')
    expect((await admin.get('/settings/slack')).text).toContain('No Slack workspace is connected')
  })

  test('SLK-07 a workspace that another organization has claimed', async () => {
    await admin.fill(await bindPath(), {})
    const other = await buildAccount(portal.db.url, { passwordHash })
    const visitor = portal.visitor()
    await signIn(visitor, other.ownerEmail)
    const path = `/settings/slack/bind/${await ticket('workspace', 'U2', other.ownerEmail)}`
    const refused = await visitor.fill(path, {})
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('Another organization has claimed this Slack workspace')
  })

  test.each(['', 'x', '0197c0de-0000-7000-8000-000000000001.AAAA'])(
    'SLK-07 a link that we did not make: %j',
    async (token) => {
      expect((await admin.get(`/settings/slack/bind/${token}`)).status).toBe(404)
      expect((await admin.get(`/link-slack/${token || 'x'}`)).status).toBe(404)
    },
  )
})

describe('SLK-07 D-33 linking a person in the portal', () => {
  async function lead(): Promise<{ readonly visitor: Visitor; readonly email: string }> {
    const email = `lead${teamId.toLowerCase()}@example.com`
    const { link } = await invite(portal, account, { email, role: 'team-lead' })
    const visitor = portal.visitor()
    await signUp(visitor, link)
    return { visitor, email }
  }

  test('SLK-07 strangers sign in first and come back', async () => {
    await admin.fill(await bindPath(), {})
    const path = await linkPath('U9', account.ownerEmail)
    const stranger = portal.visitor()
    const away = await stranger.get(path)
    expect(away.headers.location).toBe(`/sign-in?${new URLSearchParams({ to: path })}`)
    const back = await signIn(stranger, account.ownerEmail, goodPassword, path)
    expect(back.headers.location).toBe(path)
  })

  test('SLK-07 linked once, listed, and ended by oneself', async () => {
    await admin.fill(await bindPath(), {})
    const { visitor, email } = await lead()
    const path = await linkPath('U7', email)
    expect((await visitor.get(path)).text).toContain('Link your Slack account?')
    expect((await visitor.fill(path, {})).headers.location).toBe('/link-slack?done=linked')
    expect((await visitor.get('/link-slack?done=linked')).text).toContain('Your Slack account is linked')
    expect((await admin.get('/settings/slack')).text).toContain(email)

    const ended = await visitor.post('/link-slack?index', { slackTeam: teamId, slackUser: 'U7' })
    expect(ended.headers.location).toBe('/link-slack?done=ended')
    expect((await visitor.get('/link-slack')).text).toContain('No Slack account is linked to you')
  })

  test('SLK-07 an admin ends anybody’s', async () => {
    await admin.fill(await bindPath(), {})
    const { visitor, email } = await lead()
    await visitor.fill(await linkPath('U7', email), {})
    const form = { intent: 'unlink', slackTeam: teamId, slackUser: 'U7' }
    expect((await visitor.post('/settings/slack?index', form)).status).toBe(403)
    await admin.get('/settings/slack')
    expect((await admin.post('/settings/slack?index', form)).headers.location).toContain('unlinked')
    expect((await admin.get('/settings/slack')).text).not.toContain(email)
  })

  test('D-33 whoever is no user of the organization is told so, and nothing is linked', async () => {
    await admin.fill(await bindPath(), {})
    const other = await buildAccount(portal.db.url, { passwordHash })
    const visitor = portal.visitor()
    await signIn(visitor, other.ownerEmail)
    const path = await linkPath('U7', other.ownerEmail)
    const page = await visitor.get(path)
    expect(page.status).toBe(403)
    expect(page.text).toContain('You are not a user of Larkspur Outfitters')
    expect((await visitor.post(path, {})).status).toBe(403)
    expect((await visitor.get('/link-slack')).text).toContain('No Slack account is linked to you')
  })

  test('SLK-07 half an hour later the link no longer works', async () => {
    await admin.fill(await bindPath(), {})
    const path = await linkPath('U7', account.ownerEmail)
    const wall = portal.clock.wall
    portal.clock.wall = (wall + 31 * 60_000) as typeof wall
    const page = await admin.get(path)
    portal.clock.wall = wall
    expect(page.status).toBe(410)
    expect(page.text).toContain('This link no longer works')
  })
})
