import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Instant } from '@seatkeeper/rules'
import { createTestDatabase, TEST_NOW, type TestDatabase } from '@seatkeeper/testkit'
import { createApplication } from '../server/application.ts'
import { compose } from '../server/composition.ts'
import { readEnvironment } from '../server/environment.ts'
import { browserFiles, portalBuild } from './portal-build.ts'
import { Visitor } from './visitor.ts'

/** Signs payment webhooks in tests. */
export const paymentSecret = 'whsec_of_the_tests'

export interface RunningPortal {
  readonly origin: string
  readonly secret: string
  readonly db: TestDatabase
  /** Both clocks; a test may turn them. */
  readonly clock: { business: Instant; wall: Instant }
  /** A browser that was never here before. */
  visitor(): Visitor
  close(): Promise<void>
}

/**
 * The whole portal as people get it, on a port and a database of its own.
 *
 * @param clockOf Whose business clock it goes by: the test's, or the one in the database, as a demo does.
 */
export async function runPortal(
  variables: Readonly<Record<string, string>> = {},
  clockOf: 'the test' | 'the database' = 'the test',
): Promise<RunningPortal> {
  const [build, db] = await Promise.all([portalBuild(), createTestDatabase()])
  const server = http.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const secret = 'a secret of the tests, long enough to be one'

  const read = readEnvironment({
    // Nothing listens there: what a test does with payments, it does without a processor.
    STRIPE_SECRET_KEY: 'sk_test_of_the_tests',
    STRIPE_WEBHOOK_SECRET: paymentSecret,
    STRIPE_API_URL: 'http://127.0.0.1:9',
    SEATKEEPER_MODE: 'test',
    DATABASE_URL: db.url,
    PORTAL_URL: origin,
    APP_SECRET: secret,
    LOG_LEVEL: 'silent',
    ...variables,
  })
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const clock = { business: TEST_NOW, wall: TEST_NOW }
  const { environment } = read
  const ofTheTest = { businessNow: () => clock.business, wallNow: () => clock.wall }
  const composition = await compose(environment, clockOf === 'the test' ? ofTheTest : undefined)
  server.on(
    'request',
    createApplication({
      services: composition.services,
      ready: composition.ready,
      build,
      browserFiles,
      origins: environment.origins,
      trustedProxies: environment.trustedProxies,
    }),
  )
  return {
    origin,
    secret,
    db,
    clock,
    visitor: () => new Visitor(origin),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await composition.close()
      await db.drop()
    },
  }
}
