export type { CivilDate } from './civil.ts'
export { daysInMonth, isLeapYear } from './civil.ts'
export type { Day } from './day.ts'
export {
  addDays,
  civilOf,
  day,
  dayOfCivil,
  dayOfEpochDay,
  daysBetween,
  epochDayOf,
  isDay,
  parseDay,
  weekdayOf,
} from './day.ts'
export type { Instant, Window } from './instant.ts'
export {
  addMilliseconds,
  dayAt,
  instant,
  instantFromIso,
  isoFromInstant,
  MS_PER_DAY,
  MS_PER_HOUR,
  startOfDay,
} from './instant.ts'
export { compareWindows, isOpenAt, mergeWindows, windowsOverlap } from './window.ts'
export type { ZonedMoment, ZonedWindow } from './zone.ts'
export { instantInZone, isZone, windowInZone } from './zone.ts'
