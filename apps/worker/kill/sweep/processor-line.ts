import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Line } from './postgres-line.ts'
import type { Steps } from './steps.ts'

/** A line to the payment processor on which each request is a step. */
export async function processorLine(target: string, steps: Steps): Promise<Line> {
  const { hostname, port } = new URL(target)
  const server = http.createServer((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming
    const fate = steps.take({ kind: 'request', name: `${method} ${plain(path)}` })
    const cut = () => void incoming.socket.destroy()
    switch (fate) {
      case 'before':
      case 'lost-on-the-way':
        return cut()
      case 'busy':
        return say(outgoing, 429, {
          type: 'invalid_request_error',
          code: 'rate_limit',
          message: 'Too many requests',
        })
      case 'in-use':
        return say(outgoing, 409, {
          type: 'idempotency_error',
          code: 'idempotency_key_in_use',
          message: 'In use',
        })
    }
    const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
      if (fate === 'after' || fate === 'answer-lost') {
        answer.resume()
        answer.once('end', () => {
          if (fate === 'after') steps.die()
          cut()
        })
        return
      }
      if (fate === 'server-fault') {
        answer.resume()
        answer.once('end', () => say(outgoing, 500, { type: 'api_error', message: 'A fault' }))
        return
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.once('error', cut)
    incoming.pipe(onward)
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function say(outgoing: http.ServerResponse, status: number, error: object): void {
  outgoing
    .writeHead(status, { 'content-type': 'application/json', ...(status === 429 && { 'retry-after': '1' }) })
    .end(JSON.stringify({ error }))
}

const plain = (path: string) => path.replace(/\?.*/, '').replace(/\/[a-z]+_\w{10,}/g, '/:id')
