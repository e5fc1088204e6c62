import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { confirmEmail, emailChangeAsked, emailChanged } from './email-change.ts'

const props = {
  product: 'Seatkeeper',
  name: 'Pat <b>Person</b>',
  newEmail: 'pat.new@example.com',
  url: 'https://seats.example.com/x/x.y',
  until: Date.parse('2026-06-10T09:00:00Z') as Instant,
  reader: { zone: 'America/New_York' },
}

test.each([
  ['to the new address', confirmEmail, 'Confirm your new e-mail address for Seatkeeper', 'ignore this mail'],
  [
    'to the old one before',
    emailChangeAsked,
    'Your e-mail address for Seatkeeper is about to change',
    'stop it here',
  ],
  [
    'to the old one afterwards',
    emailChanged,
    'Your e-mail address for Seatkeeper was changed',
    'take it back',
  ],
])(
  'USER-12 the mail %s says what the link does, until when, and what if it was not them',
  async (_, word, subject, way) => {
    const mail = await word(props)
    expect(mail.subject).toBe(subject)
    for (const part of [props.url, props.newEmail, '10 Jun 2026, 09:00 UTC (10 Jun 2026, 05:00 EDT)', way]) {
      expect(mail.text).toContain(part)
      expect(mail.html).toContain(part)
    }
    expect(mail.html).not.toContain('<b>Person</b>')
  },
)
