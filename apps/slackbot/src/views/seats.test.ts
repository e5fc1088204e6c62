import type { SeasonalLimit, SeatCount } from '@seatkeeper/db'
import { type Day, poolAvailability, seasonWindow } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { seatsMessage, type SeatsProps } from './seats.ts'

const NOW = Date.UTC(2026, 5, 10) as Parameters<typeof poolAvailability>[1]
const availability = (total: number, assigned: number) =>
  poolAvailability({ id: 'p', kind: 'seasonal', mode: 'counted', total, assigned, held: 0 }, NOW)

const season = (name: string, total = 20, assigned = 14): SeasonalLimit => {
  const dates = { firstDay: '2026-06-01' as Day, lastDay: '2026-06-30' as Day }
  return {
    season: { id: name, name, ...dates },
    poolId: name,
    window: seasonWindow(dates),
    phase: 'open',
    availability: availability(total, assigned),
  }
}
const fullTime: SeatCount = { poolId: 'f', kind: 'full-time', availability: availability(25, 22) }

const message = (props: Partial<SeatsProps> = {}) =>
  seatsMessage({
    organization: 'Larkspur Outfitters',
    counts: [fullTime],
    seasons: [season('June')],
    viewer: { zone: 'America/New_York' },
    portalUsersUrl: 'https://seats.example.com/settings/users',
    place: 'asker',
    mayAdd: true,
    ...props,
  })

const actionIds = (props: Partial<SeatsProps>) =>
  message(props).blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements.map((element) => element.action_id) : [],
  )

describe('SLK-01 /seats', () => {
  test('SLK-10 the text alone says all of it', () => {
    expect(message().text).toBe(
      [
        'Seats of Larkspur Outfitters',
        'Full-time: 22 of 25 seats used, 3 remaining',
        'June (open); 14 of 20 seats used, 6 remaining; ' +
          '1 Jun 2026, 00:00 – 1 Jul 2026, 00:00 UTC; 31 May 2026, 20:00 – 30 Jun 2026, 20:00 EDT',
      ].join('\n'),
    )
  })

  test('CAL-02 UTC alone where the asker’s clock shows the same', () => {
    expect(message({ viewer: { zone: 'UTC' } }).text).not.toContain('EDT')
  })

  test('names cannot call a channel or pose as a link', () => {
    const { text, blocks } = message({
      organization: '<!channel> & Co',
      seasons: [season('<https://evil.example|June>')],
    })
    expect(text).not.toMatch(/<[!h]/)
    // What holds names is shown to the letter, not read as markup.
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn')
  })

  test('SLK-10 what is posted for everybody has no buttons', () => {
    expect(actionIds({ place: 'channel' })).toEqual([])
    expect(actionIds({})).toEqual(['open_add_user', 'share_seats', 'follow_link'])
    expect(actionIds({ place: 'home' })).toEqual(['open_add_user', 'follow_link'])
    expect(actionIds({ mayAdd: false })).not.toContain('open_add_user')
    expect(actionIds({ seasons: [] })).not.toContain('open_add_user')
  })

  test('stays within what Slack takes, and says what it leaves out', () => {
    const { blocks, text } = message({ seasons: Array.from({ length: 100 }, (_, i) => season(`S${i}`)) })
    expect(blocks.length).toBeLessThanOrEqual(50)
    expect(text).toContain('and 60 more seasons in the portal')
  })

  test('says so when there is no season', () => {
    expect(message({ seasons: [] }).text).toContain('No season is open or still to come.')
  })
})
