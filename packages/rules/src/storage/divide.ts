import type { StorageAmounts } from '../catalog/catalog.ts'
import type { Decision } from '../decision.ts'
import { splitInteger } from '../money/split.ts'
import type { Instant } from '../time/instant.ts'

export interface StorageSharer {
  readonly id: string
  readonly kind: 'production' | 'sandbox'
  readonly createdAt: Instant
}

export interface StorageShare {
  readonly id: string
  /** Bytes; null: a sandbox, without limits. */
  readonly share: StorageAmounts | null
}

/**
 * STOR-06, D-07: an account's allowance in equal parts for its production organizations; bytes left over go one each
 * to the oldest. Sandbox organizations take no share. The answer keeps the given order. Refused: an account without
 * a production organization.
 */
export function divideStorage(
  { data, attachments }: StorageAmounts,
  organizations: readonly StorageSharer[],
): Decision<{ readonly shares: readonly StorageShare[] }, 'no-production-organization'> {
  const oldestFirst = organizations
    .filter((organization) => organization.kind === 'production')
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  if (oldestFirst.length === 0) return { kind: 'refuse', reason: 'no-production-organization' }
  const weights = oldestFirst.map(() => 1)
  // Equal weights have equal remainders, and the earlier comes first among them.
  const [dataParts, attachmentParts] = [splitInteger(data, weights), splitInteger(attachments, weights)]
  const shares = new Map(
    oldestFirst.map(({ id }, index) => [
      id,
      { data: dataParts![index]!, attachments: attachmentParts![index]! },
    ]),
  )
  return { kind: 'grant', shares: organizations.map(({ id }) => ({ id, share: shares.get(id) ?? null })) }
}
