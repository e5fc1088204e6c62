export type { ImportFacts, ImportFault, ImportMember, ImportRow, RowPlan, RowRefusal } from './plan.ts'
export { planImport } from './plan.ts'
