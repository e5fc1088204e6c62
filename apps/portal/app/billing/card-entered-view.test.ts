import type { InvoiceRow } from '@seatkeeper/db'
import type { AccountStanding, Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { cardEnteredText } from './card-entered-view.ts'

const now = Date.UTC(2026, 10, 29) as Instant
const invoice = (number: number, nextTryAt: Instant | null, paidAt: Instant | null = null): InvoiceRow =>
  ({
    number,
    kind: 'invoice',
    due: 10_000,
    paidAt,
    collection: { method: 'card', state: paidAt === null ? 'declined' : 'paid', nextTryAt },
  }) as unknown as InvoiceRow
const locked = [{ standing: 'deactivated', since: now, cause: 'unpaid' }] as unknown as AccountStanding
const open = [] as unknown as AccountStanding
const MINUTE = 60_000

test.each([
  [
    'it is being charged',
    [invoice(1, now)],
    locked,
    true,
    'The card is on file. Invoice 1 is being charged with it now; your account opens again as soon as it is paid.',
  ],
  [
    'it is being charged in time',
    [invoice(1, now)],
    open,
    false,
    'The card is on file. Invoice 1 is being charged with it now.',
  ],
  [
    'it is paid',
    [invoice(1, null, (now - MINUTE) as Instant)],
    open,
    true,
    'Paid. Your account is open again.',
  ],
  ['it was declined again', [invoice(1, (now + MINUTE) as Instant)], locked, true, 'The card is on file.'],
  [
    'the payment is old',
    [invoice(1, null, (now - 60 * MINUTE) as Instant)],
    open,
    false,
    'The card is on file. Later charges go to it.',
  ],
  ['no card was there', [], open, true, 'The card is on file. Your account is open again.'],
] as const)('ACC-05 after a card was entered: %s', (_, invoices, standings, wasLocked, says) => {
  expect(cardEnteredText(invoices, { standings, wasLocked, wire: false, now })).toBe(says)
})
