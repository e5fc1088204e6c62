import { join } from 'node:path'
import { demoSeller } from '@seatkeeper/db'
import type { ProgramOptions } from './program.ts'
import type { Settings } from './settings.ts'

// Between the bot and its stand-in on this machine; a real Slack app has secrets of its own.
const SANDBOX_SIGNING_SECRET = 'demo-signing-secret-of-the-sandbox'

// Likewise between the portal and the stand-in for the payment processor.
const SANDBOX_STRIPE = { secretKey: 'sk_test_of_the_sandbox', webhookSecret: 'whsec_of_the_sandbox' }

/** What `npm start` runs beside the database, and what each of them is told. */
export function programs(
  settings: Settings,
  databaseUrl: string,
  appSecret: string,
): readonly ProgramOptions[] {
  const { ports, portalUrl, sandboxUrl } = settings
  const common = { SEATKEEPER_MODE: settings.mode, NODE_ENV: 'production' }
  const slack = { SLACK_SIGNING_SECRET: SANDBOX_SIGNING_SECRET, SLACKBOT_PORT: String(ports.slackbot) }
  const stripe = {
    STRIPE_SECRET_KEY: (settings.stripe ?? SANDBOX_STRIPE).secretKey,
    STRIPE_WEBHOOK_SECRET: (settings.stripe ?? SANDBOX_STRIPE).webhookSecret,
    STRIPE_TAX: settings.taxService,
    ...(!settings.stripe && { STRIPE_API_URL: `http://127.0.0.1:${ports.payments}` }),
  }
  const { address, taxId, email, bank } = demoSeller
  const seller = {
    SELLER_ADDRESS: address.join(';'),
    SELLER_TAX_ID: taxId!,
    SELLER_EMAIL: email!,
    SELLER_BANK: bank.join(';'),
  }
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
        DATABASE_URL: databaseUrl,
        PORTAL_URL: portalUrl,
        ...slack,
        SLACK_API_PORT: String(ports.slackApi),
        STRIPE_API_PORT: String(ports.payments),
        STRIPE_WEBHOOK_URL: `${portalUrl}/webhooks/payments`,
        STRIPE_WEBHOOK_SECRET: SANDBOX_STRIPE.webhookSecret,
        STRIPE_BOOKS: join(settings.stateFolder, 'payments.json'),
        SLACK_EVENTS_URL: `http://127.0.0.1:${ports.slackbot}/slack/events`,
      },
      readyUrl: `${sandboxUrl}/healthz`,
    },
    {
      name: 'portal',
      file: 'apps/portal/server/main.ts',
      env: { ...connected, ...stripe, PORT: String(ports.portal), SANDBOX_URL: sandboxUrl },
      readyUrl: `http://localhost:${ports.portal}/readyz`,
    },
    {
      name: 'worker',
      file: 'apps/worker/src/main.ts',
      env: {
        ...connected,
        ...stripe,
        ...(settings.demo && seller),
        SMTP_URL: settings.smtpUrl ?? `smtp://127.0.0.1:${ports.smtp}`,
      },
    },
    {
      name: 'slackbot',
      file: 'apps/slackbot/src/main.ts',
      env: {
        ...connected,
        ...slack,
        SLACK_BOT_TOKEN: 'xoxb-seatkeeper-demo',
        SLACK_API_URL: `http://127.0.0.1:${ports.slackApi}/api/`,
      },
    },
  ]
}
