import { serve } from '@hono/node-server'
import { createDatabase, createProcessClock } from '@seatkeeper/db'
import { pino } from 'pino'
import { createApplication } from './application.ts'
import { clockRoutes } from './clock/clock-routes.ts'
import { readEnvironment } from './environment.ts'
import { mailDates } from './mail/business-times.ts'
import { openMailbox } from './mail/mailbox.ts'
import { receiveMail } from './mail/receive.ts'
import { readSlackSettings, startSlackConsole } from './slack/index.ts'
import { readStripeSettings, startStripe } from './stripe/index.ts'

const read = readEnvironment(process.env)
const slack = readSlackSettings(process.env)
const stripe = readStripeSettings(process.env)
if (!read.ok || !slack.ok || !stripe.ok) {
  const faults = [read, slack, stripe].flatMap((result) => (result.ok ? [] : result.faults))
  console.error(['The sandbox can’t start:', ...faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const { port, smtpPort, mailFolder, databaseUrl } = read.environment
const log = pino({ base: { process: 'sandbox' } })

const mailbox = openMailbox(mailFolder)
const smtp = await receiveMail(mailbox, smtpPort)
const database =
  databaseUrl === null ? null : await createDatabase({ url: databaseUrl, applicationName: 'sandbox' })
const slackConsole = await startSlackConsole(slack.settings)
const clock = database && createProcessClock({ mode: 'demo', em: () => database.identity() })
const learnTime = () => clock?.refresh().catch(() => {})
await learnTime()
// Cards expire by the demo's clock, wherever it was sent meanwhile.
const learning = setInterval(() => void learnTime(), 500)
const payments = await startStripe(stripe.settings, () => clock?.businessNow() ?? Date.now())
const app = createApplication(
  mailbox,
  slackConsole.pages,
  clockRoutes(mailbox, database),
  mailDates(database),
)
const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () =>
  log.info(
    { port, smtpPort, mailFolder, slackApi: slackConsole.apiUrl, paymentApi: payments.apiUrl },
    'sandbox is open',
  ),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    clearInterval(learning)
    // Pages that wait for news would keep the server open for ever.
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    void Promise.all([smtp.stop(), slackConsole.close(), payments.close(), database?.close()]).then(() =>
      process.exit(0),
    )
  })
}
