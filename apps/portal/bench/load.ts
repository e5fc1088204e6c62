import { connect } from 'node:net'

export interface Load {
  readonly port: number
  /** The n-th request, whole, as it goes over the wire. */
  readonly request: (n: number) => string
  readonly requests: number
  readonly connections: number
}

export interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/**
 * Sends requests over connections that stay open, one after the other on each. It reads no more of an answer than where it ends,
 * so that the machine's time goes to the servers. An answer that is not 200 is a fault of the bench.
 */
export async function load({ port, request, requests, connections }: Load): Promise<Measured> {
  const took: number[] = []
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const line = await open(port)
      while (next < requests) {
        const began = performance.now()
        await line.ask(request(next++))
        took.push(performance.now() - began)
      }
      line.close()
    }),
  )
  const seconds = (performance.now() - start) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  return { perSecond: took.length / seconds, p50: at(0.5), p99: at(0.99) }
}

async function open(port: number) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let waiting: PromiseWithResolvers<void> | null = null
  let got = ''
  socket.setEncoding('latin1')
  socket.on('error', (fault) => waiting?.reject(fault))
  socket.on('close', () => waiting?.reject(new Error('The server hung up')))
  socket.on('data', (chunk: string) => {
    got += chunk
    const head = got.indexOf('\r\n\r\n')
    if (head === -1) return
    const length = Number(/content-length: (\d+)/i.exec(got)?.[1] ?? Number.NaN)
    if (got.length < head + 4 + length) return
    const ok = got.startsWith('HTTP/1.1 200')
    const answer = got
    got = ''
    if (ok) waiting?.resolve()
    else waiting?.reject(new Error(answer))
  })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  return {
    ask(text: string): Promise<void> {
      waiting = Promise.withResolvers()
      socket.write(text)
      return waiting.promise
    },
    close() {
      waiting = null
      socket.destroy()
    },
  }
}
