import type { Instant } from '@seatkeeper/rules'
import {
  type TestAccount,
  type TestDatabase,
  TEST_NOW,
  buildAccount,
  createTestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bindSlackWorkspace } from './bind-slack-workspace.ts'
import { claimSlackDelivery, forgetSlackTraffic } from './claim-slack-delivery.ts'
import { linkSlackPerson } from './link-slack-person.ts'
import { endOwnSlackLink, ownSlackLinks } from './own-slack-links.ts'
import { type SlackTicketHolder, findSlackTicket, issueSlackTicket } from './slack-ticket.ts'
import { unbindSlackWorkspace, unlinkSlackPerson } from './unlink-slack.ts'

const WALL = Date.UTC(2026, 5, 10, 9) as Instant
const MINUTE = 60_000
const secret = 'a secret of at least thirty-two characters'

let world: TestDatabase
let account: TestAccount
let team = 0
let teamId: string

beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())
beforeEach(async () => {
  account = await buildAccount(world.url)
  teamId = `T${++team}`
})

const identity = (wallNow = WALL) => ({
  em: world.database.identity(),
  now: TEST_NOW,
  wallNow,
  secret,
})
const holder = (kind: SlackTicketHolder['kind'], userId = 'U1'): SlackTicketHolder => ({
  kind,
  teamId,
  teamName: 'acme',
  userId,
  userName: 'Olive',
  userEmail: 'olive@example.com',
})
const issue = (kind: SlackTicketHolder['kind'], userId?: string) =>
  issueSlackTicket(identity(), holder(kind, userId))
const bind = async (actor = account.owner) =>
  bindSlackWorkspace({ ...identity(), actor }, await issue('workspace'))
const links = () =>
  world.query<{ slack_user_id: string; member_id: string }>(
    'select slack_user_id, member_id from slack_link where team_id = $1 order by slack_user_id',
    [teamId],
  )

describe('links that the bot sends', () => {
  test('SLK-07 a link is asked for again within minutes: it is the same one', async () => {
    const token = await issue('person')
    expect(await issueSlackTicket(identity((WALL + 5 * MINUTE) as Instant), holder('person'))).toBe(token)
    expect(await issueSlackTicket(identity((WALL + 20 * MINUTE) as Instant), holder('person'))).not.toBe(
      token,
    )
  })

  test('SLK-07 looking at a link uses nothing up', async () => {
    const token = await issue('person')
    for (let i = 0; i < 3; i++) {
      expect(await findSlackTicket(identity(), token)).toMatchObject({
        kind: 'grant',
        ticket: { userName: 'Olive', userEmail: 'olive@example.com', organization: null },
      })
    }
  })

  test.for([
    ['empty', () => ''],
    ['of another shape', () => 'hello'],
    ['with another signature', (token: string) => `${token.slice(0, -6)}AAAAAA`],
    [
      'with another identity',
      (token: string) => token.replace(/^[^.]+/, '01890000-0000-7000-8000-000000000000'),
    ],
  ] as const)('SLK-07 a token that is %s finds nothing', async ([, spoil]) => {
    const token = spoil(await issue('person'))
    expect(await findSlackTicket(identity(), token)).toEqual({ kind: 'refuse', reason: 'not-found' })
  })

  test('SLK-07 a link lasts half an hour', async () => {
    const token = await issue('person')
    const at = (ms: number) => findSlackTicket(identity((WALL + ms) as Instant), token)
    expect(await at(30 * MINUTE - 1)).toMatchObject({ kind: 'grant' })
    expect(await at(30 * MINUTE)).toEqual({ kind: 'refuse', reason: 'link-expired' })
  })
})

describe('claiming a workspace', () => {
  test('SLK-07 an admin claims it, and the account that asked is theirs', async () => {
    expect(await bind()).toEqual({ kind: 'grant', teamName: 'acme' })
    expect(await links()).toEqual([{ slack_user_id: 'U1', member_id: account.owner.memberId }])
    const audit = await world.query<{ action: string }>(
      'select action from audit where organization_id = $1 order by id',
      [account.organizationId],
    )
    expect(audit.map(({ action }) => action).slice(-2)).toEqual([
      'slack-workspace.bound',
      'slack-person.linked',
    ])
  })

  test('SLK-07 a second organization is refused, and its link stays good', async () => {
    await bind()
    const other = await buildAccount(world.url)
    const token = await issue('workspace', 'U2')
    const context = { ...identity(), actor: other.owner }
    expect(await bindSlackWorkspace(context, token)).toEqual({ kind: 'refuse', reason: 'workspace-taken' })
    expect(await findSlackTicket(identity(), token)).toMatchObject({ kind: 'grant' })
    expect(await links()).toHaveLength(1)
  })

  test('SLK-07 the role that counts is the one the database holds', async () => {
    await world.query(`update member set role = 'team-lead' where id = $1`, [account.owner.memberId])
    expect(await bind()).toEqual({ kind: 'refuse', reason: 'not-permitted' })
  })

  test('SLK-07 a link for a person claims no workspace', async () => {
    const context = { ...identity(), actor: account.owner }
    const decision = await bindSlackWorkspace(context, await issue('person'))
    expect(decision).toEqual({ kind: 'refuse', reason: 'not-found' })
  })

  test('SLK-07 of two organizations at once, one gets it', async () => {
    const other = await buildAccount(world.url)
    const [first, second] = await Promise.all([issue('workspace', 'U1'), issue('workspace', 'U2')])
    const decisions = await Promise.all([
      bindSlackWorkspace({ ...identity(), actor: account.owner }, first),
      bindSlackWorkspace({ ...identity(), actor: other.owner }, second),
    ])
    expect(decisions.map((decision) => decision.kind).sort()).toEqual(['grant', 'refuse'])
  })
})

describe('linking a person', () => {
  const link = (token: string, personId = account.owner.personId) =>
    linkSlackPerson(identity(), { token, personId })

  test('D-33 the link and the sign-in together link the account, once', async () => {
    await bind()
    const token = await issue('person', 'U7')
    expect(await link(token)).toMatchObject({ kind: 'grant', teamName: 'acme' })
    // One Slack account for each member and workspace: the later one counts.
    expect(await links()).toEqual([{ slack_user_id: 'U7', member_id: account.owner.memberId }])
    expect(await link(token)).toEqual({ kind: 'refuse', reason: 'link-used' })
  })

  test('D-33 pressed twice at once, it is used once', async () => {
    await bind()
    const token = await issue('person', 'U7')
    const decisions = await Promise.all([link(token), link(token)])
    expect(decisions.map((decision) => decision.kind).sort()).toEqual(['grant', 'refuse'])
  })

  test('D-33 a matching e-mail proves nothing: whoever is no member is refused', async () => {
    await bind()
    const stranger = await buildAccount(world.url)
    const token = await issue('person', 'U7')
    expect(await link(token, stranger.owner.personId)).toEqual({ kind: 'refuse', reason: 'not-permitted' })
    expect(await link(token)).toMatchObject({ kind: 'grant' })
  })

  test('SLK-07 a workspace that nobody has claimed has nobody to link to', async () => {
    expect(await link(await issue('person'))).toEqual({ kind: 'refuse', reason: 'workspace-not-bound' })
  })
})

describe('letting go', () => {
  const context = (actor = account.owner) => ({ em: world.database.tenant(), actor, now: TEST_NOW })

  test('SLK-07 letting go of the workspace ends its links', async () => {
    await bind()
    expect(await unbindSlackWorkspace(context(), { teamId })).toEqual({ kind: 'grant', teamName: 'acme' })
    expect(await links()).toEqual([])
    expect(await unbindSlackWorkspace(context(), { teamId })).toEqual({
      kind: 'refuse',
      reason: 'not-found',
    })
  })

  test('OPS-05 another organization can neither let go of it nor end its links', async () => {
    await bind()
    const other = await buildAccount(world.url)
    const theirs = context(other.owner)
    const missing = { kind: 'refuse', reason: 'not-found' }
    expect(await unbindSlackWorkspace(theirs, { teamId })).toEqual(missing)
    expect(await unlinkSlackPerson(theirs, { teamId, slackUserId: 'U1' })).toEqual(missing)
    expect(await links()).toHaveLength(1)
  })

  test('SLK-07 without the right one ends one’s own link and nobody else’s', async () => {
    await bind()
    const { memberId, personId } = account.owner
    await world.query(`update member set role = 'member' where id = $1`, [memberId])
    const other = await buildAccount(world.url)
    const end = (personId: string) => endOwnSlackLink(identity(), { personId, teamId, slackUserId: 'U1' })
    expect(await unlinkSlackPerson(context(), { teamId, slackUserId: 'U1' })).toEqual({
      kind: 'refuse',
      reason: 'not-permitted',
    })
    expect(await end(other.owner.personId)).toEqual({ kind: 'refuse', reason: 'not-found' })
    expect(await ownSlackLinks(identity(), personId)).toMatchObject([
      { workspace: 'acme', slackName: 'Olive' },
    ])
    expect(await end(personId)).toEqual({ kind: 'grant' })
    expect(await ownSlackLinks(identity(), personId)).toEqual([])
  })
})

describe('what Slack sends twice', () => {
  const claim = (key: string, wallNow = WALL) =>
    claimSlackDelivery({ em: world.database.identity(), wallNow }, key)

  test('SLK-08 of a hundred at once, one is the first', async () => {
    const claims = await Promise.all(Array.from({ length: 100 }, () => claim('event:Ev1')))
    expect(claims.filter(Boolean)).toHaveLength(1)
  })

  test('SLK-08 what can’t come again is forgotten, what can is kept', async () => {
    await claim('old', (WALL - 27 * 60 * MINUTE) as Instant)
    await claim('young', (WALL - 25 * 60 * MINUTE) as Instant)
    await forgetSlackTraffic({ em: world.database.identity(), wallNow: WALL })
    expect(await claim('old')).toBe(true)
    expect(await claim('young')).toBe(false)
  })
})
