import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { securityNotice } from './security-notice.ts'

test.each([
  ['password-changed', 'Your password was changed'],
  ['app-added', 'An authenticator app was added'],
  ['recovery-code-used', 'A recovery code was used'],
  ['factors-reset', 'Your second factor was taken away'],
  ['factors-taken-back', 'A second factor was taken away'],
] as const)('USER-12 %s: the mail says what, when, and what if it was not them', async (what, title) => {
  const mail = await securityNotice({
    product: 'Seatkeeper',
    name: 'Pat Person',
    what,
    at: Date.parse('2026-06-10T09:00:00Z') as Instant,
    url: 'https://seats.example.com/forgotten-password',
    reader: { zone: 'Europe/Vienna' },
  })
  expect(mail.subject).toBe(`${title} (Seatkeeper)`)
  for (const part of [title, '10 Jun 2026, 09:00 UTC', 'https://seats.example.com/forgotten-password']) {
    expect(mail.text).toContain(part)
    expect(mail.html).toContain(part)
  }
})
