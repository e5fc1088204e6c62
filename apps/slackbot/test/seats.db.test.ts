import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jsonBody, sign } from './sender.ts'
import { colleague, TEAM } from './slack.ts'
import { PORTAL_URL, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({
    fullTimeSeats: 25,
    seasons: [
      { name: 'Closed', from: -60, to: -30, seats: 10 },
      { name: 'Current', from: -10, to: 20, seats: 20 },
      { name: 'Holiday', from: 21, to: 60, seats: 30 },
    ],
  })
  await world.person('ULEAD', 'team-lead')
  await world.person('UMEMBER', 'member')
})
afterAll(() => world.close())
beforeEach(() => world.slack.calls.splice(0))

interface Said {
  readonly response_type: string
  readonly text: string
  readonly blocks: readonly {
    readonly type: string
    readonly elements?: readonly Record<string, unknown>[]
  }[]
}
const say = async (userId: string, text?: string) => (await world.command(userId, text)).json as Said

describe('SLK-01 /seats', () => {
  test('counts and seasons, for the asker alone, in UTC and their own time', async () => {
    const said = await say('ULEAD')
    expect(said.response_type).toBe('ephemeral')
    expect(said.text).toContain('Seats of Larkspur')
    expect(said.text).toContain('Full-time: 0 of 25 seats used, 25 remaining')
    expect(said.text).toMatch(/Current \(open\); 0 of 20 seats used, 20 remaining; .*00:00 UTC; .*E[DS]T/)
    expect(said.text).toContain('Holiday (upcoming)')
    expect(said.text).not.toContain('Closed')
  })

  test('/seats share posts it for everybody', async () => {
    const said = await say('ULEAD', 'share')
    expect(said.response_type).toBe('in_channel')
    expect(said.blocks.some(({ type }) => type === 'actions')).toBe(false)
  })

  test('the button under it does the same, and leaves the message', async () => {
    const press = {
      type: 'block_actions',
      response_url: world.slack.responseUrl,
      actions: [{ type: 'button', action_id: 'share_seats', block_id: 'b' }],
    }
    expect((await world.interact('ULEAD', press)).status).toBe(200)
    await world.until(() => world.slack.responses.length > 0)
    expect(world.slack.responses.at(-1)).toMatchObject({
      response_type: 'in_channel',
      replace_original: false,
      text: expect.stringContaining('Seats of Larkspur'),
    })
  })

  test('SLK-03 help and slips of the fingers need nobody to be known', async () => {
    expect((await say('UNOBODY', 'help')).text).toContain('/seats add')
    expect((await say('UNOBODY', 'shrae')).text).toContain('Did you mean “/seats share”?')
    expect(world.slack.calls).toEqual([])
  })
})

describe('SLK-07 D-33 who is served', () => {
  test('without the right, refused in the words of every door', async () => {
    expect((await say('UMEMBER')).text).toBe(
      'Your role does not allow this. Ask an admin or the owner of your organization.',
    )
  })

  test('somebody who is not linked gets a link that is theirs', async () => {
    world.slack.users.set('UNEW', {
      ...colleague,
      real_name: 'Nora New',
      profile: { email: 'nora@example.com' },
    })
    const said = await say('UNEW')
    expect(said.response_type).toBe('ephemeral')
    const [button] = said.blocks.find(({ type }) => type === 'actions')?.elements ?? []
    expect(button?.url).toMatch(new RegExp(`^${PORTAL_URL}/link-slack/[0-9a-f-]{36}\\.[\\w-]{43}$`))
    expect(said.text).toContain(String(button?.url))
  })

  test('a workspace that nobody has claimed gets a link for an admin', async () => {
    world.slack.users.set('UOTHER', { team_id: 'T2', is_email_confirmed: true })
    const { json } = await world.command('UOTHER', '', { team_id: 'T2' })
    const said = json as Said
    expect(said.text).toContain(`${PORTAL_URL}/settings/slack/bind/`)
    expect(said.text).toContain('No organization has claimed this Slack workspace')
  })

  test.for([
    ['a guest', { is_restricted: true }, 'Guests'],
    ['a guest of one channel', { is_ultra_restricted: true }, 'Guests'],
    ['a stranger', { is_stranger: true }, 'from another one'],
    ['somebody of another workspace', { team_id: 'T2' }, 'from another one'],
    ['a bot', { is_bot: true }, 'Bots'],
    ['a deactivated account', { deleted: true }, 'deactivated'],
    ['an unconfirmed e-mail', { is_email_confirmed: false }, 'not confirmed'],
    ['an e-mail of which Slack says nothing', { is_email_confirmed: undefined }, 'not confirmed'],
  ] as const)('%s is refused although linked, and gets no link', async ([name, differs, reason]) => {
    const userId = `U${name
      .toUpperCase()
      .replace(/[^A-Z]/g, '')
      .slice(0, 20)}`
    await world.person(userId, 'admin')
    world.slack.users.set(userId, { ...colleague, ...differs })
    const said = await say(userId)
    expect(said.text).toContain(reason)
    expect(said.text).not.toContain('http')
  })

  test('an account that Slack does not show us is refused', async () => {
    expect((await say('UGHOST')).text).toContain('from another one')
  })

  test('somebody who was deactivated in Seatkeeper since', async () => {
    const { memberId } = await world.person('UGONE', 'admin')
    await world.data.query('update member set deactivated_at = now() where id = $1', [memberId])
    expect((await say('UGONE')).text).toBe('This user is deactivated. An admin can reactivate them.')
  })

  test('somebody who was removed since has to be linked anew', async () => {
    const { memberId } = await world.person('UREMOVED', 'admin')
    await world.data.query('update member set removed_at = now() where id = $1', [memberId])
    expect((await say('UREMOVED')).text).toContain('/link-slack/')
  })

  test('a form sent across workspaces', async () => {
    const { json } = await world.interact('ULEAD', {
      type: 'view_submission',
      user: { id: 'ULEAD', team_id: 'T2' },
      view: { id: 'V1', callback_id: 'add_user', team_id: TEAM, state: { values: {} } },
    })
    expect(JSON.stringify(json)).toContain('from another one')
  })
})

describe('SLK-02 SLK-08 the home tab', () => {
  const open = (userId: string, eventId: string) =>
    world.send(
      sign(
        JSON.stringify({
          type: 'event_callback',
          team_id: TEAM,
          event_id: eventId,
          event: { type: 'app_home_opened', user: userId, channel: 'D1', tab: 'home' },
        }),
        jsonBody,
      ),
    )
  const published = () => world.slack.calls.filter(({ method }) => method === 'views.publish')

  test('shows the seats, with the button that adds somebody; a retried event is acted on once', async () => {
    expect((await open('ULEAD', 'EvHome1')).status).toBe(200)
    await world.until(() => published().length === 1)
    expect(published()[0]?.args).toMatchObject({
      user_id: 'ULEAD',
      view: expect.stringContaining('open_add_user'),
    })
    expect((await open('ULEAD', 'EvHome1')).status).toBe(200)
    expect((await open('ULEAD', 'EvHome2')).status).toBe(200)
    await world.until(() => published().length === 2)
    expect(published()).toHaveLength(2)
  })

  test('tells those whom it cannot serve what stands in the way', async () => {
    await open('UMEMBER', 'EvHome3')
    await world.until(() => published().length === 1)
    expect(published()[0]?.args.view).toContain('Your role does not allow this')
  })

  test('its button opens the form, and says in a modal what stands in the way', async () => {
    const press = async (userId: string) =>
      world.interact(userId, {
        type: 'block_actions',
        trigger_id: await world.slack.trigger(),
        view: { id: 'V1', callback_id: '', team_id: TEAM, type: 'home' },
        actions: [{ type: 'button', action_id: 'open_add_user', block_id: 'b' }],
      })
    const opened = () => world.slack.calls.filter(({ method }) => method === 'views.open')
    await press('ULEAD')
    await world.until(() => opened().length === 1)
    expect(opened()[0]?.args.view).toContain('add_user')
    await press('UMEMBER')
    await world.until(() => opened().length === 2)
    expect(opened()[1]?.args.view).toContain('Your role does not allow this')
  })
})

describe('SLK-10 Slack’s rate limits', () => {
  test('a 429 is waited for as long as it says, and Slack is told meanwhile', async () => {
    await world.person('ULIMITED', 'team-lead')
    world.slack.limit('users.info', 1, 3)
    const { json, took } = await world.command('ULIMITED')
    expect(took).toBeLessThan(3_000)
    expect((json as Said).text).toContain('One moment')
    const before = world.slack.responses.length
    await world.until(() => world.slack.responses.length > before, 8_000)
    expect(String(world.slack.responses.at(-1)?.text)).toContain('Seats of Larkspur')
    const [first, second] = world.slack.calls.filter(({ method }) => method === 'users.info')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2_990)
  })

  test('a modal that Slack keeps waiting is acknowledged meanwhile, and its end is told', async () => {
    world.slack.limit('views.open', 1, 4)
    const before = world.slack.responses.length
    const { status, text, took } = await world.command('ULEAD', 'add')
    expect({ status, text }).toEqual({ status: 200, text: '' })
    expect(took).toBeLessThan(3_000)
    await world.until(() => world.slack.responses.length > before, 10_000)
    expect(String(world.slack.responses.at(-1)?.text)).toMatch(/That (took too long|did not work)/)
  })
})
