import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { at, crowdedSeasons, pool, production, seasonPool } from '../../test/facts.ts'
import { seasonWindow } from '../season/window.ts'
import { type Instant, MS_PER_DAY } from '../time/instant.ts'
import { mergeWindows } from '../time/window.ts'
import { poolAvailability } from './availability.ts'
import { decideSeatChange, type SeatChange, type SeatOutcome, type SeatWish } from './change.ts'
import type { SeatFacts, SeatHolder, UserType } from './facts.ts'

/** A contract with its people, to which changes happen one after the other. */
interface World {
  readonly facts: SeatFacts
  readonly members: readonly SeatHolder[]
}

interface Step {
  readonly kind: SeatChange['kind']
  readonly who: number
  readonly other: number
  readonly type: UserType
  readonly seasons: readonly number[]
  readonly day: number
}

const START = at('2020-01-01T00:00Z')

const anyWorld: fc.Arbitrary<World> = crowdedSeasons.map((seasons) => ({
  facts: production(
    pool('full-time', 2, 0),
    pool('collaborator', 0, 0, { mode: 'unlimited' }),
    ...seasons.map((each) => seasonPool(each, 1, 0)),
  ),
  members: [],
}))

const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<SeatChange['kind']>('add', 'add', 'edit', 'reactivate', 'release', 'swap'),
  who: fc.nat(),
  other: fc.nat(),
  type: fc.constantFrom<UserType>('full-time', 'collaborator', 'seasonal', 'seasonal'),
  seasons: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  day: fc.integer({ min: -2, max: 40 }),
})

/** The step as a change of this world; null where there is nobody to whom it could happen. */
function changeIn({ facts, members }: World, step: Step): SeatChange | null {
  const ofSeasons = facts.pools.filter(({ season }) => season)
  const wish: SeatWish = {
    type: step.type,
    seasons:
      step.type === 'seasonal' && ofSeasons.length > 0
        ? step.seasons.map((n) => ofSeasons[n % ofSeasons.length]!.id)
        : [],
  }
  if (step.kind === 'add') return { kind: 'add', ...wish }
  const member = members[step.who % members.length]
  if (!member) return null
  if (step.kind === 'release') return { kind: 'release', member }
  if (step.kind !== 'swap') return { kind: step.kind, member, ...wish }
  const other = members[step.other % (members.length + 1)] ?? null
  return other === member ? null : { kind: 'swap', outgoing: member, member: other }
}

/** The world once the change has happened. */
function after(world: World, change: SeatChange, outcome: SeatOutcome): World {
  const poolIds = [...outcome.keep, ...outcome.take].map(({ poolId }) => poolId)
  const before = change.kind === 'add' ? null : change.member
  const dormant = change.kind === 'release' || (change.kind === 'edit' && change.member.dormant === true)
  const changed = { type: outcome.type, poolIds, dormant }
  const members = world.members.map((each) => {
    if (each === before) return changed
    if (change.kind === 'swap' && each === change.outgoing) return { ...each, poolIds: [], dormant: true }
    return each
  })
  if (before === null) members.push(changed)
  const pools = world.facts.pools.map((each) => ({
    ...each,
    assigned: members.filter(({ poolIds }) => poolIds.includes(each.id)).length,
  }))
  return { facts: { ...world.facts, pools }, members }
}

test('SEAT-07 under any sequence of changes no seat is counted twice, no pool is overdrawn, nobody holds a seat of another type', () => {
  let grants = 0
  const granted = new Set<string>()
  fc.assert(
    fc.property(anyWorld, fc.array(anyStep, { minLength: 8, maxLength: 40 }), (first, steps) => {
      let world = first
      for (const step of steps) {
        const change = changeIn(world, step)
        const now = (START + step.day * MS_PER_DAY) as Instant
        const decision = change && decideSeatChange(world.facts, change, now)
        if (!decision || decision.kind === 'refuse') continue
        grants++
        granted.add(change.kind)

        const before = change.kind === 'add' ? [] : (change.member?.poolIds ?? [])
        const freed = decision.free.filter(({ holder }) => holder === 'member').map(({ poolId }) => poolId)
        const kept = decision.keep.map(({ poolId }) => poolId)
        const taken = decision.take.map(({ poolId }) => poolId)
        // What the member had is freed or kept, and what they take they did not have.
        expect([...freed, ...kept].sort()).toEqual([...before].sort())
        expect(taken.filter((id) => before.includes(id))).toEqual([])
        expect(new Set(taken).size).toBe(taken.length)
        for (const seat of [...decision.keep, ...decision.take]) expect(seat.kind).toBe(decision.type)

        world = after(world, change, decision)
        const over = world.facts.pools
          .map((each) => poolAvailability(each, now))
          .filter((a) => 'over' in a && a.over)
        expect(over).toEqual([])
      }
    }),
  )
  expect(grants).toBeGreaterThan(100)
  expect([...granted].sort()).toEqual(['add', 'edit', 'reactivate', 'release', 'swap'])
})

test('D-15 the warning is given exactly when two of the seasons that are not over share an instant', () => {
  const now = at('2020-01-10T00:00Z')
  fc.assert(
    fc.property(crowdedSeasons, (seasons) => {
      const roomy = production(...seasons.map((each) => seasonPool(each, 1, 0)))
      const live = seasons.filter((each) => seasonWindow(each).closesAt > now)
      fc.pre(live.length > 0)
      const chosen = live.map(({ id }) => id)
      const decision = decideSeatChange(roomy, { kind: 'add', type: 'seasonal', seasons: chosen }, now)
      const windows = live.map(seasonWindow)
      const length = (of: typeof windows) =>
        of.reduce((sum, { opensAt, closesAt }) => sum + closesAt - opensAt, 0)
      const overlap = length(windows) > length(mergeWindows(windows))
      expect(decision).toMatchObject({ kind: 'grant', warnings: overlap ? ['overlapping-seasons'] : [] })
    }),
  )
})
