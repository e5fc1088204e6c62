import { randomUUID } from 'node:crypto'
import { type Instant, MS_PER_DAY } from '@seatkeeper/rules'
import { added, buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningApi, runApi } from '../../test/running-api.ts'
import { decisionResponse, decisionsResponse, problem, signInsResponse } from './schemas.ts'

let api: RunningApi
let account: TestAccount
let key: string
let seasonal: { readonly memberId: string; readonly email: string }
const T = Date.UTC(2026, 5, 10, 8) as Instant
const midnight = (days: number) => (Date.UTC(2026, 5, 10) + days * MS_PER_DAY) as Instant

beforeAll(async () => {
  api = await runApi()
  account = await buildAccount(api.db.url, {
    name: 'Larkspur Outfitters',
    seasons: [{ name: 'Summer', from: 2, to: 10, seats: 20 }],
  })
  key = await api.key(account, 'access.evaluate', 'sign-ins.report')
  seasonal = await added(api.db.database, account, { seasonIds: [account.seasons[0]!.id] })
})
afterAll(() => api.close())
beforeEach(() => {
  api.clock.business = T
  api.clock.wall = T
  api.clock.stored = null
})

interface Sent {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string | undefined
}

async function send(path: string, { method = 'POST', headers = {}, body }: Sent) {
  const answer = await fetch(`${api.origin}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, json: text ? JSON.parse(text) : null }
}
const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  send(path, { body: JSON.stringify(body), ...(headers && { headers }) })

const user = (id: string) => ({ type: 'user', id })
const asking = (id: string, more: object = {}) => ({
  subject: user(id),
  action: { name: 'sign-in' },
  resource: { type: 'organization', id: account.organizationId },
  ...more,
})
const ask = async (id: string, more: object = {}) => {
  const answer = await post('/access/v1/evaluation', asking(id, more))
  expect(answer.status).toBe(200)
  return { ...decisionResponse.parse(answer.json), kept: answer.headers.get('cache-control') }
}

describe('POST /access/v1/evaluation', () => {
  test('ACC-03 ACC-01 the answer changes with the window, to the millisecond, and says when it will', async () => {
    const life: [Instant, boolean, string, string | null][] = [
      [midnight(0), false, 'not-yet-open', '2026-06-12T00:00:00.000Z'],
      [(midnight(2) - 1) as Instant, false, 'not-yet-open', '2026-06-12T00:00:00.000Z'],
      [midnight(2), true, 'allowed', '2026-06-21T00:00:00.000Z'],
      [(midnight(11) - 1) as Instant, true, 'allowed', '2026-06-21T00:00:00.000Z'],
      [midnight(11), false, 'closed', null],
    ]
    await api.db.query('update member set joined_at = invited_at where id = $1', [seasonal.memberId])
    for (const [now, decision, reason, next] of life) {
      api.clock.business = now
      const answer = await ask(seasonal.email)
      expect(answer).toMatchObject({
        decision,
        context: {
          reason,
          next_change: next,
          next_change_ms: next === null ? null : Date.parse(next),
          evaluated_at: new Date(now).toISOString(),
          member_id: seasonal.memberId,
        },
      })
    }
  })

  test('ACC-03 how long an answer may be kept never reaches beyond its next change', async () => {
    for (const [before, kept] of [
      [60_000, 5],
      [4_999, 4],
      [999, 0],
      [-1, 30],
    ] as const) {
      api.clock.business = (midnight(2) - before) as Instant
      expect((await ask(seasonal.email)).kept).toBe(`private, max-age=${kept}`)
    }
    api.clock.business = (midnight(11) - 1) as Instant
    expect((await ask(seasonal.email)).kept).toBe('private, max-age=0')
  })

  test('OPS-04 a demo’s clock that was moved elsewhere is learnt before the answer', async () => {
    api.clock.stored = midnight(2)
    expect((await ask(seasonal.email)).context.evaluated_at).toBe('2026-06-12T00:00:00.000Z')
  })

  test('CAL-02 the sentence gives the person’s own time beside UTC when their zone is said', async () => {
    const { sentence } = (await ask(seasonal.email, { context: { time_zone: 'America/New_York' } })).context
    expect(sentence).toContain('12 Jun 2026, 00:00 UTC')
    expect(sentence).toContain('11 Jun 2026, 20:00')
    const { context } = await ask(seasonal.email, { context: { time_zone: 'Mars/Olympus', ip: '::1' } })
    expect(context.sentence).not.toContain('20:00')
  })

  test.for<[string, (mine: TestAccount, theirs: TestAccount) => object, string]>([
    ['nobody', () => asking('nobody@example.com'), 'unknown-user'],
    ['somebody of another organization', (_, theirs) => asking(theirs.ownerEmail), 'unknown-user'],
    ['their identity', (_, theirs) => asking(theirs.owner.memberId), 'unknown-user'],
    ['no address', () => asking('\u0000'), 'unknown-user'],
    ['no user', () => asking(account.ownerEmail, { subject: { type: 'robot', id: 'r2' } }), 'unknown-user'],
    [
      'another organization',
      (mine, theirs) =>
        asking(mine.ownerEmail, { resource: { type: 'organization', id: theirs.organizationId } }),
      'unknown-resource',
    ],
    [
      'another kind of thing',
      (mine) => asking(mine.ownerEmail, { resource: { type: 'document', id: mine.organizationId } }),
      'unknown-resource',
    ],
    ['another action', (mine) => asking(mine.ownerEmail, { action: { name: 'read' } }), 'unknown-action'],
  ])('ACC-03 closed by default: %s', async ([, question, reason]) => {
    const theirs = await buildAccount(api.db.url, { name: 'Fernhill Bank' })
    const answer = await post('/access/v1/evaluation', question(account, theirs))
    expect(answer.json).toMatchObject({ decision: false, context: { reason, next_change: null } })
    expect(answer.json.context).not.toHaveProperty('member_id')
    expect(answer.text).not.toContain('Fernhill')
  })
})

describe('POST /access/v1/evaluations', () => {
  const list = async (body: object) => {
    const answer = await post('/access/v1/evaluations', body)
    expect(answer.status).toBe(200)
    return decisionsResponse.parse(answer.json).evaluations.map(({ context }) => context.reason)
  }

  test('ECO-03 defaults, and each question may say otherwise; what is missing is told at its place', async () => {
    const body = {
      action: { name: 'sign-in' },
      resource: { type: 'organization', id: account.organizationId },
      evaluations: [
        { subject: user(account.ownerEmail) },
        { subject: user('nobody@example.com') },
        { subject: user(account.ownerEmail), action: { name: 'read' } },
        {},
      ],
    }
    expect(await list(body)).toEqual(['allowed', 'unknown-user', 'unknown-action', 'incomplete'])
  })

  test.each([
    ['execute_all', ['allowed', 'unknown-user', 'allowed']],
    ['deny_on_first_deny', ['allowed', 'unknown-user']],
    ['permit_on_first_permit', ['allowed']],
  ])('ECO-03 %s', async (evaluations_semantic, reasons) => {
    const people = [account.ownerEmail, 'nobody@example.com', account.owner.memberId]
    const evaluations = people.map((id) => asking(id))
    expect(await list({ evaluations, options: { evaluations_semantic } })).toEqual(reasons)
  })

  test('ECO-03 without a list it answers as the single evaluation does', async () => {
    for (const evaluations of [undefined, []]) {
      const { json } = await post('/access/v1/evaluations', { ...asking(account.ownerEmail), evaluations })
      expect(decisionResponse.parse(json).decision).toBe(true)
    }
  })

  test('ECO-03 a hundred at most', async () => {
    const many = (n: number) => ({ evaluations: Array.from({ length: n }, () => asking(account.ownerEmail)) })
    expect(new Set(await list(many(100)))).toEqual(new Set(['allowed']))
    expect((await post('/access/v1/evaluations', many(101))).status).toBe(400)
  })
})

describe('POST /access/v1/sign-ins', () => {
  test('ACC-06 a completed sign-in makes the user active, and they may come in from then on', async () => {
    const person = await added(api.db.database, account)
    expect(await ask(person.email)).toMatchObject({ decision: false, context: { reason: 'not-signed-up' } })
    const sign_ins = [
      { subject: user(person.email), at: '2026-06-10T10:00:00+02:00' },
      { subject: user(person.email) },
      { subject: user(seasonal.email) },
      { subject: user('nobody@example.com') },
      { subject: { type: 'robot', id: person.memberId } },
    ]
    const { status, json } = await post('/access/v1/sign-ins', { sign_ins })
    expect(status).toBe(200)
    const lines = signInsResponse.parse(json).sign_ins
    expect(lines.map(({ counted, reason }) => [counted, reason])).toEqual([
      [true, 'first-sign-in'],
      [true, 'counted'],
      [false, 'not-yet-open'],
      [false, 'unknown-user'],
      [false, 'unknown-user'],
    ])
    expect(lines[2]!.sentence).toMatch(/^Not counted\. Summer is not open yet/)
    expect(await ask(person.email)).toMatchObject({ decision: true })
  })

  test.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '1969-12-31T23:59:59.999Z'])(
    'ACC-06 a sign-in from before there were users (%s) is nobody’s, and the others count',
    async (at) => {
      const person = await added(api.db.database, account)
      const { status, json } = await post('/access/v1/sign-ins', {
        sign_ins: [{ subject: user(seasonal.email), at }, { subject: user(person.email) }],
      })
      expect(status).toBe(200)
      expect(signInsResponse.parse(json).sign_ins.map(({ reason }) => reason)).toEqual([
        'unknown-user',
        'first-sign-in',
      ])
    },
  )

  test('ACC-06 clocks may differ by a minute; what is further ahead is refused with the time here', async () => {
    const at = (ms: number) => new Date(T + ms).toISOString()
    const report = (ms: number) =>
      post('/access/v1/sign-ins', { sign_ins: [{ subject: user(account.ownerEmail), at: at(ms) }] })
    expect((await report(60_000)).json.sign_ins[0]).toMatchObject({ counted: true })
    const [owner] = await api.db.query<{ at: Date }>(
      'select last_signed_in_at as at from member where id = $1',
      [account.owner.memberId],
    )
    expect(owner!.at.getTime()).toBe(T)
    const refused = await report(60_001)
    expect(refused.status).toBe(400)
    expect(refused.json.errors).toEqual([{ pointer: '/sign_ins/0/at', message: `It is ${at(0)} here.` }])
  })
})

const paths = ['/access/v1/evaluation', '/access/v1/evaluations', '/access/v1/sign-ins']

describe('what a request can have wrong', () => {
  const senseless: [string, Sent, number][] = [
    ['no key', { headers: { Authorization: '' } }, 401],
    ['another scheme', { headers: { Authorization: 'Basic YTpi' } }, 401],
    ['no key of ours', { headers: { Authorization: 'Bearer hello' } }, 401],
    ['a key that nobody made', { headers: { Authorization: `Bearer seat_${'0'.repeat(64)}` } }, 401],
    ['a form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=b' }, 415],
    ['text', { headers: { 'Content-Type': 'text/plain' }, body: '{}' }, 415],
    ['no body', {}, 400],
    ['half a body', { body: '{"subject":' }, 400],
    ['null', { body: 'null' }, 400],
    ['a string', { body: '"hello"' }, 400],
    ['an array', { body: '[]' }, 400],
    ['numbers for texts', { body: '{"subject":1,"evaluations":2,"sign_ins":3}' }, 400],
    ['too much', { body: `"${'x'.repeat(300_000)}"` }, 413],
    ['a packed body', { headers: { 'Content-Encoding': 'gzip' }, body: '{}' }, 415],
    [
      'an alphabet of old',
      { headers: { 'Content-Type': 'application/json; charset=klingon' }, body: '{}' },
      415,
    ],
    ['deep nesting', { body: `{"subject":${'['.repeat(50_000)}${']'.repeat(50_000)}}` }, 400],
    ['another method', { method: 'DELETE' }, 405],
  ]
  test.each(paths.flatMap((path) => senseless.map(([what, sent, status]) => ({ path, what, sent, status }))))(
    'ECO-01 $path: $what is $status',
    async ({ path, sent, status }) => {
      // A well-made body where the fault is elsewhere.
      const body = path.endsWith('sign-ins')
        ? { sign_ins: [{ subject: user(account.ownerEmail) }] }
        : asking(account.ownerEmail)
      const whole = status === 401 ? { ...sent, body: JSON.stringify(body) } : sent
      const answer = await send(path, whole)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(problem.parse(answer.json)).toMatchObject({ status })
      expect(answer.headers.get('www-authenticate') !== null).toBe(status === 401)
    },
  )

  test('ECO-01 a key without the scope is told which one it lacks', async () => {
    const other = await api.key(account, 'usage.write')
    const headers = { Authorization: `Bearer ${other}` }
    for (const path of paths) {
      const body = path.endsWith('sign-ins')
        ? { sign_ins: [{ subject: user(account.ownerEmail) }] }
        : asking(account.ownerEmail)
      const answer = await post(path, body, headers)
      expect([path, answer.status]).toEqual([path, 403])
      expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope')
    }
  })

  test('ECO-01 a body that is not as described is told where', async () => {
    const answer = await post('/access/v1/evaluation', asking(account.ownerEmail, { action: { name: 7 } }))
    expect(answer.json.errors).toMatchObject([{ pointer: '/action/name' }])
  })

  test('ECO-03 the caller’s own request number comes back, unless it could break a header', async () => {
    const number = async (given?: string) =>
      (
        await post('/access/v1/evaluation', {}, given === undefined ? {} : { 'X-Request-ID': given })
      ).headers.get('x-request-id')
    expect(await number('bfe9eb29-ab87-4ca3-be83-a1d5d8305716')).toBe('bfe9eb29-ab87-4ca3-be83-a1d5d8305716')
    for (const odd of [undefined, 'x'.repeat(201), 'two words']) {
      expect(await number(odd)).toMatch(/^[\da-f-]{36}$/)
    }
  })
})

describe('what the API says of itself', () => {
  test('ECO-03 where the decision point is', async () => {
    const { json } = await send('/.well-known/authzen-configuration', { method: 'GET' })
    expect(json).toEqual({
      policy_decision_point: api.origin,
      access_evaluation_endpoint: `${api.origin}/access/v1/evaluation`,
      access_evaluations_endpoint: `${api.origin}/access/v1/evaluations`,
    })
  })

  test('ECO-01 the OpenAPI document describes every address, and no others', async () => {
    const { json } = await send('/openapi.json', { method: 'GET' })
    expect(json.openapi).toBe('3.1.0')
    expect(Object.keys(json.paths)).toEqual(paths)
    for (const path of paths) {
      expect(json.paths[path].post.security).toEqual([{ apiKey: [] }])
      expect(Object.keys(json.paths[path].post.responses)).toEqual(['200', '400', '401', '403', '413', '415'])
    }
  })

  test('ECO-01 a foreign host is not served', async () => {
    const { promise, resolve } = Promise.withResolvers<number>()
    const { request } = await import('node:http')
    request(`${api.origin}/openapi.json`, { headers: { Host: `${randomUUID()}.example` } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    }).end()
    expect(await promise).toBe(400)
  })
})
