import type { Day, Instant } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import { seatFreed } from './seat-freed.ts'

const props = {
  product: 'Seatkeeper',
  organization: 'Larkspur',
  name: 'Ada <b>',
  season: { id: '1', name: 'Launch', firstDay: '2026-06-01' as Day, lastDay: '2026-06-30' as Day },
  offeredUntil: Date.UTC(2026, 5, 11, 8) as Instant,
  url: 'https://portal.example.com/settings/users/waiting',
  reader: { zone: 'Europe/Vienna' },
}

test('SEAT-12 an offer says which season, until when in UTC and in the reader’s time, and where to take it', async () => {
  const { subject, text, html } = await seatFreed(props)
  expect(subject).toBe('A seat in Launch is held for you')
  for (const part of ['08:00 UTC', '10:00', props.url, 'Launch']) expect(text).toContain(part)
  expect(html).not.toContain('<b>,')
})

test('SEAT-12 whoever only wanted to be told is promised nothing', async () => {
  const { subject, text } = await seatFreed({ ...props, offeredUntil: null })
  expect(subject).toBe('A seat is free in Launch')
  expect(text).toContain('Nothing is held')
})
