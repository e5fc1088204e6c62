import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSlackConsole } from './index.ts'
import type { SlackConsole } from './index.ts'
import { startExampleBot } from './testing/example-bot.ts'
import { freePort } from './testing/free-port.ts'
import { app } from './workspace/cast.ts'

const lead = 'U0LEAD0001'
const secondLead = 'U0LEAD0002'
const secret = 'a secret of this test'

let slack: SlackConsole
let bot: Awaited<ReturnType<typeof startExampleBot>>
let pages: ReturnType<typeof serve>
let base = ''

beforeAll(async () => {
  const botPort = await freePort()
  slack = await startSlackConsole({
    eventsUrl: `http://127.0.0.1:${botPort}/slack/events`,
    signingSecret: secret,
    apiPort: 0,
  })
  bot = await startExampleBot({ signingSecret: secret, apiUrl: slack.apiUrl, port: botPort })
  const mounted = new Hono().route('/slack', slack.pages)
  await new Promise<void>((resolve) => {
    pages = serve({ fetch: mounted.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      base = `http://127.0.0.1:${port}`
      resolve()
    })
  })
})
afterAll(async () => {
  pages.close()
  await bot.close()
  await slack.close()
})
beforeEach(() => {
  bot.heard.length = 0
})

/** Someone at a browser without scripts. */
function as(person: string, place = 'C0CUSTCARE') {
  const here = `${base}/slack/as/${person}/in/${place}`
  const read = async (response: Response) => (await response.text()).replaceAll(/\s+/g, ' ')
  const send = async (path: string, fields: readonly (readonly [string, string])[], origin = base) =>
    read(
      await fetch(`${here}${path}`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])),
      }),
    )
  const openView = (page: string) => /\/views\/(V[A-Z0-9]+)/.exec(page)?.[1] ?? 'none'
  return {
    page: async () => read(await fetch(here)),
    type: (line: string) => send('/line', [['line', line]]),
    send,
    press: async (press: string) => {
      const messages = [...(await read(await fetch(here))).matchAll(/\/messages\/(m\d+)/g)]
      return send(`/messages/${messages.at(-1)?.[1]}`, [['press', press]])
    },
    modal: async (...fields: readonly (readonly [string, string])[]) =>
      send(`/views/${openView(await read(await fetch(here)))}`, fields),
    directMessages: async () => {
      const page = await read(await fetch(here))
      const channel = /\/in\/(D[A-Z0-9]+)/.exec(page)?.[1]
      return as(person, channel)
    },
  }
}

const submit = ['act', 'submit'] as const
const filled = [
  ['v/email/value', 'ada@example.com'],
  ['v/name/value', 'Ada'],
  ['v/seasons/seasons', 'launch'],
  ['v/type/type', 'seasonal'],
  ['v/set/value', 'agent'],
] as const

describe('SLK-09 commands', () => {
  test('the answer’s blocks appear, only for whoever asked', async () => {
    const page = await as(lead).type('/seats')
    expect(page).toContain('Only visible to you')
    expect(page).toContain('Seats of Larkspur Outfitters')
    expect(await as(secondLead).page()).not.toContain('Seats of Larkspur Outfitters')
  })

  test('what is shared appears for everybody in the channel and nowhere else', async () => {
    await as(lead, 'C0TEAMLEAD').type('/seats share')
    const seen = await as(secondLead, 'C0TEAMLEAD').page()
    expect(seen).toContain('Seats of Larkspur Outfitters')
    expect(seen).not.toContain('Only visible to you')
    expect(await as(lead, 'C0SUPPLIER').page()).not.toContain('Seats of Larkspur Outfitters')
  })

  test('an answer at the response address comes after the acknowledgement', async () => {
    const page = await as(lead, 'C0SUPPLIER').type('/seats later')
    expect(page.indexOf('One moment …')).toBeGreaterThan(-1)
    expect(page.indexOf('Here it is.')).toBeGreaterThan(page.indexOf('One moment …'))
  })

  test('what is no command is answered by the console itself', async () => {
    expect(await as(lead).type('hello')).toContain('Commands begin with a slash')
    expect(await as(lead).type('/unknown')).toContain('is not a command of any app')
  })

  test('an answer that Slack would not show is not shown', async () => {
    const page = await as(lead).type('/seats broken')
    expect(page).toContain('Slack would not show this answer')
    expect(page).toContain('json-pointer:/blocks/0/text/text')
  })

  test('an app that takes longer than 3 seconds has failed', async () => {
    expect(await as(lead).type('/seats silence')).toContain('did not acknowledge within 3 seconds')
  }, 10_000)
})

describe('SLK-09 modals', () => {
  test('a form opens with its fields and the choices that the app offers', async () => {
    const page = await as(lead).type('/seats add')
    expect(page).toContain('<dialog open')
    expect(page).toContain('Add a seasonal user')
    expect(page).toContain('3 choices found.')
    expect(await as(secondLead).page()).not.toContain('<dialog')
    await as(lead).modal(['act', 'close'])
    expect(bot.heard).toEqual(['closed'])
    expect(await as(lead).page()).not.toContain('<dialog')
  })

  test('required fields are asked for before the app hears of it, and nothing typed is lost', async () => {
    await as(lead).type('/seats add')
    const page = await as(lead).modal(submit, ['v/name/value', 'Ada'])
    expect(page).toContain('3 fields need another look')
    expect(page).toContain('value="Ada"')
    expect(bot.heard).toEqual([])
  })

  test('an error of the app stands at its field; put right, the form goes through and the app writes to them', async () => {
    await as(lead).type('/seats add')
    const refused = await as(lead).modal(submit, ...filled.slice(1), ['v/email/value', 'taken@example.com'])
    expect(refused).toContain('One field needs another look')
    expect(refused).toContain('value="taken@example.com"')
    const done = await as(lead).modal(submit, ...filled)
    expect(done).not.toContain('<dialog')
    expect(bot.heard.at(-1)).toMatchObject({
      email: { value: { type: 'email_text_input', value: 'ada@example.com' } },
      seasons: {
        seasons: {
          type: 'multi_external_select',
          selected_options: [{ text: { type: 'plain_text', text: 'Launch' }, value: 'launch' }],
        },
      },
      type: { type: { selected_option: { value: 'seasonal' } } },
      start: { value: { type: 'datepicker', selected_date: null } },
      mail: { value: { selected_options: [] } },
    })
    const direct = await as(lead).directMessages()
    expect(await direct.page()).toContain('ada@example.com was invited.')
    expect(await (await as(secondLead).directMessages()).page()).not.toContain('was invited')
  })

  test('choices are looked up while typing, and those made stay', async () => {
    await as(lead).type('/seats add')
    const page = await as(lead).modal(
      ['look-up', 'seasons/seasons'],
      ['q/v/seasons/seasons', 'hol'],
      ['v/seasons/seasons', 'launch'],
    )
    expect(page).toContain('1 choice found.')
    expect(page).toMatch(/value="launch" checked/)
    expect(page).toContain('value="holiday"')
    expect(page).not.toContain('value="current"')
    await as(lead).modal(['act', 'close'])
  })

  test('a choice outside an input block tells the app at once, which changes the view around what is filled in', async () => {
    await as(lead).type('/seats add')
    const page = await as(lead).modal(['press', 'type/type'], ...filled)
    expect(page).toContain('Add a collaborator')
    expect(page).toContain('value="ada@example.com"')
    await as(lead).modal(['act', 'close'])
  })

  test('a second view lies on the first, which is there again when it is closed', async () => {
    await as(lead).type('/seats add')
    const above = await as(lead).modal(['press', 'buttons/more'], ...filled)
    expect(above).toContain('A contracted window')
    expect(above).toContain('Step 2 of this form')
    const below = await as(lead).modal(['act', 'close'])
    expect(below).toContain('Add a seasonal user')
    expect(below).toContain('value="ada@example.com"')
    await as(lead).modal(['act', 'close'])
  })

  test('two people fill in their own forms at the same time', async () => {
    await Promise.all([as(lead).type('/seats add'), as(secondLead).type('/seats add')])
    await as(lead).modal(submit, ['v/name/value', 'Mine'])
    const other = await as(secondLead).page()
    expect(other).toContain('<dialog')
    expect(other).not.toContain('value="Mine"')
    await as(lead).modal(['act', 'close'])
    await as(secondLead).modal(['act', 'close'])
  })

  test('a shortcut opens the form too', async () => {
    const page = await as(lead).send('/shortcut', [['callback', 'add_seasonal_user']])
    expect(page).toContain('<dialog open')
    await as(lead).modal(['act', 'close'])
  })
})

describe('SLK-09 buttons', () => {
  test('a press replaces the message where the app says so', async () => {
    const here = as(lead, 'C0SUPPLIER')
    await here.type('/seats')
    const page = await here.press('block-6/approve')
    expect(page).toContain('Approved.')
    expect(page).toContain('(edited)')
    expect(page).not.toContain('Seats of Larkspur Outfitters')
  })

  test('a press that wants confirming is asked about first', async () => {
    const here = as(lead, 'C0SUPPLIER')
    await here.type('/seats')
    const asked = await here.press('block-6/decline')
    expect(asked).toContain('Decline?')
    expect(asked).toContain('name="press" value="block-6/decline"')
    expect(asked).toContain('name="confirmed"')
  })
})

describe('SLK-09 the Web API', () => {
  const call = async (method: string, args: object, token: string = app.botToken) =>
    (await (
      await fetch(slack.apiUrl + method, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(args),
      })
    ).json()) as Record<string, unknown>

  test.each([
    [
      'a lead',
      lead,
      { is_restricted: false, is_stranger: false, is_email_confirmed: true, tz: 'America/New_York' },
    ],
    ['a guest', 'U0GUEST001', { is_restricted: true }],
    ['a stranger', 'U0STRANGE1', { is_stranger: true, team_id: 'T0HARBOR01' }],
    ['an unconfirmed address', 'U0UNCONF01', { is_email_confirmed: false }],
  ])('says what there is to know of %s', async (_, user, expected) => {
    const answer = await call('users.info', { user })
    expect(answer).toMatchObject({
      ok: true,
      user: { id: user, profile: { email: expect.any(String) }, ...expected },
    })
  })

  test('refuses what Slack refuses', async () => {
    expect(await call('users.info', { user: lead }, 'xoxb-another')).toMatchObject({ error: 'invalid_auth' })
    expect(await call('no.such', {})).toMatchObject({ error: 'unknown_method' })
    expect(await call('conversations.list', {})).toMatchObject({ error: 'missing_scope' })
    expect(await call('views.open', { trigger_id: 'x', view: {} })).toMatchObject({
      error: 'invalid_arguments',
    })
    expect(await call('views.update', { view_id: 'VGONE', view: {} })).toMatchObject({ error: 'not_found' })
    expect(
      await call('chat.postMessage', { channel: lead, text: 'x', blocks: [{ type: 'x' }] }),
    ).toMatchObject({
      error: 'invalid_blocks',
    })
  })

  test('knows no response address that it has not made', async () => {
    const url = slack.apiUrl.replace('/api/', '/respond/none')
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(404)
    expect((await fetch(url, { method: 'POST', body: 'null' })).status).toBe(400)
  })
})

test('SLK-09 the app’s Home tab shows what the app has published', async () => {
  expect(await as(lead, 'home').page()).toContain('Seats of Larkspur Outfitters')
})

test('SLK-09 everything that went over the wire can be read, without the token', async () => {
  await as(lead).type('/seats')
  const wire = await (await fetch(`${base}/slack/wire`)).text()
  expect(wire).toContain('acknowledged')
  expect(wire).not.toContain(app.botToken)
})

test('SLK-09 a page elsewhere on the web cannot act here', async () => {
  expect(await as(lead).send('/line', [['line', '/seats share']], 'https://elsewhere.example')).toContain(
    'Forbidden',
  )
})

test('SLK-09 a wrong secret is refused by the app, and the console says so', async () => {
  const other = await startSlackConsole({ eventsUrl: bot.url, signingSecret: 'another', apiPort: 0 })
  const response = await other.pages.request(`/as/${lead}/in/C0CUSTCARE/line`, {
    method: 'POST',
    headers: { origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'line=/seats',
  })
  expect(response.status).toBe(303)
  const page = await (await other.pages.request(`/as/${lead}/in/C0CUSTCARE`)).text()
  expect(page).toContain('status 401')
  await other.close()
})
