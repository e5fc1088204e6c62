import http from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
}

export type Fields = Readonly<Record<string, string | readonly string[]>>

/** A browser without a screen: keeps cookies, sends forms as browsers do, follows nothing by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #origin: string
  #formToken = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  get(path: string, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
    return this.send({ method: 'GET', path, headers })
  }

  /** Sends a form with the token of the page seen last, as our own page would. */
  async post(path: string, fields: Fields, headers: http.OutgoingHttpHeaders = {}): Promise<Answer> {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries({ csrf: this.#formToken, ...fields })) {
      for (const one of [value].flat()) body.append(name, one)
    }
    return this.send({
      method: 'POST',
      path,
      body: body.toString(),
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: this.#origin,
        'Sec-Fetch-Site': 'same-origin',
        ...headers,
      },
    })
  }

  /** Opens a page and sends its form back. */
  async fill(path: string, fields: Fields): Promise<Answer> {
    await this.get(path)
    return this.post(path, fields)
  }

  /** Any request at all, well made or not. */
  async send(request: {
    readonly method: string
    readonly path: string
    readonly headers?: http.OutgoingHttpHeaders
    readonly body?: string | Buffer
  }): Promise<Answer> {
    const { hostname, port } = new URL(this.#origin)
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const outgoing = http.request(
      {
        hostname,
        port,
        method: request.method,
        path: request.path,
        headers: { ...(cookie && { Cookie: cookie }), ...request.headers },
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          // React parts neighbouring texts with comments that nobody sees.
          const text = Buffer.concat(chunks).toString().replaceAll('<!-- -->', '')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(request.body)
    const answer = await promise
    this.#remember(answer)
    return answer
  }

  #remember({ headers, text }: Answer): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split('; ')
      const [name = '', value = ''] = pair.split('=', 2)
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    this.#formToken = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.#formToken
  }
}
