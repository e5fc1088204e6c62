export {
  type AllowanceFacts,
  type AllowanceLine,
  storageAllowance,
  type StorageAllowance,
} from './allowance.ts'
export { cheapestCure, type Cure, type CureFacts, type Cures } from './cure.ts'
export { divideStorage, type StorageShare, type StorageSharer } from './divide.ts'
export { storageForecast, type StorageForecast, type UsagePoint } from './forecast.ts'
export { usageMonth } from './late-usage.ts'
export { averageLicences, type LicenceChange, licenceCount } from './licences.ts'
export {
  storageOver,
  creationRestricted,
  gigabytesBegun,
  levelsReached,
  type OverageFacts,
  storageOverage,
  type StorageOverage,
} from './overage.ts'
export { GB, KB, MB, TB } from './units.ts'
export {
  attachmentBytes,
  attachmentUsage,
  chargedUsage,
  dataBytes,
  type DataLine,
  fileBytes,
  type StorageUsage,
} from './usage.ts'
