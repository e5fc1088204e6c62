import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import http from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount } from '@seatkeeper/testkit/account'
import { Client } from 'pg'
import { hashPassword } from '../app/server/identity/password-hash.ts'
import { Visitor } from '../test/visitor.ts'

/**
 * USER-09, USER-10: `pnpm --filter @seatkeeper/portal exports`, after a build. The list of users and the audit log of a large organization
 * as CSV, from a portal in a process of its own; its memory by tenths of the way. `users` or `audit` alone, `--quick` for trying it,
 * PORTAL_BUILD for a build that lies elsewhere.
 */
const ROWS = process.argv.includes('--quick') ? 2_000 : 100_000
const PORT = 46_321
/** Both, unless one is named. */
const named = process.argv.filter((word) => word === 'users' || word === 'audit')
const asked = named.length > 0 ? named : ['users', 'audit']

const dataDir = join(tmpdir(), `seatkeeper-exports-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
try {
  await migrate(server.url)
  await measure()
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const password = 'seven brown kettles whistle'
  const { organizationId, accountId, owner, ownerEmail } = await buildAccount(server.url, {
    now: Date.now() as Instant,
    passwordHash: await hashPassword(password),
  })
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(
    `insert into member (id, organization_id, account_id, email, email_key, name, type, role, invited_at, joined_at, created_at)
     select uuidv7(), $1, $2, mail, mail, 'User ' || n, 'full-time', 'member', now(), now(), now()
     from generate_series(1, $3::int) n cross join lateral (select 'user' || n || '@example.com' as mail) m`,
    [organizationId, accountId, ROWS],
  )
  await client.query(
    `insert into audit (organization_id, account_id, at, actor_kind, actor_id, channel, action, subject_id, before, after)
     select organization_id, account_id, now() - interval '1 second' * row_number() over (), 'member', $2, 'portal', 'user.edited', id,
       jsonb_build_object('name', 'Before'), jsonb_build_object('name', name)
     from member where organization_id = $1`,
    [organizationId, owner.memberId],
  )
  await client.query('vacuum analyze')
  await client.end()
  const origin = `http://localhost:${PORT}`
  const child = fork(join(import.meta.dirname, 'portal-server.ts'), {
    execArgv: ['--expose-gc'],
    env: {
      ...process.env,
      DATABASE_URL: server.url,
      APP_SECRET: 'a secret of the bench, long enough to be one',
      PORTAL_URL: origin,
      LOG_LEVEL: 'silent',
      STRIPE_SECRET_KEY: 'sk_test_of_the_bench',
      STRIPE_WEBHOOK_SECRET: 'whsec_of_the_bench',
      STRIPE_API_URL: 'http://127.0.0.1:9',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  try {
    await once(child, 'message')
    const visitor = new Visitor(origin)
    await visitor.fill('/sign-in', { email: ownerEmail, password, to: '/' })
    const memory = async () => {
      child.send('memory')
      const [{ rss, heapUsed }] = (await once(child, 'message')) as [{ rss: number; heapUsed: number }]
      return { rss: Math.round(rss / 2 ** 20), heap: Math.round(heapUsed / 2 ** 20) }
    }
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const path of asked.map((list) => `/settings/${list}/export`)) {
      const before = await memory()
      const began = performance.now()
      const seen: { rss: number; heap: number }[] = []
      let [lines, bytes, first] = [0, 0, 0]
      const request = http.request({
        host: '127.0.0.1',
        port: PORT,
        path,
        headers: { Cookie: cookie, Host: `localhost:${PORT}` },
      })
      request.end()
      const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        first ||= performance.now() - began
        bytes += chunk.length
        for (const byte of chunk) if (byte === 10) lines++
        if (lines >= ((seen.length + 1) * ROWS) / 10) seen.push(await memory())
      }
      const took = (performance.now() - began) / 1000
      console.log(
        `${path}: ${answer.statusCode}, ${lines - 1} rows, ${(bytes / 1e6).toFixed(1)} MB in ${took.toFixed(1)} s, first bytes after ${first.toFixed(0)} ms; ` +
          `heap (MB) before ${before.heap}, by tenths ${seen.map(({ heap }) => heap).join(' ')}; resident ${before.rss}, by tenths ${seen.map(({ rss }) => rss).join(' ')}; load ${loadavg()[0]!.toFixed(1)}`,
      )
    }
  } finally {
    child.disconnect()
  }
}
