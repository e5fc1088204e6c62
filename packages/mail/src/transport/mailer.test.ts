import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { startSmtpSink, type SmtpSink, type SmtpSinkOptions } from '@seatkeeper/testkit/smtp-sink'
import { afterEach, describe, expect, test } from 'vitest'
import { createMailer, type Mailer, type OutgoingMail } from './mailer.ts'

const mail: OutgoingMail = {
  id: '019b0000-0000-7000-8000-000000000001',
  to: { name: 'Ada Byron', email: 'ada@example.com' },
  subject: 'Wörter über Zeilen',
  html: '<p>Grüße</p>',
  text: 'Grüße',
}

let sink: SmtpSink
let mailer: Mailer

async function connected(options: SmtpSinkOptions = {}): Promise<void> {
  sink = await startSmtpSink(options)
  mailer = createMailer({ smtpUrl: sink.url, from: 'Seatkeeper <seats@example.com>' })
}

afterEach(async () => {
  mailer.close()
  await sink.stop()
})

describe('MAIL-06 over real SMTP', () => {
  test('both forms, names and subject arrive as they were given', async () => {
    await connected()
    const result = await mailer.send(mail)
    expect(result).toEqual({ kind: 'accepted', messageId: `<${mail.id}@example.com>` })
    expect(sink.mails[0]).toMatchObject({
      subject: mail.subject,
      html: mail.html,
      messageId: `<${mail.id}@example.com>`,
      from: { value: [{ name: 'Seatkeeper', address: 'seats@example.com' }] },
      to: { value: [{ name: 'Ada Byron', address: 'ada@example.com' }] },
    })
    expect(sink.mails[0]?.text?.trim()).toBe(mail.text)
    expect(sink.sources[0]).toMatch(/^Auto-Submitted: auto-generated$/m)
  })

  test.each([
    ['a line break in the name', { to: { name: 'Ada\r\nBcc: eve@example.com', email: 'ada@example.com' } }],
    ['a line break in the subject', { subject: 'Hello\r\nBcc: eve@example.com' }],
    ['an address inside the name', { to: { name: 'Ada <eve@example.com>, ', email: 'ada@example.com' } }],
  ])('%s adds no header and no recipient', async (_name, change) => {
    const recipients: string[] = []
    await connected({ recipient: (address) => void recipients.push(address) })
    await mailer.send({ ...mail, ...change })
    expect(recipients).toEqual(['ada@example.com'])
    expect(sink.sources[0]).not.toMatch(/^Bcc:/im)
    expect(sink.mails[0]?.to).toMatchObject({ value: [{ address: 'ada@example.com' }] })
  })
})

describe('MAIL-04 what is known after an attempt', () => {
  test.each([
    [
      'an unknown recipient is refused for good',
      { recipient: () => 550 },
      { kind: 'refused', of: 'recipient', forGood: true },
    ],
    [
      'a busy mailbox is refused for now',
      { recipient: () => 450 },
      { kind: 'refused', of: 'recipient', forGood: false },
    ],
    [
      'a mail refused after it was read',
      { verdict: () => ({ refuse: 554 }) },
      { kind: 'refused', of: 'mail', forGood: true },
    ],
    [
      'a server that hangs up after the whole mail leaves us in doubt',
      { verdict: () => 'hang-up' },
      { kind: 'unknown' },
    ],
  ] satisfies [string, SmtpSinkOptions, object][])('%s', async (_name, options, expected) => {
    await connected(options)
    expect(await mailer.send(mail)).toMatchObject(expected)
    expect(sink.mails).toHaveLength(0)
  })

  test('a server that is not there was not reached', async () => {
    await connected()
    await sink.stop()
    expect(await mailer.send(mail)).toMatchObject({ kind: 'unreached' })
  })

  test.each([
    ['the greeting', { greeting: '554 No service for you' }, { kind: 'unreached' }],
    ['the sign-in, after a changed password', { AUTH: '535 Wrong password' }, { kind: 'unreached' }],
    ['an account that is asked to sign in', { MAIL: '530 Authentication required' }, { kind: 'unreached' }],
    ['the sender', { MAIL: '550 Not a sender of ours' }, { kind: 'unreached' }],
    ['the recipient', { RCPT: '550 Nobody here' }, { kind: 'refused', of: 'recipient', forGood: true }],
    ['the wish to send', { DATA: '554 Not now' }, { kind: 'refused', of: 'mail', forGood: true }],
    ['the mail, for now', { mail: '451 Try later' }, { kind: 'refused', of: 'mail', forGood: false }],
    ['the mail, for good', { mail: '552 Too long' }, { kind: 'refused', of: 'mail', forGood: true }],
    ['nothing', {}, { kind: 'accepted' }],
  ])('MAIL-06 a server that refuses %s', async (_name, replies, expected) => {
    await connected()
    mailer.close()
    await using server = await scriptedServer(replies)
    mailer = createMailer({ smtpUrl: server.url, from: 'Seatkeeper <seats@example.com>' })
    expect(await mailer.send(mail)).toMatchObject(expected)
  })

  test('after a refusal the next mail goes out', async () => {
    await connected({ recipient: (address) => (address === 'gone@example.com' ? 550 : undefined) })
    await mailer.send({ ...mail, to: { name: 'Gone', email: 'gone@example.com' } })
    expect(await mailer.send(mail)).toMatchObject({ kind: 'accepted' })
  })
})

/** A server that answers each command as usual, or as the test says. */
async function scriptedServer(replies: {
  readonly [command in 'greeting' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'mail']?: string
}) {
  const usual: Readonly<Record<string, string>> = {
    EHLO: '250-scripted\r\n250 AUTH PLAIN',
    AUTH: '235 Welcome',
    DATA: '354 Go on',
    QUIT: '221 Bye',
  }
  const server = createServer((socket) => {
    let inMail = false
    let rest = ''
    const say = (line: string) => void socket.write(`${line}\r\n`)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      const lines = `${rest}${chunk.toString()}`.split('\r\n')
      rest = lines.pop()!
      for (const line of lines) {
        if (inMail) {
          if (line !== '.') continue
          inMail = false
          say(replies.mail ?? '250 Taken')
          continue
        }
        const command = line.split(' ', 1)[0]!.toUpperCase()
        const reply = replies[command as keyof typeof replies] ?? usual[command] ?? '250 Ok'
        inMail = command === 'DATA' && reply.startsWith('354')
        say(reply)
      }
    })
    say(replies.greeting ?? '220 scripted')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://seats:secret@127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      mailer.close()
      server.close()
    },
  }
}
