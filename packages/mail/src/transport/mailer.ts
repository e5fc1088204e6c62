import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { RenderedMail } from '../content/mail-content.ts'
import { singleLine } from '../content/single-line.ts'

export interface MailerConfig {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  readonly smtpUrl: string
  /** `Name <address>`, or an address alone. */
  readonly from: string
  /** Connections kept open side by side. */
  readonly connections?: number
}

export interface OutgoingMail extends RenderedMail {
  readonly to: { readonly name: string; readonly email: string }
  /** Names this mail for ever: the same event always carries the same Message-ID. */
  readonly id: string
  /** The kind of mail that it is one of many of, for readers who sort: `access-notices`. */
  readonly list?: string
}

/**
 * What is known after an attempt. `unknown` is the honest one: the server had begun to get the mail and did not
 * say whether it took it, so sending again might deliver it twice (MAIL-04, D-41).
 */
export type SendResult =
  | { readonly kind: 'accepted'; readonly messageId: string }
  /**
   * Refused by the server: this recipient (an unknown address) or this mail (what stands in it); for good, or for now (a
   * full mailbox, too many at once).
   */
  | {
      readonly kind: 'refused'
      readonly of: 'recipient' | 'mail'
      readonly forGood: boolean
      readonly error: string
    }
  /** The server never came to judge this mail: it is away, or it will not have us (a wrong password, a refused sender). */
  | { readonly kind: 'unreached'; readonly error: string }
  | { readonly kind: 'unknown'; readonly error: string }

export interface Mailer {
  /** How many mails go out side by side; a further one waits for a connection. */
  readonly connections: number
  send(mail: OutgoingMail): Promise<SendResult>
  /** Lets nothing new out and closes the connections. */
  close(): void
}

const CONNECT_MS = 10_000
const SILENCE_MS = 30_000

/** Sends by real SMTP over a few connections that stay open. */
export function createMailer({ smtpUrl, from, connections = 4 }: MailerConfig): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'seatkeeper.invalid'

  // Whether the server has been given any of a mail is seen at the stream that it is read from.
  const streams = new Map<string, Readable>()
  transport.use('stream', (mail, done) => {
    const { message } = mail
    const messageId = message.messageId()
    const open = message.createReadStream.bind(message)
    message.createReadStream = (options) => {
      const stream = open(options)
      streams.set(messageId, stream)
      return stream
    }
    done()
  })

  return {
    connections,
    async send(mail) {
      const messageId = `<${mail.id}@${domain}>`
      try {
        await transport.sendMail({
          messageId,
          from,
          to: { name: singleLine(mail.to.name), address: mail.to.email },
          subject: mail.subject,
          html: mail.html,
          text: mail.text,
          attachments: (mail.attachments ?? []).map((attachment) => ({ ...attachment })),
          headers: {
            'Auto-Submitted': 'auto-generated',
            // Exchange asks by this header; absence notes would go to nobody.
            'X-Auto-Response-Suppress': 'OOF, AutoReply',
            ...(mail.list === undefined ? {} : { 'List-ID': `<${mail.list}.${domain}>` }),
          },
        })
        return { kind: 'accepted', messageId }
      } catch (error) {
        return outcomeOf(error, streams.get(messageId)?.readableDidRead ?? false)
      } finally {
        streams.delete(messageId)
      }
    },
    close: () => transport.close(),
  }
}

function outcomeOf(thrown: unknown, begun: boolean): SendResult {
  const error = thrown instanceof Error ? thrown.message : String(thrown)
  const { code, command } = replyOf(thrown)
  // A reply is a decision, whenever it comes; only silence leaves us in doubt.
  if (code !== undefined && command === 'RCPT TO')
    return { kind: 'refused', of: 'recipient', forGood: code >= 500, error }
  if (code !== undefined && (begun || command === 'DATA'))
    return { kind: 'refused', of: 'mail', forGood: code >= 500, error }
  return { kind: begun ? 'unknown' : 'unreached', error }
}

/** The server's three digits where the failure was an answer of the server's, and the command that it answered. */
function replyOf(thrown: unknown): { readonly code?: number; readonly command?: unknown } {
  if (typeof thrown !== 'object' || thrown === null || !('responseCode' in thrown)) return {}
  const { responseCode: code } = thrown
  if (typeof code !== 'number' || code < 400) return {}
  return { code, command: 'command' in thrown ? thrown.command : undefined }
}
