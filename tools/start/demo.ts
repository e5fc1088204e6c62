import { hash } from '@node-rs/argon2'
import { demoSignIns, loadDemo, loadDemoSlack, type DemoSignIn } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'

/** Printed at every start: it opens nothing but invented accounts. */
export const DEMO_PASSWORD = 'plenty-of-seats'

/** Loads the demo accounts into an empty database; one that holds anything is left as it is. */
export async function loadDemoAccounts(databaseUrl: string): Promise<readonly DemoSignIn[]> {
  const passwordHash = await hash(DEMO_PASSWORD)
  const now = Date.now() as Instant
  const loaded = await loadDemo(databaseUrl, { now, passwordHash })
  if (loaded) await loadDemoSlack(databaseUrl, { now })
  return demoSignIns
}
