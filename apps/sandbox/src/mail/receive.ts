import { SMTPServer } from 'smtp-server'
import type { Mailbox } from './mailbox.ts'

const LARGEST_MAIL = 25 * 1024 * 1024

/** A mail server on this machine alone: takes every mail for anyone and hands it to the mailbox, none goes out. */
export function receiveMail(
  mailbox: Mailbox,
  port: number,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideSTARTTLS: true,
    size: LARGEST_MAIL,
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          done(Object.assign(new Error('The mail is too large'), { responseCode: 552 }))
          return
        }
        // Accepted means stored: only then does the sender hear so.
        mailbox.store(Buffer.concat(chunks)).then(
          () => done(),
          (error: Error) => done(Object.assign(error, { responseCode: 451 })),
        )
      })
    },
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      // A sender that breaks off is no reason to end.
      server.on('error', () => {})
      const address = server.server.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        stop: () => new Promise((stopped) => server.close(() => stopped())),
      })
    })
  })
}
