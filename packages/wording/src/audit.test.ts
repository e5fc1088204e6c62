import type { Instant } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { auditActorName, auditChanges, auditChannelText, auditSentence } from './audit.ts'

const ada = { actorKind: 'member', actorId: 'm', actor: 'Ada' } as const

describe('USER-10 sentences', () => {
  test.each([
    { action: 'user.added', subject: 'Bo', says: 'Ada added Bo.' },
    { action: 'user.first-signed-in', subject: 'Bo', says: 'Bo signed in for the first time.' },
    { action: 'user.removed', subject: null, says: 'Ada removed somebody who is gone.' },
    { action: 'seats.held', subject: null, says: 'Ada held seats for a review.' },
    {
      action: 'organization.second-factor-required',
      subject: null,
      says: 'Ada now requires a second step of all admins.',
    },
    {
      action: 'organization.second-factor-not-required',
      subject: null,
      says: 'Ada no longer requires a second step of admins.',
    },
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

const system = { actorKind: 'job', actorId: 'billing', actor: null } as const
const vendor = { actorKind: 'job', actorId: 'vendor', actor: null } as const
const money = { due: 111714, currency: 'USD' }
const more = { changes: [{ kind: 'quantity', item: 'full-time', by: 3 }] }
const names = { p1: 'full-time', p2: 'Summer', m1: 'Bo', i1: 'Invoice 8' }

describe('USER-10 an entry names what it is about, with its figures', () => {
  test.each([
    {
      by: ada,
      does: 'billing.purchase-submitted',
      after: { ...money, ...more },
      says: 'Ada ordered 3 more full-time seats for US$1,117.14.',
    },
    {
      by: ada,
      does: 'billing.purchase-submitted',
      after: {
        ...money,
        changes: [
          { kind: 'plan', plan: 'enterprise' },
          { kind: 'quantity', item: 'collaborator', by: 1 },
        ],
      },
      says: 'Ada ordered the plan Enterprise and 1 more collaborator seat for US$1,117.14.',
    },
    {
      by: system,
      does: 'billing.purchase-granted',
      after: { ...money, ...more, number: 5 },
      says: '3 more full-time seats were bought: invoice 5, US$1,117.14.',
    },
    {
      by: system,
      does: 'billing.purchase-granted',
      after: { ...money, number: 5, changes: [], subject: { kind: 'new-term' } },
      says: 'A new term was bought: invoice 5, US$1,117.14.',
    },
    {
      by: system,
      does: 'billing.purchase-failed',
      after: { ...money, ...more, failure: 'declined' },
      says: 'The order of 3 more full-time seats for US$1,117.14 came to nothing: the bank declined the charge; nothing was charged.',
    },
    {
      by: system,
      does: 'billing.purchase-failed',
      after: { failure: 'authentication-lapsed' },
      says: 'The order came to nothing: the bank’s question was not answered in time; nothing was charged.',
    },
    {
      by: system,
      does: 'billing.purchase-failed',
      after: { failure: 'contract-ended' },
      says: 'The order came to nothing: the term had ended before it was paid; what was paid is in the credit balance.',
    },
    {
      by: system,
      does: 'billing.purchase-failed',
      after: {},
      says: 'The order came to nothing; nothing was charged.',
    },
    {
      by: ada,
      does: 'billing.card-entered',
      before: { brand: 'visa', lastFour: '0341' },
      after: { brand: 'visa', lastFour: '4242' },
      says: 'Ada entered a card: Visa ending in 4242 in place of Visa ending in 0341.',
    },
    {
      by: system,
      does: 'billing.card-entered',
      after: { brand: 'visa', lastFour: '4242' },
      says: 'Visa ending in 4242 was entered at the payment processor.',
    },
    {
      by: ada,
      does: 'billing.change-scheduled',
      before: { 'full-time': 12, plan: 'business' },
      after: { 'full-time': 10, plan: 'professional', effectiveOn: '2026-06-01' },
      says: 'Ada scheduled a change of the contract for its renewal: full-time seats 12 → 10, plan Business → Professional.',
    },
    {
      by: ada,
      does: 'billing.change-called-off',
      before: { 'full-time': 10 },
      after: { 'full-time': 12 },
      says: 'Ada called off a change of the contract: full-time seats 12 → 10.',
    },
    {
      by: system,
      does: 'billing.change-made',
      before: { 'full-time': 12 },
      after: { 'full-time': 10 },
      says: 'A scheduled change took effect: full-time seats 12 → 10.',
    },
    {
      by: ada,
      does: 'billing.cancelled',
      after: { endsOn: '2026-06-01', lapsed: 0 },
      says: 'Ada cancelled the subscription; it ends on 1 Jun 2026.',
    },
    {
      by: system,
      does: 'billing.invoice-issued',
      after: { ...money, number: 5, start: '2026-06-01', end: '2026-07-01' },
      says: 'Invoice 5 over US$1,117.14 was issued for 1 Jun 2026 – 30 Jun 2026.',
    },
    {
      by: system,
      does: 'billing.invoice-paid',
      after: { ...money, number: 5 },
      says: 'Invoice 5 was paid, US$1,117.14.',
    },
    {
      by: vendor,
      does: 'billing.invoice-paid',
      after: { ...money, number: 5 },
      says: 'The vendor marked invoice 5 as paid, US$1,117.14.',
    },
    {
      by: vendor,
      does: 'billing.invoice-voided',
      before: { ...money, number: 5 },
      after: { reason: 'Ten seats too many' },
      says: 'The vendor took invoice 5 over US$1,117.14 back by a credit note: Ten seats too many.',
    },
    {
      by: vendor,
      does: 'billing.void-invoice-credited',
      after: { ...money, number: 5 },
      says: 'The vendor put what came for invoice 5, which was taken back, into the credit balance: US$1,117.14.',
    },
    {
      by: system,
      does: 'billing.void-invoice-credited',
      after: { ...money, number: 5 },
      says: 'What came for invoice 5, which was taken back, went into the credit balance: US$1,117.14.',
    },
    {
      by: system,
      does: 'billing.contract-renewed',
      after: { plan: 'business', term: { start: '2026-06-01', end: '2027-06-01' } },
      says: 'The contract was renewed: Business, 1 Jun 2026 – 31 May 2027.',
    },
    {
      by: system,
      does: 'billing.difference-repaired',
      after: { difference: 'paid-there-open-here', subject: 'i1' },
      says: 'Invoice 8 was found paid at the payment processor, and was booked.',
    },
    {
      by: vendor,
      does: 'billing.payment-agreed',
      after: { payment: 'wire', netDays: 30 },
      says: 'The vendor changed how the account pays: by bank transfer within 30 days.',
    },
    {
      by: vendor,
      does: 'billing.season-offered',
      after: { name: 'Spring', seats: 10 },
      says: 'The vendor offered the season Spring outside the contract: 10 seats.',
    },
    {
      by: ada,
      does: 'seats.held',
      after: { pools: ['p1', 'p2'] },
      says: 'Ada held seats for a review: Full-time and Summer.',
    },
    {
      by: ada,
      does: 'waiting.joined',
      after: { pool: 'p2', wants: 'seat' },
      says: 'Ada joined the waiting list of Summer.',
    },
    {
      by: ada,
      does: 'waiting.joined',
      after: { pool: 'p2', wants: 'news' },
      says: 'Ada asked to be told of a free seat in Summer.',
    },
    {
      by: system,
      does: 'waiting.offered',
      after: { pool: 'p2', member: 'm1' },
      says: 'A seat in Summer was offered to Bo.',
    },
    {
      by: ada,
      does: 'user.swapped-out',
      after: { successor: 'm1' },
      says: 'Ada gave the place of Cy to Bo.',
    },
    {
      by: ada,
      does: 'sign-in.refused',
      after: { reason: 'closed' },
      says: 'Ada reported a sign-in of Cy that was not allowed (closed).',
    },
    {
      by: ada,
      does: 'email.changed',
      before: { email: 'cy@old.example' },
      after: { email: 'cy@new.example' },
      says: 'Cy changed their e-mail address: cy@old.example → cy@new.example.',
    },
    {
      by: ada,
      does: 'email.change-taken-back',
      before: { email: 'cy@new.example' },
      after: { email: 'cy@old.example' },
      says: 'Cy took the change of their e-mail address back: cy@new.example → cy@old.example.',
    },
    {
      by: ada,
      does: 'email.changed',
      after: { email: 'cy@new.example' },
      says: 'Cy changed their e-mail address.',
    },
    {
      by: ada,
      does: 'second-factor.added',
      after: { factor: 'passkey', name: 'Laptop' },
      says: 'Ada added the passkey Laptop to sign in with.',
    },
    {
      by: ada,
      does: 'import.committed',
      after: { name: 'Cy', rows: 12 },
      says: 'Ada had the file Cy carried out: 12 rows.',
    },
  ])('USER-10 $says', ({ by, does, before, after, says }) => {
    const entry = { ...by, action: does, subject: 'Cy', before: before ?? null, after }
    expect(auditSentence(entry, names)).toBe(says)
  })

  test('USER-10 no identity is shown that has no name, and nothing that its sentence says', () => {
    const id = '01a201f8-7c0f-791f-961c-dc2e8d615460'
    const after = { mail: id, pool: id, successor: id, difference: 'x', number: 7, ...money }
    expect(auditChanges({ before: null, after }, {})).toEqual([
      { field: 'Invoice', before: null, after: '7' },
      { field: 'Amount', before: null, after: 'US$1,117.14' },
    ])
    expect(auditChanges({ action: 'billing.invoice-issued', before: null, after }, {})).toEqual([])
    expect(
      auditChanges(
        { action: 'billing.purchase-failed', before: null, after: { ...money, failure: 'declined' } },
        {},
      ),
    ).toEqual([])
    for (const action of ['seats.held', 'waiting.offered', 'user.swapped-out', 'billing.difference-repaired'])
      expect(
        auditSentence({
          ...ada,
          action,
          subject: 'Cy',
          before: null,
          after: { ...after, pools: [id], subject: id },
        }),
      ).not.toContain(id)
  })

  test('USER-10 what somebody’s file has done is told as the import that it is', () => {
    expect(auditChannelText({ channel: 'job', actorKind: 'member' })).toBe('Import')
    expect(auditChannelText({ channel: 'job', actorKind: 'job' })).toBe('Automatic')
    expect(auditChannelText({ channel: 'portal', actorKind: 'member' })).toBe('Portal')
  })
})
