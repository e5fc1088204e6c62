import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Running } from '../start/running.ts'
import { freePorts, spawnStart } from '../start/spawned-start.ts'

/** What `npm start` gives a newcomer, in a folder and on ports of its own. */
export interface Installation {
  readonly portalUrl: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

const PORTS = [
  'PORT',
  'SANDBOX_PORT',
  'SMTP_PORT',
  'SLACKBOT_PORT',
  'SLACK_API_PORT',
  'STRIPE_API_PORT',
  'DATABASE_PORT',
]

export async function startInstallation(): Promise<Installation> {
  const state = mkdtempSync(join(tmpdir(), 'seatkeeper-pictures-'))
  // PostgreSQL may run as somebody else, who has to reach its data.
  chmodSync(state, 0o755)
  const free = await freePorts(PORTS.length)
  const started = spawnStart(
    {
      SEATKEEPER_STATE: state,
      SEATKEEPER_MODE: 'demo',
      ...Object.fromEntries(PORTS.map((name, n) => [name, String(free[n])])),
      // Whatever this shell says about another installation.
      DATABASE_URL: '',
      PORTAL_URL: '',
      SMTP_URL: '',
      STRIPE_SECRET_KEY: '',
      STRIPE_WEBHOOK_SECRET: '',
    },
    [],
  )
  await started.printed('Stop with Ctrl-C')
  const { portalUrl, databaseUrl } = JSON.parse(readFileSync(join(state, 'running.json'), 'utf8')) as Running
  return {
    portalUrl,
    databaseUrl,
    async stop() {
      started.signal('SIGTERM')
      await started.exited
      rmSync(state, { recursive: true, force: true })
    },
  }
}
