import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** What the sink does with a mail that it has been given in full. */
export type Verdict =
  | 'accept'
  /** Answers with this code, e.g. 550 for good or 451 for now. */
  | { readonly refuse: number }
  /** Takes all of it and breaks the connection off without an answer. */
  | 'hang-up'

export interface SmtpSinkOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** Judges each recipient before the mail comes: undefined accepts, a code refuses. */
  readonly recipient?: (address: string) => number | undefined
  readonly verdict?: (mail: ParsedMail) => Verdict
}

export interface SmtpSink {
  readonly url: string
  /** Those that were accepted, in the order in which they came. */
  readonly mails: readonly ParsedMail[]
  /** The raw text of each accepted mail. */
  readonly sources: readonly string[]
  /** Waits until at least so many have been accepted. */
  arrived(count: number, withinMs?: number): Promise<void>
  stop(): Promise<void>
}

/** A real SMTP server on a free port of this machine that keeps what it is sent. */
export async function startSmtpSink(options: SmtpSinkOptions = {}): Promise<SmtpSink> {
  const mails: ParsedMail[] = []
  const sources: string[] = []
  const waiting = new Set<() => void>()

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      const code = options.recipient?.(address)
      done(code === undefined ? null : refusal(code))
    },
    onData(stream, _session, done) {
      const taken = readAll(stream).then(async (source) => {
        const mail = await simpleParser(source)
        const verdict = options.verdict?.(mail) ?? 'accept'
        if (verdict === 'hang-up') {
          for (const connection of server.connections) connection._socket.destroy()
          return
        }
        if (verdict !== 'accept') {
          done(refusal(verdict.refuse))
          return
        }
        mails.push(mail)
        sources.push(source.toString())
        done()
        for (const wake of waiting) wake()
      })
      // A client that dies in the middle of a mail has sent none.
      taken.catch(() => {})
    },
  })
  // A client that breaks off is what some tests are about.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The sink has no port')

  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    sources,
    arrived(count, withinMs = 5_000) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`${mails.length} of ${count} mails arrived within ${withinMs} ms`))
        }, withinMs)
        const look = () => {
          if (mails.length < count) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      })
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function refusal(code: number): Error {
  return Object.assign(new Error('Refused by the test'), { responseCode: code })
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
