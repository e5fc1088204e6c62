import { join } from 'node:path'
import type { ProgramOptions } from './program.ts'
import type { Settings } from './settings.ts'

/** What `npm start` runs beside the database, and what each of them is told. */
export function programs(
  settings: Settings,
  databaseUrl: string,
  appSecret: string,
): readonly ProgramOptions[] {
  const { ports, portalUrl, sandboxUrl } = settings
  const common = { SEATKEEPER_MODE: settings.mode, NODE_ENV: 'production' }
  const connected = { ...common, DATABASE_URL: databaseUrl, APP_SECRET: appSecret, PORTAL_URL: portalUrl }
  return [
    {
      name: 'sandbox',
      file: 'apps/sandbox/src/main.ts',
      env: {
        ...common,
        PORT: String(ports.sandbox),
        SMTP_PORT: String(ports.smtp),
        MAIL_FOLDER: join(settings.stateFolder, 'mail'),
      },
      readyUrl: `${sandboxUrl}/healthz`,
    },
    {
      name: 'portal',
      file: 'apps/portal/server/main.ts',
      env: { ...connected, PORT: String(ports.portal) },
      readyUrl: `http://localhost:${ports.portal}/readyz`,
    },
    {
      name: 'worker',
      file: 'apps/worker/src/main.ts',
      env: { ...connected, SMTP_URL: settings.smtpUrl ?? `smtp://127.0.0.1:${ports.smtp}` },
    },
  ]
}
