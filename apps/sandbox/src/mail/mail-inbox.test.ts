import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMailer, type Mailer, type OutgoingMail } from '@seatkeeper/mail'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createApplication } from '../application.ts'
import { openMailbox, type Mailbox } from './mailbox.ts'
import { receiveMail } from './receive.ts'

const mail: OutgoingMail = {
  id: 'one',
  to: { name: 'Ada Byron', email: 'ada@example.com' },
  subject: 'Larkspur <b>invites</b> you',
  html: '<html><head></head><body><script>alert(1)</script><p>Hello Ada</p></body></html>',
  text: 'Hello Ada\nhttps://seats.example.com/sign-up/abc',
}

let folder: string
let mailbox: Mailbox
let smtp: Awaited<ReturnType<typeof receiveMail>>
let mailer: Mailer
let app: Hono

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper-inbox-'))
  mailbox = openMailbox(folder)
  smtp = await receiveMail(mailbox, 0)
  mailer = createMailer({
    smtpUrl: `smtp://127.0.0.1:${smtp.port}`,
    from: 'Seatkeeper <seats@example.com>',
  })
  app = createApplication(mailbox, new Hono(), new Hono())
})

afterEach(async () => {
  mailer.close()
  await smtp.stop()
  rmSync(folder, { recursive: true })
})

async function page(path: string, host = 'localhost:3001') {
  const response = await app.request(`http://${host}${path}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function newestId(): Promise<string> {
  const [newest] = await mailbox.list()
  if (newest === undefined) throw new Error('There is no mail')
  return newest.id
}

describe('OPS-01 the mail inbox', () => {
  test('shows what was sent by real SMTP, newest first, and finds it by recipient or subject', async () => {
    await mailer.send(mail)
    await mailer.send({ ...mail, id: 'two', to: { name: 'Bo', email: 'bo@example.com' }, subject: 'Later' })
    const { text } = await page('/')
    expect(text.indexOf('Later')).toBeLessThan(text.indexOf('Larkspur'))
    expect(text).toContain('Larkspur &lt;b&gt;invites&lt;/b&gt; you')
    expect((await page('/?q=ada')).text).not.toContain('Later')
    expect((await page('/?q=nobody')).text).toContain('Nothing found')
  })

  test('a mail is there as it looks, as plain text with its links, and as it came', async () => {
    await mailer.send(mail)
    const id = await newestId()
    expect((await page(`/mails/${id}`)).text).toContain(`src="/mails/${id}/html"`)
    expect((await page(`/mails/${id}?as=text`)).text).toContain(
      'href="https://seats.example.com/sign-up/abc"',
    )
    expect((await page(`/mails/${id}?as=source`)).text).toContain('Auto-Submitted: auto-generated')
  })

  test('what a mail brings along cannot run: no script, no form, nothing from elsewhere', async () => {
    await mailer.send(mail)
    const { headers, text } = await page(`/mails/${await newestId()}/html`)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain('sandbox allow-popups')
    expect(headers.get('content-security-policy')).not.toContain('allow-scripts')
    expect(text).toContain('<base target="_blank">')
  })

  test('keeps mails as files, so that they outlive the process', async () => {
    await mailer.send(mail)
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\d{13}-[0-9a-f]{8}\.eml$/)])
    expect(await openMailbox(folder).list()).toHaveLength(1)
  })

  test('answers to no name but this machine’s, so that no page elsewhere can read it', async () => {
    expect((await page('/', 'attacker.example')).status).toBe(400)
    expect((await page('/', '127.0.0.1:3001')).status).toBe(200)
  })

  test.each([
    '/mails/../../etc/passwd',
    '/mails/1795295600682-zzzzzzzz',
    '/mails/%2e%2e%2fsecret',
    '/nowhere',
  ])('there is nothing at %s', async (path) => {
    expect((await page(path)).status).toBe(404)
  })
})
