import { createDatabase, createProcessClock } from '@seatkeeper/db'
import { createStripeGateway } from '@seatkeeper/payments'
import { counted } from '@seatkeeper/wording'
import { pino } from 'pino'
import { readEnvironment } from './environment.ts'
import type { AccountCompared } from './reconciliation/reconcile-account.ts'
import { reconcileAll } from './reconciliation/reconcile-all.ts'
import { hasNews, toldOf } from './reconciliation/told.ts'

// PAY-09 on demand (`npm run reconcile`, with `-- --repair` to repair what is safe to repair): compares all accounts, says what it found, and
// ends with 0 where all agree, 1 where something differs, 2 where it could not look.
const say = (line: string) => void process.stdout.write(`${line}\n`)
const read = readEnvironment(process.env)
if (!read.ok) {
  console.error(['The books can’t be compared:', ...read.faults.map((fault) => `  ${fault}`)].join('\n'))
  process.exit(2)
}
const { environment } = read
const database = await createDatabase({
  url: environment.databaseUrl,
  applicationName: 'reconcile',
  connections: { worker: 5 },
})
const clock = createProcessClock({ mode: environment.mode, em: () => database.worker() })
const found: AccountCompared[] = []
try {
  await clock.refresh()
  const parts = {
    em: () => database.worker(),
    gateway: environment.payments && createStripeGateway(environment.payments),
    wallNow: clock.wallNow,
    log: pino({ level: 'error' }),
    repair: process.argv.includes('--repair'),
  }
  const heard = (account: AccountCompared) => void (hasNews(account) && found.push(account))
  // What was found is told also where the rest could not be compared.
  const counts = await reconcileAll(parts, { night: null, now: clock.businessNow(), heard }).finally(
    async () => {
      for (const account of found) for (const line of await toldOf(database, account)) say(line)
    },
  )
  if (typeof counts === 'string') throw new Error('Another comparison is under way')
  const { accounts, unread, differences, repaired } = counts
  say(
    `${counted(accounts, 'account')} compared${parts.gateway ? '' : ' without a payment processor'}: ${counted(differences, 'difference')}, ${repaired} repaired` +
      `${unread > 0 ? `, ${unread} not read` : ''}.`,
  )
  process.exitCode = unread > 0 ? 2 : differences > 0 ? 1 : 0
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 2
} finally {
  await database.close()
}
