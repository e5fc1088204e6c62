import { Client } from 'pg'

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
