import { addUser } from '@seatkeeper/db'
import { missingChoiceText, refusalSentence } from '@seatkeeper/wording'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { colleague, TEAM } from './slack.ts'
import { submission } from './add-user-form.ts'
import { startWorld, type World } from './world.ts'

const NOWHERE = '0197c0de-0000-7000-8000-000000000001'

let world: World
let current: string
let tiny: string
let closed: string
beforeAll(async () => {
  world = await startWorld({
    seasons: [
      { name: 'Current', from: -10, to: 20, seats: 50 },
      { name: 'Tiny', from: -5, to: 10, seats: 1 },
      { name: 'Spring', from: -90, to: -30, seats: 10 },
    ],
  })
  const id = (name: string) => world.account.seasons.find((season) => season.name === name)?.id ?? ''
  ;[current, tiny, closed] = [id('Current'), id('Tiny'), id('Spring')]
  await world.person('ULEAD', 'team-lead')
  await world.data.query(
    `insert into permission_set (id, organization_id, account_id, name, created_at)
     values (uuidv7(), $1, $2, 'Agent', now()), (uuidv7(), $1, $2, 'Supervisor', now())`,
    [world.account.organizationId, world.account.accountId],
  )
})
afterAll(() => world.close())
beforeEach(() => world.slack.calls.splice(0))

interface View {
  readonly id: string
  readonly private_metadata: string
  readonly blocks: readonly unknown[]
}

/** What the bot opened last, with the identity that Slack gave it. */
function openedView(): View {
  const call = world.slack.calls.findLast(({ method }) => method === 'views.open')
  return { id: 'V0TEST', ...(JSON.parse(call?.args.view ?? '{}') as Omit<View, 'id'>) }
}
async function openForm(text = 'add'): Promise<View> {
  await world.command('ULEAD', text)
  return openedView()
}
const add = async (email: string, seasonIds = [current]) =>
  world.interact('ULEAD', submission(await openForm(), { email, seasonIds }))
const members = (email: string) =>
  world.data.query<{ id: string; type: string; role: string }>(
    'select id, type, role from member where email_key = $1',
    [email],
  )

describe('SLK-02 /seats add', () => {
  test('opens the form, with the e-mail that was typed', async () => {
    const { blocks } = await openForm('add ada@example.com')
    expect(JSON.stringify(blocks)).toContain('"initial_value":"ada@example.com"')
    expect(JSON.stringify(blocks)).toContain('They join Larkspur')
  })

  test('looks up the seasons on offer while somebody types', async () => {
    const look = (action_id: string, value: string) =>
      world.interact('ULEAD', { type: 'block_suggestion', action_id, block_id: 'b', value })
    const { json } = await look('add_user.seasons', 'cur')
    expect(json).toMatchObject({ options: [{ value: current }] })
    expect((await look('add_user.seasons', 'spring')).json).toEqual({ options: [] })
    expect((await look('add_user.permission_set', '')).json).toMatchObject({
      options: [{ text: { text: 'None' } }, { text: { text: 'Agent' } }, { text: { text: 'Supervisor' } }],
    })
  })

  test('shows its choices to nobody without the right', async () => {
    await world.person('UPLAIN', 'member')
    const { json } = await world.interact('UPLAIN', {
      type: 'block_suggestion',
      action_id: 'add_user.seasons',
      block_id: 'b',
      value: '',
    })
    expect(json).toEqual({ options: [] })
  })

  test('adds the user with seat, invitation in the outbox, and an audit entry that says Slack', async () => {
    const { json } = await add('grace@example.com')
    expect(json).toMatchObject({ response_action: 'update', view: { title: { text: 'User added' } } })
    const [member] = await members('grace@example.com')
    expect(member).toMatchObject({ type: 'seasonal', role: 'member' })
    const [facts] = await world.data.query<{ seats: number; mails: number; channel: string }>(
      `select (select count(*)::integer from seat where holder_id = $1) as seats,
         (select count(*)::integer from outbox where payload ->> 'memberId' = $1::text) as mails,
         (select channel from audit where subject_id = $1 order by id desc limit 1) as channel`,
      [member?.id],
    )
    expect(facts).toEqual({ seats: 1, mails: 1, channel: 'slack' })
  })

  test('a form that is submitted twice, signed anew, adds one user and says the same', async () => {
    const form = submission(await openForm(), { email: 'twice@example.com', seasonIds: [current] })
    const [first, second] = [await world.interact('ULEAD', form), await world.interact('ULEAD', form)]
    expect(second.json).toEqual(first.json)
    expect(await members('twice@example.com')).toHaveLength(1)
  })

  test('a form that was sent before with something else in it is out of date', async () => {
    const form = await openForm()
    await world.interact('ULEAD', submission(form, { email: 'one@example.com', seasonIds: [current] }))
    const again = submission(form, { email: 'other@example.com', seasonIds: [current] })
    expect(JSON.stringify((await world.interact('ULEAD', again)).json)).toContain('out of date')
    expect(await members('other@example.com')).toEqual([])
  })

  test('after a refusal the same form can be mended and sent again', async () => {
    const form = await openForm()
    const refused = await world.interact(
      'ULEAD',
      submission(form, { email: 'nonsense', seasonIds: [current] }),
    )
    expect(refused.json).toMatchObject({ response_action: 'errors' })
    const mended = submission(form, { email: 'mended@example.com', seasonIds: [current] })
    expect((await world.interact('ULEAD', mended)).json).toMatchObject({ response_action: 'update' })
  })

  test('the shortcut opens the same form, and says in a modal what stands in the way', async () => {
    const use = async (userId: string) =>
      world.interact(userId, {
        type: 'shortcut',
        callback_id: 'add_seasonal_user',
        trigger_id: await world.slack.trigger(),
      })
    await use('ULEAD')
    await world.until(() => world.slack.calls.some(({ method }) => method === 'views.open'))
    expect(openedView()).toMatchObject({ callback_id: 'add_user' })
    world.slack.calls.splice(0)
    world.slack.users.set('UFRESH', colleague)
    await use('UFRESH')
    await world.until(() => world.slack.calls.some(({ method }) => method === 'views.open'))
    expect(JSON.stringify(openedView().blocks)).toContain('/link-slack/')
  })

  test('the button in the outcome brings an empty form', async () => {
    await openForm()
    const press = {
      type: 'block_actions',
      actions: [{ type: 'button', action_id: 'add_user.another', block_id: 'b' }],
      view: { id: 'V1', callback_id: '', team_id: TEAM, state: { values: {} } },
    }
    expect((await world.interact('ULEAD', press)).status).toBe(200)
    await world.until(() => world.slack.calls.some(({ method }) => method === 'views.update'))
    const call = world.slack.calls.find(({ method }) => method === 'views.update')
    expect(JSON.parse(call?.args.view ?? '{}')).toMatchObject({ callback_id: 'add_user' })
  })

  test('a trigger that has run out is said, not lost', async () => {
    const { json } = await world.command('ULEAD', 'add', { trigger_id: '1.2.expired' })
    expect(JSON.stringify(json)).toMatch(/That (took too long|did not work)/)
  })
})

describe('SEAT-08 a refusal stands at its field, in the words of the portal', () => {
  /** The same use case, as the portal calls it. */
  const portalSays = async (email: string, seasonIds: readonly string[]) => {
    const decision = await addUser(
      { em: world.data.database.tenant(), actor: world.account.owner, now: world.now },
      { email, name: 'Ada Example', type: 'seasonal', seasonIds, permissionSetId: null },
    )
    if (decision.kind !== 'refuse') throw new Error('the portal would not refuse')
    return refusalSentence(decision, { zone: 'America/New_York', locale: 'en-GB' })
  }

  test.for([
    ['invalid-email', 'email', 'nonsense', () => [current]],
    ['duplicate-email', 'email', 'ulead@example.com', () => [current]],
    ['season-required', 'seasons', 'a@example.com', () => []],
    ['season-closed', 'seasons', 'b@example.com', () => [closed]],
    ['season-full', 'seasons', 'd@example.com', () => [tiny]],
  ] as const)('%s', async ([reason, field, email, seasons]) => {
    if (reason === 'season-full') await add('first-in-tiny@example.com', [tiny])
    const { json } = await add(email, [...seasons()])
    expect(json).toEqual({
      response_action: 'errors',
      errors: { [field]: await portalSays(email, seasons()) },
    })
    // Nothing was written: whoever is here was before.
    expect(await members(email)).toHaveLength(reason === 'duplicate-email' ? 1 : 0)
  })

  test.for([
    ['a season', { seasonIds: [NOWHERE] }, { seasons: missingChoiceText.season }],
    ['a permission set', { permissionSetId: NOWHERE }, { permission_set: missingChoiceText.permissionSet }],
  ] as const)('not-found: %s', async ([, differs, errors]) => {
    const values = { email: 'c@example.com', seasonIds: [current], ...differs }
    const { json } = await world.interact('ULEAD', submission(await openForm(), values))
    expect(json).toEqual({ response_action: 'errors', errors })
    expect(await members('c@example.com')).toEqual([])
  })

  test('account-locked', async () => {
    const form = await openForm()
    const lock = (at: string | null) =>
      world.data.query('update account set overdue_since = $2, grace_deadline = $2 where id = $1', [
        world.account.accountId,
        at,
      ])
    await lock('2020-01-01')
    const { json } = await world.interact(
      'ULEAD',
      submission(form, { email: 'e@example.com', seasonIds: [current] }),
    )
    await lock(null)
    expect(JSON.stringify(json)).toMatch(/Not possible|deactivated|locked/)
    expect(await members('e@example.com')).toEqual([])
  })
})

describe('D-33 checked again at each submit', () => {
  test.for([
    ['who became a guest meanwhile', { is_restricted: true }, 'Guests'],
    ['whose account was deactivated meanwhile', { deleted: true }, 'deactivated'],
  ] as const)('%s', async ([, differs, reason]) => {
    const form = await openForm()
    world.slack.users.set('ULEAD', { ...colleague, ...differs })
    const { json } = await world.interact(
      'ULEAD',
      submission(form, { email: 'g@example.com', seasonIds: [current] }),
    )
    world.slack.users.set('ULEAD', colleague)
    expect(JSON.stringify(json)).toContain(reason)
    expect(await members('g@example.com')).toEqual([])
  })

  test('whose link was ended meanwhile', async () => {
    const { memberId } = await world.person('UENDED', 'team-lead')
    const form = await openForm()
    await world.data.query('delete from slack_link where member_id = $1', [memberId])
    const { json } = await world.interact(
      'UENDED',
      submission(form, { email: 'h@example.com', seasonIds: [current] }),
    )
    expect(JSON.stringify(json)).toContain('/link-slack/')
    expect(await members('h@example.com')).toEqual([])
  })
})
