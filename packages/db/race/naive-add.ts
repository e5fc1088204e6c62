import { Pool } from 'pg'

/**
 * How everybody writes it at first: count, then insert. Kept to show that the check of the race bites: under load several
 * transactions count before any of them has committed.
 */
export function naiveAdder(url: string, connections: number, seats: number) {
  const pool = new Pool({ connectionString: url, max: connections })
  return {
    warmUp: () => pool.query('select 1'),
    async add(person: number): Promise<'grant' | 'season-full'> {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const { rows } = await client.query<{ taken: string }>(
          'select count(*) as taken from naive_assignment',
        )
        const free = Number(rows[0]!.taken) < seats
        if (free) await client.query('insert into naive_assignment (person) values ($1)', [person])
        await client.query('commit')
        return free ? 'grant' : 'season-full'
      } finally {
        client.release()
      }
    },
    close: () => pool.end(),
  }
}
