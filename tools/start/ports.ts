import { createServer } from 'node:net'
import { StartFault } from './fault.ts'
import type { Settings } from './settings.ts'

/** Throws `StartFault` when one of the ports that people and mail programs will use is taken. */
export async function refuseTakenPorts({ ports }: Settings): Promise<void> {
  const wanted = [
    { name: 'PORT', port: ports.portal, use: 'the portal' },
    { name: 'SANDBOX_PORT', port: ports.sandbox, use: 'mail inbox and Slack console' },
    { name: 'SMTP_PORT', port: ports.smtp, use: 'local mail' },
    { name: 'SLACKBOT_PORT', port: ports.slackbot, use: 'the Slack bot' },
    { name: 'STRIPE_API_PORT', port: ports.payments, use: 'the stand-in for the payment processor' },
    { name: 'SLACK_API_PORT', port: ports.slackApi, use: 'the stand-in for Slack' },
  ]
  for (const { name, port, use } of wanted) {
    const fault = await tryPort(port)
    if (fault === 'EACCES')
      throw new StartFault(
        `Port ${port} for ${use} is reserved for the system: choose one above 1023 in ${name}.`,
      )
    if (fault !== undefined)
      throw new StartFault(
        `Port ${port} for ${use} is taken by another program: stop that one, or choose another port, such as ${name}=${port + 100} npm start.`,
      )
  }
}

/** Both families: a program on 127.0.0.1 alone does not keep another from listening on all addresses. */
async function tryPort(port: number): Promise<string | undefined> {
  return (await listenOnce(port, '127.0.0.1')) ?? (await listenOnce(port, undefined))
}

function listenOnce(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
