import { comparedNames, type Database } from '@seatkeeper/db'
import { dayAt, type Difference } from '@seatkeeper/rules'
import { differenceSentence, formatDay } from '@seatkeeper/wording'
import type { AccountCompared } from './reconcile-account.ts'

/** PAY-09: what was found of an account, in lines for whoever runs the command; accounts, invoices and people by name. */
export async function toldOf(database: Database, found: AccountCompared): Promise<readonly string[]> {
  if (found.kind === 'none' || !hasNews(found)) return []
  const differences = found.kind === 'compared' ? [...found.repaired, ...found.differences] : []
  const known = await comparedNames(database.worker(), found.accountId, differences.flatMap(identitiesOf))
  const account = known?.account ?? `account ${found.accountId}`
  if (found.kind === 'unread') return [`? ${account}: the processor did not answer (${found.why})`]
  const words = {
    currency: known?.currency ?? 'USD',
    names: Object.fromEntries([
      ...(known?.invoices ?? []).map(({ id, number }) => [id, `Invoice ${number}`] as const),
      ...(known?.purchases ?? []).map(
        ({ id, at, by }) => [id, `The purchase of ${formatDay(dayAt(at))}${by ? ` by ${by}` : ''}`] as const,
      ),
    ]),
  }
  return [
    ...found.repaired.map((difference) => `✓ ${account}: ${differenceSentence(difference, words)} Repaired.`),
    ...found.differences.map((difference) => `✗ ${account}: ${differenceSentence(difference, words)}`),
  ]
}

/** Most accounts agree, and nothing is said of them. */
export const hasNews = (found: AccountCompared): boolean =>
  found.kind === 'unread' ||
  (found.kind === 'compared' && found.repaired.length + found.differences.length > 0)

const identitiesOf = (difference: Difference): readonly string[] => [
  difference.subject,
  ...('charge' in difference ? [difference.charge] : []),
]
