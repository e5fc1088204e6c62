import {
  claimReconciliation,
  finishReconciliation,
  nextAccounts,
  noteProgress,
  type ReconciliationCounts,
} from '@seatkeeper/db'
import type { Day, Instant } from '@seatkeeper/rules'
import { type AccountCompared, reconcileAccount, type ReconcileParts } from './reconcile-account.ts'

const PAGE = 40
/** Accounts that are read at the same time: the processor allows many more requests a second. */
const AT_ONCE = 4
/** Longer than a page takes with a processor that answers slowly. */
const LEASE_MS = 600_000
/** When the processor answers nobody, it is left alone for so long. */
const PAUSE_MS = 60_000
/** After so many that did not answer in a row, the rest would not either. */
const GIVES_UP_AFTER = 8

interface Comparison {
  /** Null: somebody asks for it. */
  readonly night: Day | null
  readonly now: Instant
  /** Told of each account as it is done. */
  readonly heard?: (account: AccountCompared) => void
}

/**
 * PAY-09: compares all accounts, in the order of their ids. Where it has come to is noted after each page, so whoever is killed is
 * gone on from; one account that cannot be compared keeps no other waiting. `busy`: another worker is at it.
 * Throws when the processor answers nobody; the comparison stays open and is gone on with later.
 */
export async function reconcileAll(
  parts: ReconcileParts,
  { night, now, heard }: Comparison,
): Promise<ReconciliationCounts | 'done' | 'busy'> {
  const lease = () => ({ wallNow: parts.wallNow(), leaseMs: LEASE_MS })
  let run = await claimReconciliation(parts.em(), { night, now, ...lease() })
  if (typeof run === 'string') return run
  const { runId } = run
  for (let silent = 0; ;) {
    const asNoted = run
    const page = await nextAccounts(parts.em(), run, { now, limit: PAGE })
    for (let n = 0; n < page.length; n += AT_ONCE) {
      const answers = await Promise.all(
        page.slice(n, n + AT_ONCE).map((accountId) => compared(parts, accountId, { runId, now })),
      )
      for (const answer of answers) {
        heard?.(answer)
        silent = answer.kind === 'unread' ? silent + 1 : 0
        run = { ...run, ...counted(run, answer) }
        if (silent < GIVES_UP_AFTER || answer.kind !== 'unread') continue
        await noteProgress(parts.em(), asNoted, { wallNow: parts.wallNow(), leaseMs: PAUSE_MS })
        throw new Error(`The payment processor does not answer: ${answer.why}`)
      }
    }
    if (page.length > 0) run = { ...run, afterAccount: page.at(-1)! }
    if (page.length < PAGE) break
    await noteProgress(parts.em(), run, lease())
  }
  await finishReconciliation(parts.em(), run, now)
  const { accounts, unread, differences, repaired } = run
  return { accounts, unread, differences, repaired }
}

async function compared(
  parts: ReconcileParts,
  accountId: string,
  at: { readonly runId: string; readonly now: Instant },
): Promise<AccountCompared> {
  try {
    return await reconcileAccount(parts, accountId, at)
  } catch (error) {
    parts.log.error({ err: error, account: accountId }, 'an account could not be compared')
    return { kind: 'none' }
  }
}

function counted(before: ReconciliationCounts, answer: AccountCompared): ReconciliationCounts {
  const { accounts, unread, differences, repaired } = before
  switch (answer.kind) {
    case 'none':
      return before
    case 'unread':
      return { ...before, accounts: accounts + 1, unread: unread + 1 }
    case 'compared':
      return {
        accounts: accounts + 1,
        unread,
        differences: differences + answer.differences.length,
        repaired: repaired + answer.repaired.length,
      }
  }
}
