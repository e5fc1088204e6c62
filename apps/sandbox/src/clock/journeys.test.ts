import type { ClockStep } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import type { Mail } from '../mail/mailbox.ts'
import { journeysOf } from './journeys.ts'

const WALL = Date.parse('2026-06-10T08:00:00Z')
const day = (n: number) => Date.parse(`2026-07-${String(n).padStart(2, '0')}T00:00:00Z`) as Instant
const step = (kind: ClockStep['kind'], seconds: number, businessAt: Instant): ClockStep => ({
  kind,
  wallAt: (WALL + seconds * 1_000) as Instant,
  businessAt,
})
let made = 0
const mail = (subject: string, seconds: number, businessAt: Instant): Mail & { businessAt: Instant } => ({
  id: String(++made),
  receivedAt: new Date(WALL + seconds * 1_000),
  from: 'seats@example.com',
  to: 'sam@example.com',
  subject,
  text: '',
  html: undefined,
  attachments: [],
  businessAt,
})

test('OPS-04 tells each move with what happened at which instant, in order; the latest first', () => {
  const steps = [
    step('left', 0, day(1)),
    step('due', 1, day(3)),
    step('due', 2, day(5)),
    step('due', 3, day(7)),
    step('arrived', 4, day(7)),
    step('left', 60, day(8)),
  ]
  // The mailbox gives the newest first.
  const mails = [
    mail('A mail of today', 30, day(7)),
    mail('Second at five', 2.6, day(5)),
    mail('First at five', 2.5, day(5)),
    mail('At three', 1.5, day(3)),
    mail('Long before', -100, day(1)),
  ]
  const told = journeysOf(steps, mails).map(({ from, to, stops }) => ({
    from,
    to,
    stops: stops.map(({ at, mails }) => [at, ...mails.map(({ subject }) => subject)]),
  }))
  expect(told).toEqual([
    { from: day(8), to: null, stops: [] },
    {
      from: day(1),
      to: day(7),
      stops: [
        [day(3), 'At three'],
        [day(5), 'First at five', 'Second at five'],
      ],
    },
  ])
})

test('OPS-04 due work that mails nobody is told all the same; where it only came to rest is not', () => {
  const steps = [
    step('left', 0, day(1)),
    step('due', 1, day(2)),
    step('due', 2, day(4)),
    step('arrived', 3, day(4)),
  ]
  expect(journeysOf(steps, []).map(({ stops }) => stops)).toEqual([[{ at: day(2), mails: [] }]])
})
