import type { ProvidedContext } from 'vitest'
import type { TestProject } from 'vitest/node'
import { type TestServer, startTestServer } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the migrated template on the run's PostgreSQL. */
    templateDatabase: string
    /** The process that leads the run: what test files share beyond the database is kept under it. */
    testRun: number
  }
}

/** URL of the migrated template, as tests are given it. */
export type TemplateDatabase = ProvidedContext['templateDatabase']

/** Several projects of one run name this file; they share one server. */
const shared = globalThis as {
  seatkeeperTestServer?: { readonly server: Promise<TestServer>; users: number }
}

/** vitest's globalSetup for every project with a database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const use = (shared.seatkeeperTestServer ??= { server: startTestServer(), users: 0 })
  use.users++
  const server = await use.server
  project.provide('templateDatabase', server.url)
  project.provide('testRun', process.pid)
  return async () => {
    if (--use.users > 0) return
    delete shared.seatkeeperTestServer
    await server.stop()
  }
}
