import type { StorageAmounts, StorageCatalog } from '../catalog/catalog.ts'
import { DEFAULT_CATALOG } from '../catalog/default-catalog.ts'
import { own } from '../catalog/price.ts'
import type { Decision } from '../decision.ts'
import { sumAmounts } from '../money/exact.ts'
import { KB } from './units.ts'

export interface DataLine {
  readonly klass: string
  readonly count: number
  /** Bytes that one record counts. */
  readonly size: number
  readonly bytes: number
}

/**
 * STOR-02: Σ count × size, bytes, with a line for each klass; replication and indexes add nothing. Refused: a klass
 * that the catalog does not size; a negative or fractional count; a sum beyond the safe integers.
 */
export function dataBytes(
  counts: Readonly<Record<string, number>>,
  { klassBytes }: Pick<StorageCatalog, 'klassBytes'> = DEFAULT_CATALOG.storage,
): Decision<
  { readonly bytes: number; readonly lines: readonly DataLine[] },
  'unknown-klass' | 'invalid-quantity' | 'amount-out-of-range'
> {
  const lines: DataLine[] = []
  for (const [klass, count] of Object.entries(counts)) {
    const size = own(klassBytes, klass)
    if (size === undefined) return { kind: 'refuse', reason: 'unknown-klass', klass }
    if (!isCount(count)) return { kind: 'refuse', reason: 'invalid-quantity' }
    const bytes = count * size
    if (!Number.isSafeInteger(bytes)) return { kind: 'refuse', reason: 'amount-out-of-range' }
    lines.push({ klass, count, size, bytes })
  }
  const bytes = sumAmounts(lines.map((line) => line.bytes))
  return bytes === undefined
    ? { kind: 'refuse', reason: 'amount-out-of-range' }
    : { kind: 'grant', bytes, lines }
}

/** STOR-03: a file counts its size rounded up to whole KB. Throws for what is no size. */
export function fileBytes(size: number): number {
  if (!isCount(size)) throw new RangeError(`Not the size of a file: ${size}`)
  return Math.ceil(size / KB) * KB
}

/**
 * STOR-03: every file, e-mail attachments included, rounded up by itself. Refused: a negative or fractional size; a
 * sum beyond the safe integers.
 */
export function attachmentBytes(
  sizes: Iterable<number>,
): Decision<{ readonly bytes: number; readonly files: number }, 'invalid-quantity' | 'amount-out-of-range'> {
  let bytes = 0
  let files = 0
  for (const size of sizes) {
    if (!isCount(size)) return { kind: 'refuse', reason: 'invalid-quantity' }
    bytes += fileBytes(size)
    files += 1
    if (!Number.isSafeInteger(bytes)) return { kind: 'refuse', reason: 'amount-out-of-range' }
  }
  return { kind: 'grant', bytes, files }
}

/** What an organization stores, bytes. */
export interface StorageUsage extends StorageAmounts {
  /** D-38: the data attribute of custom objects: attachment storage that is shown apart. */
  readonly customObjectData?: number
}

/** D-38: what counts against the limit: custom objects' data only where the vendor switched that on. */
export function chargedUsage(
  { data, attachments, customObjectData = 0 }: StorageUsage,
  { chargeCustomObjectData }: Pick<StorageCatalog, 'chargeCustomObjectData'>,
): StorageAmounts {
  return { data, attachments: attachments + (chargeCustomObjectData ? customObjectData : 0) }
}

/** D-30: an attachment counts twice: its record as data, its file as attachment storage. */
export function attachmentUsage(
  size: number,
  { klassBytes }: Pick<StorageCatalog, 'klassBytes'> = DEFAULT_CATALOG.storage,
): StorageAmounts {
  return { data: klassBytes.attachment ?? 0, attachments: fileBytes(size) }
}

export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
