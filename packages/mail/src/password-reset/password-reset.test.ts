import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { passwordReset } from './password-reset.ts'

test('ACC-02 the mail says what the link does, until when in UTC and the reader’s time, and what if it was not them', async () => {
  const mail = await passwordReset({
    product: 'Seatkeeper',
    name: 'Pat <b>Person</b>',
    url: 'https://seats.example.com/reset-password/x.y',
    expiresAt: Date.parse('2026-06-10T09:00:00Z') as Instant,
    reader: { zone: 'America/New_York' },
  })
  expect(mail.subject).toBe('Set a new password for Seatkeeper')
  for (const part of [
    'https://seats.example.com/reset-password/x.y',
    '10 Jun 2026, 09:00 UTC (10 Jun 2026, 05:00 EDT)',
    'If it was not you',
  ]) {
    expect(mail.text).toContain(part)
    expect(mail.html).toContain(part)
  }
  expect(mail.html).not.toContain('<b>Person</b>')
})
