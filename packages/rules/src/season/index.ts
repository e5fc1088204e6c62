export type { Season } from './season.ts'
export { decideSeasonDates } from './dates.ts'
export type { Phase, SeasonDates } from './window.ts'
export { seasonPhase, seasonWindow } from './window.ts'
