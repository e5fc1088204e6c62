export type { SlackIneligibility, SlackPersonFacts } from './person.ts'
export { decideSlackPerson } from './person.ts'
