import type { Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { bankAsks } from './purchase-view.ts'

const asked = {
  id: 'p',
  state: 'requires-action',
  givenUp: false,
  actionUrl: 'https://bank.example/p',
  actUntil: Date.UTC(2026, 10, 29, 9) as Instant,
} as const

test.each([
  ['the bank asks', asked, ['p', expect.stringContaining('Nov 29, 2026')]],
  ['it is being charged', { ...asked, state: 'pending', actionUrl: null } as const, null],
  ['it was given up', { ...asked, givenUp: true }, null],
  ['nowhere to go', { ...asked, actionUrl: null }, null],
])('PAY-08 a purchase waits for its buyer: %s', (_, purchase, waits) => {
  const found = bankAsks(purchase, { zone: 'UTC', locale: 'en' })
  expect(found && [found.purchaseId, found.until]).toEqual(waits)
})
