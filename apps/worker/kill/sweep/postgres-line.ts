import net from 'node:net'
import type { Steps } from './steps.ts'

/** A message's type and length; the type is not part of the length. */
const HEAD = 5
/** Of the first message, which has no type. */
const LENGTH = 4

/** What a pool asks when it opens: no step of anybody's work. */
const OPENING = /^select 1( from pg_database where.*)?$/

export interface Line {
  readonly url: string
  close(): void
}

/**
 * A line to PostgreSQL on which each statement is a step: all messages up to the one that asks for an answer (Query, or Sync after a
 * prepared statement) go on together or not at all.
 */
export async function postgresLine(target: string, steps: Steps): Promise<Line> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<net.Socket>()
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      // Ends by being cut off, on either side.
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    /** The process dies once the server has carried this one out. */
    let last = false
    let open = false
    const names = new Map<string, string>()
    let batch: Buffer[] = []
    let name = ''
    const whole = byMessages((type, message) => {
      if (!open) return void upstream.write(message)
      batch.push(message)
      if (type === 'P') {
        const [statement = '', text = ''] = message.subarray(HEAD).toString().split('\0')
        names.set(statement, plain(text))
        name = plain(text)
      }
      // portal, then statement
      if (type === 'B')
        name = names.get(message.subarray(HEAD).toString('latin1').split('\0')[1] ?? '') ?? name
      if (type === 'Q') name = plain(message.subarray(HEAD).toString().replace('\0', ''))
      if (type !== 'Q' && type !== 'S' && type !== 'X') return undefined
      const fate = type === 'X' || OPENING.test(name) ? 'pass' : steps.take({ kind: 'statement', name })
      const going = batch
      batch = []
      if (fate === 'before') return undefined
      last = fate === 'after'
      upstream.write(Buffer.concat(going))
      return undefined
    }, true)
    client.on('data', (chunk: Buffer) => whole(chunk))
    const ready = byMessages((type) => {
      if (type !== 'Z') return
      open = true
      if (last) steps.die()
    }, false)
    upstream.on('data', (chunk: Buffer) => {
      if (!last && !steps.killed) client.write(chunk)
      ready(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.host = `127.0.0.1:${(server.address() as net.AddressInfo).port}`
  return {
    url: url.href,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Parts a stream into the protocol's messages; what a client says first has no type. */
function byMessages(hear: (type: string, message: Buffer) => void, client: boolean): (chunk: Buffer) => void {
  let held = Buffer.alloc(0)
  let first = client
  return (chunk) => {
    held = Buffer.concat([held, chunk])
    for (;;) {
      const start = first ? 0 : HEAD - LENGTH
      if (held.length < start + LENGTH) return
      const end = start + held.readInt32BE(start)
      if (held.length < end) return
      const message = held.subarray(0, end)
      held = held.subarray(end)
      hear(first ? '' : String.fromCharCode(message[0]!), message)
      first = false
    }
  }
}

/** The first words of a statement, without names of rows. */
function plain(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim()
  return words.replace(/'[^']*'/g, '…').slice(0, 70)
}
