import { expect, test } from 'vitest'
import { exampleContract, seats } from '../../test/contract.ts'
import { day } from '../time/day.ts'
import type { ContractSeason } from './contract.ts'
import { periodLines } from './invoice.ts'
import { invoicedAgain } from './invoice-again.ts'

const season = (id: string): ContractSeason => ({
  id,
  name: id,
  source: 'contract',
  firstDay: day('2026-07-01'),
  lastDay: day('2026-07-31'),
  seats: 10,
  unitPrice: 6_200,
})
const began = exampleContract({ seasons: [season('july'), season('agreed-later')] })
const lines = periodLines(began, day('2026-01-01'))!
const bought = (quantity: number) => [{ quantity, unitPrice: 8_900, paid: true }]

test.each<[what: string, given: { first?: number; now: number; bought?: number }, invoiced: number]>([
  ['nothing happened since', { now: 10 }, 10],
  ['bought since: that has its own invoice', { now: 15, bought: 5 }, 10],
  ['an add-on, of which only today’s number is known', { first: 15, now: 15, bought: 5 }, 10],
  ['more by now without an invoice: it waits for the next period', { first: 12, now: 12 }, 10],
  ['given up since', { now: 7 }, 7],
  ['bought and given up since', { now: 8, bought: 5 }, 3],
  ['the period began with fewer than it was invoiced for', { first: 6, now: 10 }, 6],
  ['nothing is left but what was bought', { now: 4, bought: 5 }, 0],
])('D-02 D-34 invoiced again: %s', (_, given, invoiced) => {
  const item = seats('full-time', given.first ?? 10, 8_900, { cover: bought(given.bought ?? 0) })
  const since = { lines, issued: [], quantities: new Map([['full-time', given.now]]) }
  expect(invoicedAgain({ ...began, items: [item] }, since).items[0]!.quantity).toBe(invoiced)
})

test('D-34 what the invoice did not say has the number of the first day; what is gone by now has none', () => {
  const items = [seats('collaborator', 4, 4_500, { cover: [] }), seats('staff', 3, 2_900, { cover: [] })]
  const again = invoicedAgain(
    { ...began, items },
    { lines, issued: [], quantities: new Map([['collaborator', 6]]) },
  )
  expect(again.items.map(({ quantity }) => quantity)).toEqual([4, 0])
})

test('BILL-06 a season that has an invoice of its own is not invoiced again; one that was credited is', () => {
  const line = periodLines({ ...began, interval: 'monthly' }, day('2026-07-01'))!.find(
    ({ subject }) => subject === 'agreed-later',
  )!
  const issued = [
    { line, paid: true },
    { line: { ...line, rule: 'season-credit' as const, subject: 'july' }, paid: true },
  ]
  const again = invoicedAgain(began, { lines, issued, quantities: new Map() })
  expect(again.seasons.map(({ id }) => id)).toEqual(['july'])
})
