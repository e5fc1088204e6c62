import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApplication } from './application.ts'
import { readEnvironment } from './environment.ts'
import { openMailbox } from './mail/mailbox.ts'
import { receiveMail } from './mail/receive.ts'

const read = readEnvironment(process.env)
if (!read.ok) {
  console.error(['The sandbox can’t start:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(1)
}
const { port, smtpPort, mailFolder } = read.environment
const log = pino({ base: { process: 'sandbox' } })

const mailbox = openMailbox(mailFolder)
const smtp = await receiveMail(mailbox, smtpPort)
const server = serve({ fetch: createApplication(mailbox).fetch, port, hostname: '127.0.0.1' }, () =>
  log.info({ port, smtpPort, mailFolder }, 'sandbox is open'),
)

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    // Pages that wait for new mail would keep the server open for ever.
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    void smtp.stop().then(() => process.exit(0))
  })
}
