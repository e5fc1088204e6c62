export type { TestAccount, TestAccountOptions } from './account.ts'
export { TEST_NOW, buildAccount, testDay } from './account.ts'
export type { TestDatabase } from './test-database.ts'
export { createTestDatabase } from './test-database.ts'
