import type { Instant } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { auditActorName, auditChanges, auditSentence } from './audit.ts'

const ada = { actorKind: 'member', actorId: 'm', actor: 'Ada' } as const

describe('USER-10 sentences', () => {
  test.each([
    { action: 'user.added', subject: 'Bo', says: 'Ada added Bo.' },
    { action: 'user.first-signed-in', subject: 'Bo', says: 'Bo signed in for the first time.' },
    { action: 'user.removed', subject: null, says: 'Ada removed somebody who is gone.' },
    { action: 'seats.held', subject: null, says: 'Ada held seats for a review.' },
    { action: 'permission-set.deleted', subject: 'Agent', says: 'Ada deleted the permission set Agent.' },
    { action: 'new-thing.was-done', subject: null, says: 'Ada: new thing was done.' },
    { action: 'new-thing.was-done', subject: 'X', says: 'Ada: new thing was done (X).' },
  ])('$action', ({ action, subject, says }) => {
    expect(auditSentence({ ...ada, action, subject })).toBe(says)
  })

  test.each([
    { by: { ...ada, actor: null }, says: 'Somebody who is gone' },
    { by: { actorKind: 'api-key', actorId: 'k', actor: 'Helpdesk' }, says: 'The key Helpdesk' },
    { by: { actorKind: 'job', actorId: 'vendor', actor: null }, says: 'The vendor' },
    { by: { actorKind: 'job', actorId: 'lines', actor: null }, says: 'The system itself' },
    { by: { actorKind: 'staff', actorId: 's', actor: null }, says: 'The vendor’s staff' },
  ] as const)('$says', ({ by, says }) => {
    expect(auditActorName(by)).toBe(says)
  })
})

test('USER-10 before and after are told field by field, only where they differ, with names for identities', () => {
  const at = Date.UTC(2026, 5, 1) as Instant
  expect(
    auditChanges(
      {
        before: { name: 'Bo', type: 'seasonal', seasons: ['s1'], permissionSetId: null, role: 'member' },
        after: {
          name: 'Bo',
          type: 'full-time',
          seasons: [],
          permissionSetId: 'p1',
          role: 'member',
          expiresAt: at,
          until: '2026-06-01T00:00:00+00:00',
          rights: [{ key: 'tickets.reply', description: 'x' }],
          bulkId: 7,
          active: true,
          entries: { a: 'b' },
        },
      },
      { s1: 'Summer', p1: 'Agent' },
    ),
  ).toEqual([
    { field: 'Type of User', before: 'Seasonal', after: 'Full-time' },
    { field: 'Seasons', before: 'Summer', after: null },
    { field: 'Permission set', before: null, after: 'Agent' },
    { field: 'Expires', before: null, after: '1 Jun 2026, 00:00 UTC' },
    { field: 'Until', before: null, after: '1 Jun 2026, 00:00 UTC' },
    { field: 'Rights', before: null, after: 'tickets.reply' },
    { field: 'Bulk id', before: null, after: '7' },
    { field: 'Active', before: null, after: 'yes' },
  ])
})
