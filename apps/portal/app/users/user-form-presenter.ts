import type { SeatCount, UserFormFacts } from '@seatkeeper/db'
import type { Instant, OfferedSeason, OfferedType, UserType } from '@seatkeeper/rules'
import { seasonWindow, windowsOverlap } from '@seatkeeper/rules'
import {
  counted,
  formatDay,
  formatWindow,
  phaseName,
  roleName,
  unavailableText,
  userTypeName,
  type Viewer,
} from '@seatkeeper/wording'
import type { Option } from '~/components/field.tsx'
import { noPermissionSet } from './no-permission-set.ts'
import { seatView } from './seat-view.ts'
import { timelineOf } from './timeline-scale.ts'
import type { Overlap, SeasonChoice, TypeChoice, UserFormView } from './user-form-view.ts'

/** 'None' comes first and is chosen beforehand, as in Slack: what the product lets a user do can be said later. */
export function permissionSetOptions(sets: UserFormFacts['permissionSets']): readonly Option[] {
  return [
    { value: noPermissionSet, label: 'None' },
    ...sets.map(({ id, name }) => ({ value: id, label: name })),
  ]
}

/** What a user type means for the person, in one line. */
const typeDescription = {
  'full-time': 'Can sign in all year round.',
  collaborator: 'Can sign in all year round, on a collaborator seat.',
  seasonal: 'Can sign in while one of their seasons is open.',
  staff: 'Counts as staff while enabled.',
} as const satisfies Record<UserType, string>

/** The facts of Add User and Edit user in words: what is offered, what is not and why (SEAT-03, SEAT-04, D-37). */
export function userFormView(
  facts: UserFormFacts,
  counts: readonly SeatCount[],
  { now, viewer }: { readonly now: Instant; readonly viewer: Viewer },
): UserFormView {
  const timeline = timelineOf(
    facts.seasons.map(({ window }) => window),
    now,
    viewer.locale,
  )
  const sandbox = facts.organization.kind === 'sandbox'
  return {
    sandbox,
    types: facts.types.map((offered) => ({
      ...typeChoice(offered, facts.seasons, counts, viewer),
      ...(sandbox && { side: null }),
    })),
    seasons: facts.seasons.map((offered): SeasonChoice => {
      const { season, window, phase, availability, held } = offered
      return {
        seasonId: season.id,
        name: season.name,
        phaseLabel: phaseName[phase],
        span: { ...timeline.spanOf(window), phase },
        dates: formatWindow(window, viewer),
        seats: sandbox ? null : seatView(availability, viewer.locale),
        held,
        unavailable:
          offered.reason === undefined
            ? null
            : {
                text: unavailableText[offered.reason],
                wayOut: { label: 'See who holds them', to: `/settings/users?season=${season.id}` },
                wait: { label: 'Wait for a seat', to: '/settings/users/waiting' },
              },
      }
    }),
    scale: timeline.scale,
    overlaps: sandbox ? [] : overlapsOf(facts.seasons, viewer),
    permissionSets: permissionSetOptions(facts.permissionSets),
    roles: facts.roles.map((role) => ({ value: role, label: roleName[role] })),
  }
}

function typeChoice(
  { type, reason }: OfferedType,
  seasons: readonly OfferedSeason[],
  counts: readonly SeatCount[],
  { locale }: Viewer,
): TypeChoice {
  const pool = counts.find(({ kind }) => kind === type)
  return {
    type,
    label: userTypeName[type],
    description: typeDescription[type],
    side:
      type === 'seasonal'
        ? seasonalSide(seasons, locale)
        : pool
          ? seatView(pool.availability, locale).left
          : null,
    unavailable:
      reason === undefined
        ? null
        : {
            text: unavailableText[reason],
            wayOut:
              reason === 'no-season'
                ? null
                : { label: 'See who holds them', to: `/settings/users?type=${type}` },
            wait: null,
          },
  }
}

/** Seats of different seasons do not add up to a number that means anything: how many seasons have one does. */
function seasonalSide(seasons: readonly OfferedSeason[], locale: string | undefined): string | null {
  const free = seasons.filter(
    ({ phase, availability }) =>
      phase !== 'closed' && (availability.mode === 'unlimited' || availability.remaining > 0),
  )
  if (seasons.length === 0) return null
  return free.length === 0 ? 'Full' : `Seats in ${counted(free.length, 'season', 'seasons', locale)}`
}

/** D-15: each pair of seasons that share days. Pairs with a closed one are past caring about. */
function overlapsOf(seasons: readonly OfferedSeason[], { locale }: Viewer): readonly Overlap[] {
  const live = seasons.filter(({ phase }) => phase !== 'closed')
  return live.flatMap(({ season: one }, index) =>
    live
      .slice(index + 1)
      .filter(({ season: other }) => windowsOverlap(seasonWindow(one), seasonWindow(other)))
      .map(({ season: other }): Overlap => {
        const first = one.firstDay > other.firstDay ? one.firstDay : other.firstDay
        const last = one.lastDay < other.lastDay ? one.lastDay : other.lastDay
        const when =
          first === last
            ? `on ${formatDay(first, locale)}`
            : `from ${formatDay(first, locale)} to ${formatDay(last, locale)}`
        return {
          seasonIds: [one.id, other.id],
          text: `${one.name} and ${other.name} overlap ${when}. Whoever is in both takes a seat in each.`,
        }
      }),
  )
}
