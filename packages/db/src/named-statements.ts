import type pg from 'pg'

/** Texts beyond this many are sent unnamed, so that a text built at run time can't fill the server's memory. */
const MOST = 500

/**
 * A connection's plans are made anew after so many transactions, and whenever it has had twice as many: what was planned while tables
 * were empty reads them from end to end ever after (a first night's invoice lines once for each account), until PostgreSQL
 * counts the rows by itself, a minute later or much more.
 */
const PLAN_ANEW_AFTER = 100

/**
 * Names each parametrised statement, so that PostgreSQL parses and plans it once per connection. Kysely sends texts
 * with bind parameters and offers no name of its own; the pool's clients are the place to add one.
 */
export function nameStatements(pool: pg.Pool): void {
  const names = new Map<string, string>()
  pool.on('connect', (client) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown
    let begun = 0
    let planAnewAt = PLAN_ANEW_AFTER
    const begins = (text: string): string => {
      begun += 1
      if (begun >= planAnewAt) {
        planAnewAt *= 2
        // A message of its own: a transaction that was begun in the same one could choose no isolation level any more.
        void Promise.resolve(send('discard plans')).catch(() => {})
      }
      return text
    }
    const query = (text: unknown, values?: unknown, ...rest: unknown[]): unknown => {
      if (typeof text !== 'string') return send(text, values, ...rest)
      if (!Array.isArray(values) || values.length === 0) {
        return send(text.startsWith('begin') ? begins(text) : text, values, ...rest)
      }
      let name = names.get(text)
      if (name === undefined) {
        if (names.size >= MOST) return send(text, values, ...rest)
        name = `s${names.size + 1}`
        names.set(text, name)
      }
      return send({ name, text, values }, ...rest)
    }
    client.query = query as typeof client.query
  })
}
