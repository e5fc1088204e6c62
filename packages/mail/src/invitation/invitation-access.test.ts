import type { Day, Instant, Season } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { invitationAccess } from './invitation-access.ts'

const at = (iso: string) => Date.parse(iso) as Instant
const season = (firstDay: string, lastDay: string): Season => ({
  id: firstDay,
  name: firstDay,
  firstDay: firstDay as Day,
  lastDay: lastDay as Day,
})
const june = season('2026-06-01', '2026-06-30')
const autumn = season('2026-09-01', '2026-11-30')
const seasonal = { type: 'seasonal', signedUp: false } as const

describe('MAIL-01 who gets a link in the invitation', () => {
  test.each([
    [
      'one millisecond before opening: none',
      '2026-05-31T23:59:59.999Z',
      { kind: 'later', opensAt: at('2026-06-01') },
    ],
    ['at the opening instant: sign-up (D-17)', '2026-06-01T00:00:00.000Z', { kind: 'sign-up' }],
    ['at the last millisecond: sign-up', '2026-06-30T23:59:59.999Z', { kind: 'sign-up' }],
    [
      'between two seasons: none, the next one counts',
      '2026-07-01T00:00:00.000Z',
      { kind: 'later', opensAt: at('2026-09-01') },
    ],
  ])('a seasonal user, %s', (_name, now, expected) => {
    expect(invitationAccess({ ...seasonal, seasons: [june, autumn] }, at(now))).toEqual(expected)
  })

  test('D-18 the first season is the earliest to open, not the first in the list', () => {
    expect(invitationAccess({ ...seasonal, seasons: [autumn, june] }, at('2026-01-01'))).toEqual({
      kind: 'later',
      opensAt: at('2026-06-01'),
    })
  })

  test('D-14 without a season there is nothing to wait for yet', () => {
    expect(invitationAccess({ ...seasonal, seasons: [] }, at('2026-01-01'))).toEqual({
      kind: 'later',
      opensAt: null,
    })
  })

  test.each(['full-time', 'collaborator', 'staff'] as const)(
    'a %s user gets the sign-up link at once',
    (type) => {
      expect(invitationAccess({ type, seasons: [], signedUp: false }, at('2026-01-01'))).toEqual({
        kind: 'sign-up',
      })
    },
  )

  test('whoever has a password already is led to sign-in', () => {
    expect(invitationAccess({ type: 'full-time', seasons: [], signedUp: true }, at('2026-01-01'))).toEqual({
      kind: 'sign-in',
    })
  })
})
