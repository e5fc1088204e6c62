import { dirname, join } from 'node:path'
import { vendorNow } from '@seatkeeper/db'
import type { Instant, Refusal } from '@seatkeeper/rules'
import { refusalSentence } from '@seatkeeper/wording'
import { sentenceFor, StartFault } from '../start/fault.ts'
import { readSettings } from '../start/settings.ts'
import { databaseToSetUp } from './database.ts'

const root = dirname(dirname(import.meta.dirname))

/** What every command about an account can come to, besides having done its work. */
export type AccountFault =
  | Refusal
  | { readonly kind: 'no-account' }
  | { readonly kind: 'which'; readonly accountIds: readonly string[] }

/** Runs a command of the vendor's against the installation's database, at its business time, and says what went wrong. */
export async function vendorCommand(
  work: (context: { readonly url: string; readonly now: Instant }) => Promise<void>,
): Promise<void> {
  try {
    const settings = readSettings(root, [], { ...process.env, SEATKEEPER_MODE: 'demo' })
    if (settings === 'help') return
    const database = await databaseToSetUp(settings)
    try {
      const { url } = database
      await work({ url, now: await vendorNow(url, Date.now() as Instant) })
    } finally {
      await database.stop()
    }
  } catch (error) {
    console.error(sentenceFor(error, join(root, '.seatkeeper')) ?? error)
    process.exitCode = 1
  }
}

/** The sentence for whatever kept a command from its work. */
export function accountFault(fault: AccountFault): StartFault {
  switch (fault.kind) {
    case 'no-account':
      return new StartFault('There is no account with this name or identity.')
    case 'which':
      return new StartFault(`Several accounts have this name; say which: ${fault.accountIds.join(', ')}.`)
    case 'refuse':
      return new StartFault(refusalSentence(fault))
  }
}
