import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandBody, interactionBody, jsonBody, send, sign } from './sender.ts'
import { TEAM } from './slack.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ seasons: [{ name: 'June', from: -5, to: 10, seats: 20 }] })
  await world.person('U1', 'team-lead')
})
afterAll(() => world.close())

const seats = (fields: Readonly<Record<string, string>> = {}) =>
  commandBody({ team_id: TEAM, user_id: 'U1', trigger_id: `${Math.random()}`, ...fields })
const alive = async () =>
  expect((await world.command('U1')).json).toMatchObject({ response_type: 'ephemeral' })

describe('SLK-08 what is not Slack’s', () => {
  test.for([
    ['another secret', { secret: 'not the secret' }, 401],
    ['ten minutes old', { secondsOff: -600 }, 401],
    ['ten minutes ahead', { secondsOff: 600 }, 401],
    ['years ahead', { secondsOff: 100_000_000 }, 401],
    ['four minutes old', { secondsOff: -240 }, 200],
    ['four minutes ahead', { secondsOff: 240 }, 200],
  ] as const)('%s', async ([, options, status]) => {
    expect((await world.send(sign(seats(), options))).status).toBe(status)
  })

  test('no signature at all', async () => {
    const { status } = await world.send({ body: seats(), headers: {} })
    expect(status).toBe(401)
  })

  test('a body that was changed on the way', async () => {
    const signed = sign(seats())
    expect((await world.send({ ...signed, body: `${signed.body}&text=share` })).status).toBe(401)
  })
})

describe('SLK-08 what makes no sense gets a 4xx, and the process lives', () => {
  test.for([
    ['a signed JSON null', 'null', jsonBody],
    ['a signed JSON array', '[[]]', jsonBody],
    ['signed nothing', '', jsonBody],
    ['a payload that is null', 'payload=null', {}],
    ['a form of nothing', 'x=1', {}],
    ['an action without actions', interactionBody({ type: 'block_actions' }), {}],
    ['deep brackets', '['.repeat(100_000), jsonBody],
  ] as const)('%s', async ([, body, options]) => {
    expect((await world.send(sign(body, options))).status).toBe(400)
    await alive()
  })

  test('a body of 2 MB, announced or not', async () => {
    const body = `payload=${'x'.repeat(2_000_000)}`
    expect((await world.send(sign(body))).status).toBe(413)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(world.url, { method: 'POST' }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      // Without a length, in pieces.
      for (let i = 0; i < 20; i++) sent.write(Buffer.alloc(100_000))
      sent.end()
    })
    expect(status).toBe(413)
    await alive()
  })

  test('somebody who goes away in the middle', async () => {
    const { hostname, port } = new URL(world.url)
    const socket = connect(Number(port), hostname)
    socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf')
    await new Promise((resolve) => setTimeout(resolve, 50))
    socket.destroy()
    await alive()
  })

  test('other addresses and methods', async () => {
    const at = (path: string, method: string) => send(new URL(path, world.url).href, sign(''), method)
    expect((await at('/', 'POST')).status).toBe(404)
    expect((await at('/slack/events', 'GET')).status).toBe(405)
    expect((await at('/slack/events/', 'GET')).status).toBe(404)
    expect((await at('/healthz', 'GET')).text).toBe('ok\n')
    expect((await at('/readyz', 'GET')).text).toBe('ready\n')
  })

  test('Slack’s own probe', async () => {
    const probe = sign(JSON.stringify({ type: 'url_verification', challenge: 'abc' }), jsonBody)
    expect(await world.send(probe)).toMatchObject({ status: 200, text: 'abc' })
  })
})

describe('SLK-08 what nobody here offered', () => {
  const team = { id: TEAM, domain: 'acme' }
  const user = { id: 'U1', team_id: TEAM }
  const view = { id: 'V1', callback_id: 'of_old', team_id: TEAM, state: { values: {} } }

  test('an unknown button is told so', async () => {
    const press = {
      type: 'block_actions',
      response_url: world.slack.responseUrl,
      actions: [{ type: 'button', action_id: 'of_old', block_id: 'b' }],
    }
    expect((await world.interact('U1', press)).status).toBe(200)
    await world.until(() => world.slack.responses.some(({ text }) => String(text).includes('out of date')))
  })

  test('an unknown form is told so', async () => {
    const { json } = await world.interact('U1', { type: 'view_submission', view })
    expect(JSON.stringify(json)).toContain('out of date')
  })

  test.for([
    ['command', commandBody({ command: '/other', team_id: TEAM, user_id: 'U1' }), {}],
    [
      'shortcut',
      interactionBody({ type: 'shortcut', team, user, callback_id: 'other', trigger_id: '1' }),
      {},
    ],
    [
      'menu',
      interactionBody({ type: 'block_suggestion', team, user, action_id: 'a', block_id: 'b', value: '' }),
      {},
    ],
    ['closed form', interactionBody({ type: 'view_closed', team, user, view }), {}],
  ] as const)('an unknown %s gets a 404', async ([, body, options]) => {
    expect((await world.send(sign(body, options))).status).toBe(404)
  })

  test('an event that we did not ask for is acknowledged, so that Slack does not repeat it', async () => {
    const event = {
      type: 'event_callback',
      team_id: TEAM,
      event_id: 'Ev1',
      event: { type: 'reaction_added' },
    }
    expect((await world.send(sign(JSON.stringify(event), jsonBody))).status).toBe(200)
  })
})

describe('SLK-08 what comes twice is acted on once', () => {
  test('a replay of a command, ten at once', async () => {
    const signed = sign(seats({ text: 'share' }))
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.send(signed)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(answers.filter(({ json }) => json !== null)).toHaveLength(1)
  })
})
