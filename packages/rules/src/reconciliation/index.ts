export {
  type Difference,
  type DifferenceKind,
  DIFFERENCES,
  differencesOf,
  safeRepair,
  type SafeRepair,
} from './differences.ts'
export type { CardFacts, ListedInvoice, OurCharge, ReconciliationFacts, SeatCount } from './facts.ts'
export { lastNight } from './night.ts'
