import { Client, Pool } from 'pg'

/** Looks into a database with plain SQL, over a connection of its own. */
export async function inspect<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as Row[]
  } finally {
    await client.end()
  }
}

export interface Inspector {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>
  close(): Promise<void>
}

/** The same, for many looks. */
export function inspectorOf(url: string): Inspector {
  const pool = new Pool({ connectionString: url, max: 2 })
  // A server that is stopped cuts idle connections off; that is no fault of a run.
  pool.on('error', () => {})
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      return (await pool.query(text, [...values])).rows as Row[]
    },
    close: () => pool.end(),
  }
}
