import { connect, createServer, type Socket } from 'node:net'

/** The line between the bot and its database: it can be slow, and it counts what goes over it. */
export interface DatabaseLine {
  /** The database's URL, through this line. */
  readonly url: string
  /** Holds each answer of the database back for so long. */
  delayMs: number
  /** Statements sent since the last look. */
  takeStatements(): number
  close(): Promise<void>
}

export async function startDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let statements = 0

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    const count = statementCounter(() => statements++)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (chunk: Buffer) => {
      count(chunk)
      upstream.write(chunk)
    })
    upstream.on('data', (chunk: Buffer) => {
      if (line.delayMs > 0) setTimeout(() => client.write(chunk), line.delayMs)
      else client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = new URL(target)
  url.port = String(address.port)

  const line: DatabaseLine = {
    url: url.href,
    delayMs: 0,
    takeStatements() {
      const taken = statements
      statements = 0
      return taken
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return line
}

/** Counts what PostgreSQL executes on one connection: simple queries (`Q`) and executions of prepared ones (`E`). */
function statementCounter(counted: () => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  let started = false
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      // The first message has no letter before its length.
      const letter = started ? 1 : 0
      if (rest.length < letter + 4) return
      const size = letter + rest.readUInt32BE(letter)
      if (rest.length < size) return
      const type = started ? String.fromCharCode(rest[0] ?? 0) : ''
      if (type === 'Q' || type === 'E') counted()
      started = true
      rest = rest.subarray(size)
    }
  }
}
