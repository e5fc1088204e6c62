export { startEmbedded } from './start.ts'
export type { EmbeddedPostgres, StartEmbeddedOptions } from './start.ts'
export { EmbeddedPostgresError } from './fault.ts'
