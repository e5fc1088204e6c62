import { randomBytes } from 'node:crypto'
import { type Database, createDatabase } from '@seatkeeper/db'
import { Client, Pool } from 'pg'
import { inject } from 'vitest'
import type { TemplateDatabase } from './global-setup.ts'

export interface TestDatabase {
  /** Superuser URL: sees through row-level security. For arranging and inspecting, never for the code under test. */
  readonly url: string
  /** The three doors, as the apps use them. */
  readonly database: Database
  /** Arranging and inspecting with plain SQL. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  /** Drops it, connections and all. */
  drop(): Promise<void>
}

/** A fresh, migrated, empty database for a test file (some 50 ms). Drop it in `afterAll`. */
export async function createTestDatabase(
  connections?: Parameters<typeof createDatabase>[0]['connections'],
): Promise<TestDatabase> {
  const template = new URL(inject('templateDatabase') satisfies TemplateDatabase)
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = new URL(template)
  admin.pathname = '/postgres'
  await once(admin, `create database ${name} template ${template.pathname.slice(1)}`)

  const url = new URL(template)
  url.pathname = `/${name}`
  const database = await createDatabase({
    url: url.href,
    applicationName: 'test',
    ...(connections && { connections }),
  })
  const pool = new Pool({ connectionString: url.href, max: 4 })
  // Dropping the database cuts idle connections off; that is no fault of a test.
  pool.on('error', () => {})
  return {
    url: url.href,
    database,
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      const { rows } = await pool.query(text, [...values])
      return rows as Row[]
    },
    async drop() {
      await database.close()
      await pool.end()
      await once(admin, `drop database ${name} with (force)`)
    },
  }
}

async function once(url: URL, text: string): Promise<void> {
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
