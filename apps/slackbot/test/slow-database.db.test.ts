import { createDatabase } from '@seatkeeper/db'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DatabaseLine, startDatabaseLine } from './database-line.ts'
import { submission } from './add-user-form.ts'
import { startWorld, type World } from './world.ts'

let world: World
let line: DatabaseLine
beforeAll(async () => {
  world = await startWorld({
    seasons: [{ name: 'June', from: -5, to: 10, seats: 20 }],
    async parts(data) {
      line = await startDatabaseLine(data.url)
      const database = await createDatabase({ url: line.url, connections: { tenant: 4, identity: 4 } })
      // As a demo's clock is learnt, which is one statement more.
      return { database, learnTime: async () => void (await database.identity().execute('select 1')) }
    },
  })
  await world.person('ULEAD', 'team-lead')
  // Connections are open and statements prepared.
  await world.command('ULEAD')
})
afterAll(async () => {
  line.delayMs = 0
  await world.close()
  await line.close()
})
beforeEach(() => {
  line.delayMs = 0
  world.slack.calls.splice(0)
  world.slack.responses.splice(0)
})

const season = () => world.account.seasons[0]?.id ?? ''
const calls = (method: string) => world.slack.calls.filter((call) => call.method === method)
const members = (email: string) =>
  world.data.query('select id from member where email_key = $1', [email]).then(({ length }) => length)

describe('SLK-08 a database that answers after 2.9 seconds', () => {
  test('/seats is acknowledged in time with a word that it is on its way, and the answer follows', async () => {
    line.delayMs = 2_900
    const { json, took } = await world.command('ULEAD')
    line.delayMs = 0
    expect(took).toBeLessThan(3_000)
    expect(json).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('One moment') })
    await world.until(() => world.slack.responses.length === 1, 20_000)
    expect(world.slack.responses[0]).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('Seats of Larkspur'),
    })
  })

  test('/seats add opens a working view while the trigger lives, and the form takes its place', async () => {
    line.delayMs = 2_900
    const { status, took } = await world.command('ULEAD', 'add late@example.com')
    line.delayMs = 0
    expect(status).toBe(200)
    expect(took).toBeLessThan(3_000)
    expect(calls('views.open')[0]?.args.view).toContain('One moment')
    await world.until(() => calls('views.update').length === 1, 20_000)
    expect(calls('views.update')[0]?.args.view).toContain('late@example.com')
  })

  test('a form that is sent off gives way to a working view, and that to the outcome', async () => {
    await world.command('ULEAD', 'add')
    const form = await lastForm()
    line.delayMs = 2_900
    const sent = submission(form, { email: 'slow@example.com', seasonIds: [season()] })
    const { json, took } = await world.interact('ULEAD', sent)
    line.delayMs = 0
    expect(took).toBeLessThan(3_000)
    expect(json).toMatchObject({ response_action: 'update', view: { title: { text: 'One moment' } } })
    await world.until(() => calls('views.update').length === 1, 20_000)
    expect(calls('views.update')[0]?.args).toMatchObject({
      view_id: form.id,
      view: expect.stringContaining('User added'),
    })
    expect(await members('slow@example.com')).toBe(1)
  })

  test('a refusal that comes late brings the form back with all that was typed, and says why', async () => {
    await world.command('ULEAD', 'add')
    const form = await lastForm()
    line.delayMs = 2_900
    const sent = submission(form, { email: 'ulead@example.com', name: 'Typed Name', seasonIds: [season()] })
    const { json } = await world.interact('ULEAD', sent)
    line.delayMs = 0
    expect(json).toMatchObject({ response_action: 'update', view: { title: { text: 'One moment' } } })
    await world.until(() => calls('views.update').length === 1, 20_000)
    const view = String(calls('views.update')[0]?.args.view)
    expect(view).toContain('Not added yet')
    expect(view).toContain('already here')
    expect(view).toContain('"initial_value":"Typed Name"')
    expect(view).toContain(season())
  })

  test('whoever has closed the working view is told the outcome in the bot’s direct messages', async () => {
    const sent = []
    for (const email of ['gone@example.com', 'ulead@example.com']) {
      await world.command('ULEAD', 'add')
      const form = await lastForm()
      world.slack.closedViews.add(form.id)
      sent.push(submission(form, { email, name: 'Gone *Home*', seasonIds: [season()] }))
    }
    line.delayMs = 2_900
    await Promise.all(sent.map((form) => world.interact('ULEAD', form)))
    line.delayMs = 0
    await world.until(() => calls('chat.postMessage').length === 2, 20_000)
    const said = calls('chat.postMessage').map(({ args }) => `${args.channel}: ${args.text}`)
    expect(said.toSorted()).toEqual([
      'ULEAD: Gone *Home* is invited to Larkspur.',
      expect.stringMatching(/^ULEAD: Nobody was added\. .*already.* Type “\/seats add” to try again\.$/),
    ])
    expect(await members('gone@example.com')).toBe(1)
  })

  test('choices that are not there in time are none', async () => {
    line.delayMs = 2_900
    const { json, took } = await world.interact('ULEAD', {
      type: 'block_suggestion',
      action_id: 'add_user.seasons',
      block_id: 'b',
      value: '',
    })
    expect(took).toBeLessThan(3_000)
    expect(json).toEqual({ options: [] })
    line.delayMs = 0
  })

  async function lastForm() {
    await world.until(() => calls('views.open').length > 0)
    const view = calls('views.open').at(-1)?.args.view ?? '{}'
    const id = world.slack.openedViews.at(-1) ?? ''
    return { id, ...(JSON.parse(view) as { private_metadata: string }) }
  }
})

describe('SLK-01 the work of /seats', () => {
  const statements = async () => {
    line.takeStatements()
    await world.command('ULEAD')
    return line.takeStatements()
  }

  test('takes the same number of statements whatever there is to count', async () => {
    const few = await statements()
    await world.data.query(
      `insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, created_at)
       select uuidv7(), $1, $2, 'm' || i, 'm' || i, 'M' || i, 'seasonal', 'member', now(), now()
       from generate_series(1, 2000) i`,
      [world.account.organizationId, world.account.accountId],
    )
    expect(await statements()).toBe(few)
    expect(few).toBeLessThanOrEqual(12)
  })
})
