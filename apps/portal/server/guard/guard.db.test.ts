import { randomUUID } from 'node:crypto'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'

let portal: RunningPortal
beforeAll(async () => {
  portal = await runPortal()
})
afterAll(() => portal.close())

const status = async (request: Parameters<ReturnType<RunningPortal['visitor']>['send']>[0]) =>
  (await portal.visitor().send(request)).status

/** What no HTTP client would send. */
function raw(text: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const { hostname, port } = new URL(portal.origin)
  const socket = net.connect(Number(port), hostname, () => socket.end(text))
  let said = ''
  socket.on('data', (chunk) => (said += String(chunk)))
  socket.on('end', () => resolve(said.split('\r\n', 1)[0] ?? ''))
  socket.on('error', reject)
  return promise
}

describe('hosts', () => {
  test.each(['evil.example', ':::', '[', '%00', 'localhost:99999', ''])(
    'the host %j is not served: 400',
    async (host) => {
      expect(await raw(`GET /sign-in HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toBe(
        'HTTP/1.1 400 Bad Request',
      )
    },
  )

  test('forwarded headers of a stranger are not believed', async () => {
    const answer = await portal.visitor().get('/my-access', {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'host=evil.example',
    })
    expect(answer.status).toBe(302)
    expect(answer.headers.location).toBe('/sign-in?to=%2Fmy-access')
    expect(JSON.stringify(answer)).not.toContain('evil.example')
  })

  test('ECO-07 probes are answered whatever the host', async () => {
    expect(await status({ method: 'GET', path: '/healthz', headers: { Host: '10.0.0.7' } })).toBe(200)
    expect(await status({ method: 'GET', path: '/readyz', headers: { Host: '10.0.0.7' } })).toBe(200)
  })
})

describe('addresses', () => {
  test.each([
    '/%zz',
    '/%',
    '/a%00b',
    '/sign-in?q=%00',
    '/?q=%ff',
    '/a%0d%0aSet-Cookie:x',
    '//evil.example/x',
    '/\\evil.example',
  ])('the address %j can’t be read: 400', async (path) => {
    expect(
      await raw(`GET ${path} HTTP/1.1\r\nHost: ${new URL(portal.origin).host}\r\nConnection: close\r\n\r\n`),
    ).toBe('HTTP/1.1 400 Bad Request')
  })

  test('an absolute address of another host is refused', async () => {
    expect(
      await raw(
        `GET http://evil.example/ HTTP/1.1\r\nHost: ${new URL(portal.origin).host}\r\nConnection: close\r\n\r\n`,
      ),
    ).toBe('HTTP/1.1 400 Bad Request')
  })

  test('an address without end is refused: 414', async () => {
    expect(await status({ method: 'GET', path: `/sign-in?q=${'a'.repeat(9_000)}` })).toBe(414)
  })

  test('USER-13 the framework may ask for the routes behind a hundred links at once', async () => {
    const links = Array.from({ length: 100 }, () => `p=%2Fsettings%2Fseasons%2F${randomUUID()}`)
    expect(await status({ method: 'GET', path: `/__manifest?${links.join('&')}&version=x` })).not.toBe(414)
  })

  test('a browser that asks for an icon by itself is led to it', async () => {
    const { status, headers } = await portal.visitor().get('/favicon.ico')
    expect([status, headers['location']]).toEqual([301, '/favicon.svg'])
  })

  test('what exists nowhere is 404, in the frame', async () => {
    const answer = await portal.visitor().get('/nowhere/at/all')
    expect(answer.status).toBe(404)
    expect(answer.text).toContain('There is nothing at this address')
  })

  test.each([
    '/assets/../../server/index.js',
    '/assets/..%2f..%2fserver%2findex.js',
    '/.vite/manifest.json',
    '/.env',
  ])('no file outside what browsers need is given away: %s', async (path) => {
    expect(await status({ method: 'GET', path })).toBe(404)
  })
})

describe('origins', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const post = (headers: Record<string, string>) =>
    status({ method: 'POST', path: '/sign-in', body: 'a=b', headers: { ...form, ...headers } })

  test.each([
    ['no origin at all', {}],
    ['another site', { Origin: 'https://evil.example' }],
    ['null', { Origin: 'null' }],
    ['not an origin', { Origin: ':::' }],
    ['another port of this host', { Origin: 'http://127.0.0.1:1' }],
  ])('a form sent by %s is refused: 403', async (_who, headers) => {
    expect(await post(headers)).toBe(403)
  })

  test('a form from another site is refused even with a forged origin: 403', async () => {
    expect(await post({ Origin: portal.origin, 'Sec-Fetch-Site': 'cross-site' })).toBe(403)
    expect(await post({ Origin: portal.origin, 'Sec-Fetch-Site': 'same-site' })).toBe(403)
  })

  test('a form without the page’s token is refused: 403', async () => {
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    for (const csrf of ['', 'x', 'a.b', '..', 'AAAA.AAAA']) {
      const answer = await visitor.post('/sign-in', { email: 'a@example.com', password: 'x', csrf })
      expect(answer.status).toBe(403)
      expect(answer.text).toContain('Please open that page again')
    }
  })

  test('the token of one browser is worth nothing in another: 403', async () => {
    const [mine, theirs] = [portal.visitor(), portal.visitor()]
    const page = await mine.get('/sign-in')
    await theirs.get('/sign-in')
    const csrf = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    expect(csrf).not.toBe('')
    expect((await theirs.post('/sign-in', { email: 'a@example.com', password: 'x', csrf })).status).toBe(403)
  })

  test('another site’s scripts and images read nothing; its links do', async () => {
    const visitor = portal.visitor()
    expect(
      (await visitor.get('/sign-in', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' })).status,
    ).toBe(403)
    expect(
      (await visitor.get('/sign-in', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }))
        .status,
    ).toBe(200)
  })
})

describe('bodies', () => {
  const from = (type: string, body: string | Buffer, more: Record<string, string> = {}) =>
    status({
      method: 'POST',
      path: '/sign-in',
      body,
      headers: { Origin: portal.origin, ...(type && { 'Content-Type': type }), ...more },
    })

  test.each([
    ['broken JSON', 'application/json', '{"a":', 415],
    ['JSON null', 'application/json', 'null', 415],
    ['plain text', 'text/plain', 'a=b', 415],
    ['no type', '', 'a=b', 415],
    ['a broken multipart form', 'multipart/form-data; boundary=x', 'garbage', 400],
    ['a multipart form without a boundary', 'multipart/form-data', 'garbage', 400],
    ['a huge form', 'application/x-www-form-urlencoded', 'a'.repeat(70_000), 413],
    ['a form with nothing in it', 'application/x-www-form-urlencoded', '&&&=&', 403],
  ])('%s: 4xx', async (_what, type, body, expected) => {
    expect(await from(type, body)).toBe(expected)
  })

  test('a packed body is not unpacked: 415', async () => {
    expect(await from('application/x-www-form-urlencoded', 'a=b', { 'Content-Encoding': 'gzip' })).toBe(415)
  })

  test('a huge body without a length is cut off: 413', async () => {
    expect(
      await from('application/x-www-form-urlencoded', 'a'.repeat(200_000), {
        'Transfer-Encoding': 'chunked',
      }),
    ).toBe(413)
  })

  test.each([
    ['a form that another carries, of 200 kB', 200_000, 403],
    ['one beyond', 270_000, 413],
  ])('at the sign-in after a session’s end, %s', async (_what, bytes, expected) => {
    const { status: answered } = await portal.visitor().send({
      method: 'POST',
      path: '/sign-in-again',
      body: `kept=${'a'.repeat(bytes)}`,
      headers: { Origin: portal.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    expect(answered).toBe(expected)
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s does nothing here: 405', async (method) => {
    expect(await status({ method, path: '/sign-in', headers: { Origin: portal.origin } })).toBe(405)
  })

  test('names of fields that mean something to JavaScript mean nothing', async () => {
    const visitor = portal.visitor()
    await visitor.get('/sign-in')
    const answer = await visitor.post('/sign-in', {
      '__proto__[admin]': '1',
      'constructor.prototype.admin': '1',
      'email[0][x]': 'y',
      'a[999999999]': 'z',
    })
    expect(answer.status).toBe(422)
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })
})

describe('refusals of what a page’s script asks for', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const post = (path: string, body: string, headers: Record<string, string>) =>
    portal.visitor().send({ method: 'POST', path, body, headers: { ...form, ...headers } })

  test.each([
    ['another site', 403, 'This did not come from our own page', 'a=b', { Origin: 'https://evil.example' }],
    ['a huge form', 413, 'That is too much at once', 'a'.repeat(70_000), {}],
    ['a packed form', 415, 'That form could not be read', 'a=b', { 'Content-Encoding': 'gzip' }],
  ] as const)('%s: %i, in the words of the guard, as data', async (_what, status, title, body, more) => {
    for (const path of ['/sign-in.data', '/settings/users/new.data', '/sign-out.data', '/nowhere.data']) {
      const answer = await post(path, body, { Origin: portal.origin, ...more })
      expect([path, answer.status]).toEqual([path, status])
      expect(answer.headers['content-type']).toContain('text/x-script')
      expect(answer.headers['cache-control']).toContain('no-store')
      expect(answer.headers['set-cookie']).toBeUndefined()
      expect(answer.text).toContain(title)
      expect(answer.text).not.toContain('<html')
    }
  })

  test('an endless address: 414, as data', async () => {
    const answer = await portal.visitor().get(`/settings/users.data?q=${'a'.repeat(9_000)}`)
    expect(answer.status).toBe(414)
    expect(answer.text).toContain('That address is too long')
    expect(answer.headers['set-cookie']).toBeUndefined()
  })
})

describe('headers', () => {
  test('every page carries the policy, whatever its status', async () => {
    for (const path of ['/sign-in', '/nowhere', '/%zz']) {
      const { headers } = await portal.visitor().get(path)
      expect(headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self' 'nonce-[^']+'/)
      expect(headers['content-security-policy']).not.toContain('unsafe')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['referrer-policy']).toBe('same-origin')
      expect(headers['x-frame-options']).toBe('DENY')
      expect(headers['x-powered-by']).toBeUndefined()
      expect(headers['cache-control']).toContain('no-store')
      expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
    }
  })

  test('every script on a page bears the request’s nonce, and none is used twice', async () => {
    const pages = await Promise.all([portal.visitor().get('/sign-in'), portal.visitor().get('/sign-in')])
    const nonces = pages.map(({ headers, text }) => {
      const nonce = /'nonce-([^']+)'/.exec(headers['content-security-policy'] as string)?.[1]
      const scripts = text.match(/<script\b[^>]*>/g) ?? []
      expect(scripts.length).toBeGreaterThan(0)
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`)
      expect(text).not.toMatch(/\sstyle="|\son\w+="/)
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
  })

  test('built files are kept for good', async () => {
    const { text } = await portal.visitor().get('/sign-in')
    const asset = /\/assets\/[^"]+\.js/.exec(text)?.[0] ?? ''
    const { status, headers } = await portal.visitor().get(asset)
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test('cookies are for this host alone, out of reach of scripts', async () => {
    const { headers } = await portal.visitor().get('/sign-in')
    for (const cookie of headers['set-cookie'] ?? []) {
      expect(cookie).toMatch(/^__Host-[\w-]+=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/)
    }
    expect(headers['set-cookie']).toHaveLength(1)
  })
})
