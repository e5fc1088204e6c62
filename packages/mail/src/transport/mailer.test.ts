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
      { kind: 'refused', forGood: true },
    ],
    ['a busy mailbox is refused for now', { recipient: () => 450 }, { kind: 'refused', forGood: false }],
    [
      'a mail refused after it was read',
      { verdict: () => ({ refuse: 554 }) },
      { kind: 'refused', forGood: true },
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

  test('after a refusal the next mail goes out', async () => {
    await connected({ recipient: (address) => (address === 'gone@example.com' ? 550 : undefined) })
    await mailer.send({ ...mail, to: { name: 'Gone', email: 'gone@example.com' } })
    expect(await mailer.send(mail)).toMatchObject({ kind: 'accepted' })
  })
})
