export * from './catalog.ts'
export { DEFAULT_CATALOG } from './default-catalog.ts'
export { readCatalog } from './read-catalog.ts'
export { listPrice, lowerPlans, planChangeKind, planOf, seasonPrice } from './price.ts'
