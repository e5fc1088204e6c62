import type { Instant } from '../time/instant.ts'
import type { IssuedLine } from './cover.ts'
import { chargesOf, isCredit, type OpenCharge, takeCredit } from './credit-attribution.ts'
import { type InvoiceLine, pricedLine, type PricedLine } from './line.ts'

/** A line with what is known of its document. */
export interface DocumentLine {
  readonly documentId: string
  readonly kind: 'invoice' | 'credit-note'
  /** The invoice that its credit note takes back as a whole. */
  readonly voids: string | null
  /** Its invoice was taken back. */
  readonly voided: boolean
  readonly issuedAt: Instant
  readonly paidAt: Instant | null
  readonly line: InvoiceLine
}

/**
 * D-34, D-02: what still counts of the lines that were issued: without invoices that were taken back and the notes that do so, and without
 * what earlier credits gave back of just those: it is part of what taking back gave, and covers nothing else.
 *
 * @param lines Of one contract or season, in the order of their documents' numbers, those that were taken back included.
 */
export function standingLines(lines: readonly DocumentLine[]): IssuedLine[] {
  const voided = new Set(lines.filter((line) => line.voided).map(({ documentId }) => documentId))
  const paidAt = new Map(lines.map((line) => [line.documentId, line.paidAt]))
  const standing: IssuedLine[] = []
  let open: OpenCharge[] = []
  for (const { documentId, kind, voids, issuedAt, paidAt: at, line } of lines) {
    if (voids !== null) {
      open = open.filter(({ invoiceId }) => invoiceId !== voids)
      continue
    }
    if (kind === 'invoice') open.push(...chargesOf(documentId, [line]))
    if (voided.has(documentId)) continue
    if (kind === 'invoice' || !isCredit(line)) {
      standing.push({ line, paid: at !== null })
      continue
    }
    const { taken } = takeCredit(line, open, (id) => (paidAt.get(id) ?? issuedAt + 1) <= issuedAt)
    let gone = 0
    for (const [id, part] of taken) if (voided.has(id)) gone += part
    const left = withoutPart(line, gone)
    if (left) standing.push({ line: left, paid: at !== null })
  }
  return standing
}

/** As many units as are left of the line's money, rounded up: what covers less is never credited twice. */
function withoutPart(line: PricedLine, part: number): PricedLine | undefined {
  if (part === 0) return line
  const all = 0 - line.amount.amount
  // One minor unit is what rounding a line can hide.
  const units = Math.min(Math.floor(((part + 1) * line.quantity) / all), line.quantity)
  return units === line.quantity ? undefined : pricedLine({ ...line, quantity: line.quantity - units })
}
