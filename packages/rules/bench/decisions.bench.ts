import { bench, do_not_optimize, group, run, summary } from 'mitata'
import {
  type AccessFacts,
  day,
  decideAccess,
  decideSeatChange,
  instantFromIso,
  type Instant,
  type OfferedSeason,
  offeredSeasons,
  type PoolFacts,
  poolAvailability,
  type Season,
  seasonPhase,
  seasonWindow,
  windowInZone,
} from '../src/index.ts'
import { midnight } from './by-hand.ts'

/**
 * What a decision costs, beside the least that could be written by hand for the same answer: integers, no refusals, no
 * trace, text that is trusted to be a date.
 */

const DAY = 86_400_000

const windowByHand = (firstDay: string, lastDay: string) => ({
  opensAt: midnight(firstDay),
  closesAt: midnight(lastDay) + DAY,
})

const phaseByHand = (window: { opensAt: number; closesAt: number }, now: number) =>
  now < window.opensAt ? 'upcoming' : now < window.closesAt ? 'open' : 'closed'

function accessByHand(seasons: readonly Season[], joinedAt: number, now: number): boolean {
  if (joinedAt > now) return false
  for (const { firstDay, lastDay } of seasons) {
    if (midnight(firstDay) <= now && now < midnight(lastDay) + DAY) return true
  }
  return false
}

const availabilityByHand = (pool: PoolFacts) => ({
  total: pool.total,
  assigned: pool.assigned,
  remaining: Math.max(0, pool.total - pool.assigned - pool.held),
})

function offerByHand(pools: readonly PoolFacts[], now: number) {
  const offered = []
  for (const pool of pools) {
    const { opensAt, closesAt } = windowByHand(pool.season!.firstDay, pool.season!.lastDay)
    if (now >= closesAt) continue
    offered.push({ pool, opensAt, closesAt, ...availabilityByHand(pool) })
  }
  return offered.sort((a, b) => a.opensAt - b.opensAt)
}

const season = (n: number): Season => {
  const month = String(1 + (n % 12)).padStart(2, '0')
  return {
    id: `s${n}`,
    name: `Season ${n}`,
    firstDay: day(`2026-${month}-01`),
    lastDay: day(`2026-${month}-28`),
  }
}
const fifty = Array.from({ length: 50 }, (_, n): PoolFacts => {
  return {
    id: `p${n}`,
    kind: 'seasonal',
    mode: 'counted',
    season: season(n),
    total: 20,
    assigned: n % 21,
    held: 1,
  }
})
const facts = { organization: 'production', pools: fifty } as const
const now = instantFromIso('2026-06-15T12:00Z')
const instants = Array.from({ length: 256 }, (_, n) => (now + (n - 128) * DAY) as Instant)
const seasons = Array.from({ length: 16 }, (_, n) => season(n))
const windows = seasons.map(seasonWindow)
const access: AccessFacts = {
  member: {
    type: 'seasonal',
    seasons: [season(5), season(11)],
    invitedAt: instants[0]!,
    joinedAt: instants[0]!,
    deactivatedAt: null,
    removedAt: null,
  },
  account: {},
}
const fullTime: AccessFacts = { ...access, member: { ...access.member, type: 'full-time', seasons: [] } }

let i = 0
summary(() => {
  group('the window of a season', () => {
    bench('by hand', () => {
      const { firstDay, lastDay } = seasons[i++ & 15]!
      return do_not_optimize(windowByHand(firstDay, lastDay))
    }).baseline(true)
    bench('seasonWindow', () => do_not_optimize(seasonWindow(seasons[i++ & 15]!)))
  })
})
summary(() => {
  group('the phase of a window', () => {
    bench('by hand', () => do_not_optimize(phaseByHand(windows[i++ & 15]!, instants[i & 255]!))).baseline(
      true,
    )
    bench('seasonPhase', () => do_not_optimize(seasonPhase(windows[i++ & 15]!, instants[i & 255]!)))
  })
})
summary(() => {
  group('may they sign in: a seasonal member with two seasons', () => {
    bench('by hand: yes or no', () =>
      do_not_optimize(accessByHand(access.member.seasons, instants[0]!, instants[i++ & 255]!)),
    ).baseline(true)
    bench('decideAccess: with reason, next change and trace', () =>
      do_not_optimize(decideAccess(access, instants[i++ & 255]!)),
    )
    bench('decideAccess: a full-time member', () =>
      do_not_optimize(decideAccess(fullTime, instants[i++ & 255]!)),
    )
  })
})
summary(() => {
  group('the availability of 50 seasons', () => {
    bench('by hand', () => do_not_optimize(fifty.map(availabilityByHand))).baseline(true)
    bench('poolAvailability', () => do_not_optimize(fifty.map((pool) => poolAvailability(pool, now))))
  })
})
summary(() => {
  group('50 seasons as choices, ordered', () => {
    bench('by hand', () => do_not_optimize(offerByHand(fifty, now))).baseline(true)
    bench('offeredSeasons', () => do_not_optimize(offeredSeasons(facts, [], now) satisfies OfferedSeason[]))
  })
})
group('without a floor', () => {
  bench('decideSeatChange: add to two of 50 seasons', () =>
    do_not_optimize(decideSeatChange(facts, { kind: 'add', type: 'seasonal', seasons: ['p7', 'p8'] }, now)),
  )
  bench('windowInZone: by Temporal, in New York', () =>
    do_not_optimize(windowInZone(windows[i++ & 15]!, 'America/New_York')),
  )
})

await run()
