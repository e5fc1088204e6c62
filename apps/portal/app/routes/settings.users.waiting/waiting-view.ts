import type { SeasonalLimit, WaitingPlace } from '@seatkeeper/db'
import { seasonWindow } from '@seatkeeper/rules'
import { formatInstant, formatWindow, type TwoClocks, type Viewer } from '@seatkeeper/wording'

/** One who waits, in words. */
export interface PlaceView {
  readonly entryId: string
  readonly season: string
  readonly dates: TwoClocks
  /** Null: the reader. */
  readonly name: string | null
  /** What they have: a seat held, a place in the line, or the promise to be told. */
  readonly standing: string
  readonly heldUntil: TwoClocks | null
  readonly own: boolean
}

/** A season that is full, and what the reader has asked for already. */
export interface FullSeason {
  readonly seasonId: string
  readonly name: string
  readonly dates: TwoClocks
  readonly waitsForSeat: boolean
  readonly waitsForNews: boolean
}

export function placeView(place: WaitingPlace, viewer: Viewer): PlaceView {
  const { entryId, season, own, name, position, offeredUntil } = place
  return {
    entryId,
    season: season.name,
    dates: formatWindow(seasonWindow(season), viewer),
    name: own ? null : name,
    standing:
      offeredUntil !== null
        ? 'A seat is held until'
        : position === null
          ? 'Will be told when a seat is free'
          : position === 1
            ? 'First in line'
            : `Number ${position} in line`,
    heldUntil: offeredUntil === null ? null : formatInstant(offeredUntil, viewer),
    own,
  }
}

/** The open and coming seasons in which nobody could take a seat now. */
export function fullSeasons(
  limits: readonly SeasonalLimit[],
  places: readonly WaitingPlace[],
  viewer: Viewer,
): readonly FullSeason[] {
  const own = places.filter((place) => place.own)
  return limits
    .filter(({ availability }) => availability.mode !== 'unlimited' && availability.remaining === 0)
    .map(({ season, window }) => ({
      seasonId: season.id,
      name: season.name,
      dates: formatWindow(window, viewer),
      waitsForSeat: own.some(({ season: { id }, wants }) => id === season.id && wants === 'seat'),
      waitsForNews: own.some(({ season: { id }, wants }) => id === season.id && wants === 'news'),
    }))
}
