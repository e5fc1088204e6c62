import type { DemoSignIn } from '@seatkeeper/db'
import { DEMO_PASSWORD } from './demo.ts'
import type { Settings } from './settings.ts'

/** What a newcomer needs to know once everything runs: where to look, and whom to sign in as. */
export function banner(settings: Settings, signIns: readonly DemoSignIn[], seconds: number): string {
  const width = Math.max(0, ...signIns.map(({ email }) => email.length))
  const lines = [
    `Seatkeeper is ready (${seconds.toFixed(1)} s)`,
    '',
    `  Portal      ${settings.portalUrl}`,
    settings.smtpUrl === undefined
      ? `  Mail inbox  ${settings.sandboxUrl}   every mail that Seatkeeper sends`
      : `  Mail        goes out through SMTP_URL`,
    `  Slack       ${settings.sandboxUrl}/slack   type /seats as somebody`,
    `  Clock       ${settings.sandboxUrl}/clock   move business time forward, and see what happens`,
    '',
    ...(signIns.length > 0
      ? [
          `  Sign in as (password for all: ${DEMO_PASSWORD})`,
          ...signIns.map(({ email, who }) => `    ${email.padEnd(width)}   ${who}`),
        ]
      : ['  No demo data: `npm run setup` makes the first account and its owner.']),
    '',
    `  Stop with Ctrl-C. Logs and data: ${settings.stateFolder}`,
    ...(settings.databaseUrl === undefined ? ['  Start anew: npm start -- --reset'] : []),
  ]
  return `\n${lines.join('\n')}\n`
}
