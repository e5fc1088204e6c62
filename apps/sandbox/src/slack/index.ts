import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Context } from './acts/context.ts'
import { lineTo } from './bot/line.ts'
import { consolePages } from './routes.ts'
import type { SlackSettings } from './settings.ts'
import { startEmulator } from './web-api/emulator.ts'
import { webApi } from './web-api/front.ts'
import { ResponseUrls } from './web-api/response-urls.ts'
import { Workspace } from './workspace/workspace.ts'

export { readSlackSettings } from './settings.ts'
export type { SlackSettings } from './settings.ts'

/** The stand-in for Slack, running. */
export interface SlackConsole {
  /** The pages; to be mounted at /slack. */
  readonly pages: Hono
  /** What the bot takes for Slack's Web API, ending in /api/. */
  readonly apiUrl: string
  close(): Promise<void>
}

/**
 * Starts the stand-in for Slack (SLK-09): the Web API and the response addresses listen on a port of their own, the
 * pages are handed back to be mounted at /slack. Everything is in memory and on the loopback.
 */
export async function startSlackConsole(settings: SlackSettings): Promise<SlackConsole> {
  const workspace = new Workspace()
  const emulator = await startEmulator()
  let base = ''
  const responseUrls = new ResponseUrls(workspace, () => base)
  const line = lineTo({ url: settings.eventsUrl, secret: settings.signingSecret }, workspace)
  const context: Context = { workspace, emulator, responseUrls, line, wallClock: Date.now }

  const slack = new Hono().route('/api', webApi(workspace, emulator)).route('/respond', responseUrls.routes())
  const server = serve({ fetch: slack.fetch, port: settings.apiPort, hostname: '127.0.0.1' })
  try {
    base = `http://127.0.0.1:${await listening(server)}`
  } catch (error) {
    await emulator.close()
    throw error
  }

  return {
    pages: consolePages(context, { url: settings.eventsUrl, reachable: () => answers(settings.eventsUrl) }),
    apiUrl: `${base}/api/`,
    async close() {
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await emulator.close()
    },
  }
}

function listening(server: ReturnType<typeof serve>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.once('listening', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

/** Whether anything listens there: any answer will do, a refusal too. */
async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(500) })
    return true
  } catch {
    return false
  }
}
