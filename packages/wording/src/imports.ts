import type { ImportFault, RowPlan, RowRefusal } from '@seatkeeper/rules'
import { refusalSentence } from './refusals.ts'
import { UTC_VIEWER, type Viewer } from './viewer.ts'

/** USER-09: what a row of a file would do. */
export const rowPlanName = {
  add: 'Add',
  change: 'Change',
  same: 'No change',
  refuse: 'Can’t be done',
} as const satisfies Record<RowPlan['kind'], string>

/** What came of it. */
export const rowResultName = {
  added: 'Added',
  changed: 'Changed',
  refused: 'Not done',
} as const

const faultSentence: {
  readonly [F in ImportFault['fault']]: (fault: Extract<ImportFault, { fault: F }>) => string
} = {
  'too-many-cells': () =>
    'This row has more cells than the file has columns. Perhaps a cell with a separator in it lacks its quotes.',
  'bad-name': () => 'The name can’t be used: it is longer than 120 characters or holds invisible ones.',
  'name-missing': () => 'Nobody with this e-mail is here yet, so a name is needed.',
  'type-missing': () => 'Nobody with this e-mail is here yet, so a type of user is needed.',
  'type-unknown': ({ text }) =>
    `“${text}” is no type of user. Write Full-time, Collaborator, Seasonal or Staff.`,
  'season-unknown': ({ text }) => `No season of your contract is called “${text}”.`,
  'season-ambiguous': ({ text }) =>
    `Several seasons to come are called “${text}”. Choose between them on the user’s own page.`,
  'permission-set-unknown': ({ text }) => `There is no permission set “${text}”.`,
  'role-unknown': ({ text }) =>
    `“${text}” is no role. Write Member, Team lead, User manager, Admin or Billing admin.`,
  repeated: ({ line }) => `This e-mail stands in line ${line} already. Keep one of the two rows.`,
}

/** Why a row cannot be: what its text lacks, or the sentence that every door has for it. */
export function rowRefusalSentence(why: RowRefusal, viewer: Viewer = UTC_VIEWER): string {
  if (!('fault' in why)) return refusalSentence(why, viewer)
  return (faultSentence[why.fault] as (fault: ImportFault) => string)(why)
}
