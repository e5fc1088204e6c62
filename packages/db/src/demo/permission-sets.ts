import type { PermissionSetDraft } from '@seatkeeper/rules'

const read = { key: 'tickets.read', description: 'Reads tickets and their history' }
const reply = { key: 'tickets.reply', description: 'Answers tickets' }
const assign = { key: 'tickets.assign', description: 'Hands tickets to somebody else' }
const reports = { key: 'reports.read', description: 'Reads the reports of the team' }

/** What Larkspur's users may do in their helpdesk (USER-08). */
export const demoPermissionSets: readonly PermissionSetDraft[] = [
  { name: 'Agent', rights: [read, reply] },
  { name: 'Supervisor', rights: [read, reply, assign, reports] },
  { name: 'Read only', rights: [read] },
]
