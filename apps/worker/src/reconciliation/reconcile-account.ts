import { type Em, ourSide, recordComparison } from '@seatkeeper/db'
import type { PaymentGateway } from '@seatkeeper/payments'
import { type Difference, differencesOf, type Instant, safeRepair } from '@seatkeeper/rules'
import type { Logger } from 'pino'
import { readProcessor } from './read-processor.ts'
import { repairDifference } from './repair-difference.ts'

export interface ReconcileParts {
  readonly em: () => Em
  /** Null: no card is charged here, and our books are compared with the roster alone. */
  readonly gateway: PaymentGateway | null
  readonly wallNow: () => Instant
  readonly log: Logger
  /** Repair at once what is safe to repair. */
  readonly repair: boolean
}

export type AccountCompared =
  | {
      readonly kind: 'compared'
      readonly accountId: string
      readonly differences: readonly Difference[]
      readonly repaired: readonly Difference[]
    }
  | { readonly kind: 'unread'; readonly accountId: string; readonly why: string }
  | { readonly kind: 'none' }

/**
 * PAY-09: compares one account and writes down what was found. Our side is read first, in one instant; what the processor then
 * says can only be ahead of it. What seems to differ is looked at a second time, because something may have been under way
 * between the two. Safe to repeat, and beside another worker.
 */
export async function reconcileAccount(
  parts: ReconcileParts,
  accountId: string,
  { runId, now }: { readonly runId: string; readonly now: Instant },
): Promise<AccountCompared> {
  const first = await look(parts, accountId, now)
  if (first.kind !== 'looked') return first
  let { differences } = first
  const repaired: Difference[] = []
  if (differences.length > 0) {
    const second = await look(parts, accountId, now)
    if (second.kind !== 'looked') return second
    const before = new Set(differences.map(nameOf))
    differences = second.differences.filter((difference) => before.has(nameOf(difference)))
  }
  if (parts.repair) {
    for (const difference of differences) {
      const repair = safeRepair(difference)
      if (repair === null) continue
      try {
        const done = await repairDifference(parts, { accountId, difference, repair, now })
        if (done) repaired.push(difference)
      } catch (error) {
        parts.log.error({ err: error, account: accountId, difference }, 'a difference could not be repaired')
      }
    }
    if (repaired.length > 0) {
      const after = await look(parts, accountId, now)
      if (after.kind !== 'looked') return after
      differences = after.differences
    }
  }
  const over = repaired.filter((one) => !differences.some((left) => nameOf(left) === nameOf(one)))
  await recordComparison(parts.em(), {
    accountId,
    runId,
    now,
    withProcessor: first.withProcessor,
    differences,
    repaired: over,
  })
  return { kind: 'compared', accountId, differences, repaired: over }
}

const nameOf = ({ kind, subject }: Difference): string => `${kind} ${subject}`

type Look =
  | { readonly kind: 'looked'; readonly withProcessor: boolean; readonly differences: readonly Difference[] }
  | Exclude<AccountCompared, { kind: 'compared' }>

async function look(
  { em, gateway, wallNow }: ReconcileParts,
  accountId: string,
  now: Instant,
): Promise<Look> {
  const ours = await ourSide(em(), accountId, now)
  if (ours === null) return { kind: 'none' }
  const { customerId, facts } = ours
  const withProcessor = gateway !== null && customerId !== null
  if (!withProcessor)
    return {
      kind: 'looked',
      withProcessor,
      differences: differencesOf({ ...facts, processor: null }, wallNow()),
    }
  const read = await readProcessor(gateway, customerId, facts.card)
  if (read.kind === 'unread') return { ...read, accountId }
  const { processor } = read
  return { kind: 'looked', withProcessor, differences: differencesOf({ ...facts, processor }, wallNow()) }
}
