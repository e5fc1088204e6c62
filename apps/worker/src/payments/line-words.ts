import { explainLine, type InvoiceLine } from '@seatkeeper/rules'

/** The processor takes no more. */
const LONGEST = 500

/** What a line says on the processor's own page and receipt: our subject and formula. */
export function lineWords(line: InvoiceLine): string {
  return `${line.subject}: ${explainLine(line).formula}`.slice(0, LONGEST)
}
