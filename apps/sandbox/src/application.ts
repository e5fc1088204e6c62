import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mailSamples } from '@seatkeeper/mail/samples'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { type DateMails, mailDates } from './mail/business-times.ts'
import type { Mailbox } from './mail/mailbox.ts'
import { PREVIEW_POLICY, previewHtml } from './mail/preview.ts'
import { inboxPage } from './pages/inbox.ts'
import { mailPage, notFoundPage, type View } from './pages/mail.ts'
import { previewPage, previewsPage, previewView } from './pages/previews.ts'

const page = (name: string) => readFileSync(join(import.meta.dirname, 'pages', name))
const font = readFileSync(
  createRequire(import.meta.url).resolve(
    '@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2',
  ),
)
const files: readonly [path: string, type: string, content: Buffer<ArrayBuffer>][] = [
  ['/sandbox.css', 'text/css; charset=utf-8', page('sandbox.css')],
  ['/sandbox.js', 'text/javascript; charset=utf-8', page('sandbox.js')],
  ['/hanken-grotesk.woff2', 'font/woff2', font],
]
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/**
 * The sandbox's pages. Only names of this machine are answered: a page elsewhere on the web must not be able
 * to read the mails by pointing a name of its own at 127.0.0.1.
 */
export function createApplication(
  mailbox: Mailbox,
  slackPages: Hono,
  clockPages: Hono,
  dateMails: DateMails = mailDates(null),
): Hono {
  const app = new Hono()

  app.use(async (c, next) => {
    const host = new URL(c.req.url).hostname
    if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) return c.text('This is not for you.', 400)
    await next()
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('Cache-Control', 'no-store')
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', PAGE_POLICY)
    return undefined
  })

  app.get('/healthz', (c) => c.text('ok\n'))
  for (const [path, type, content] of files) {
    app.get(path, (c) => c.body(content, 200, { 'Content-Type': type }))
  }

  app.get('/', async (c) => {
    const words = (c.req.query('q') ?? '').trim()
    return c.html(inboxPage(await dateMails(await mailbox.list(words)), words))
  })

  app.get('/arrivals', (c) =>
    streamSSE(c, async (stream) => {
      const stopListening = mailbox.onArrival(() => void stream.writeSSE({ event: 'mail', data: '' }))
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      stopListening()
    }),
  )

  app.get('/mails/:id', async (c) => {
    const mail = await mailbox.find(c.req.param('id'))
    const source = await mailbox.source(c.req.param('id'))
    if (mail === undefined || source === undefined) return c.html(notFoundPage(), 404)
    const [dated] = await dateMails([mail])
    return c.html(mailPage(dated!, viewOf(c.req.query('as'), mail.html !== undefined), source.toString()))
  })

  app.get('/mails/:id/html', async (c) => {
    const mail = await mailbox.find(c.req.param('id'))
    if (mail?.html === undefined) return c.html(notFoundPage(), 404)
    c.header('Content-Security-Policy', PREVIEW_POLICY)
    return c.html(previewHtml(mail.html))
  })

  app.get('/previews', (c) => c.html(previewsPage(mailSamples)))

  app.get('/previews/:id', async (c) => {
    const sample = mailSamples.find(({ id }) => id === c.req.param('id'))
    if (sample === undefined) return c.html(notFoundPage(), 404)
    const view = previewView(c.req.query('as'), c.req.query('zone'))
    return c.html(previewPage(sample, await sample.render({ zone: view.zone }), view))
  })

  app.get('/previews/:id/html', async (c) => {
    const sample = mailSamples.find(({ id }) => id === c.req.param('id'))
    if (sample === undefined) return c.html(notFoundPage(), 404)
    const { zone } = previewView(undefined, c.req.query('zone'))
    c.header('Content-Security-Policy', PREVIEW_POLICY)
    return c.html(previewHtml((await sample.render({ zone })).html))
  })

  app.route('/slack', slackPages)
  app.route('/clock', clockPages)

  app.notFound((c) => c.html(notFoundPage(), 404))
  return app
}

function viewOf(asked: string | undefined, hasHtml: boolean): View {
  if (asked === 'text' || asked === 'source') return asked
  return hasHtml ? 'html' : 'text'
}
