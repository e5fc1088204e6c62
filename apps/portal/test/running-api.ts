import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApiKey } from '@seatkeeper/db'
import type { Instant, Scope } from '@seatkeeper/rules'
import { createTestDatabase, TEST_NOW, type TestAccount, type TestDatabase } from '@seatkeeper/testkit'
import { createApplication } from '../server/application.ts'
import { compose } from '../server/composition.ts'
import { readEnvironment } from '../server/environment.ts'

export interface RunningApi {
  readonly origin: string
  readonly db: TestDatabase
  /** `stored` is where somebody has moved a demo's clock to, as another process would find it in the database. */
  readonly clock: { business: Instant; wall: Instant; stored: Instant | null }
  /** A key of the account's first organization, made as its owner makes it. */
  key(account: TestAccount, ...scopes: readonly Scope[]): Promise<string>
  close(): Promise<void>
}

const secret = 'a secret of the tests, long enough to be one'

/** The portal's application, guard and API and all, without the built pages, which the API never asks. */
export async function runApi(): Promise<RunningApi> {
  const db = await createTestDatabase()
  const server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const read = readEnvironment({
    SEATKEEPER_MODE: 'test',
    DATABASE_URL: db.url,
    PORTAL_URL: origin,
    APP_SECRET: secret,
    LOG_LEVEL: 'silent',
  })
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const clock: RunningApi['clock'] = { business: TEST_NOW, wall: TEST_NOW, stored: null }
  const { services, ready, close } = await compose(read.environment, {
    businessNow: () => clock.business,
    wallNow: () => clock.wall,
    refresh: async () => {
      clock.business = clock.stored ?? clock.business
    },
  })
  server.on(
    'request',
    createApplication({
      services,
      ready,
      build: () => Promise.reject(new Error('The API asked for a page')),
      browserFiles: { folder: import.meta.dirname },
      origins: read.environment.origins,
      trustedProxies: [],
    }),
  )
  return {
    origin,
    db,
    clock,
    async key(account, ...scopes) {
      const context = {
        em: db.database.tenant(),
        actor: account.owner,
        now: clock.business,
        wallNow: clock.wall,
        secret,
      }
      const made = await createApiKey(context, { name: 'Product', scopes, expiresAt: null })
      if (made.kind === 'refuse') throw new Error(made.reason)
      return made.token
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await close()
      await db.drop()
    },
  }
}
