export type { BillingAnchor, BillingInterval, BillingPeriod, PeriodOfTerm } from './billing-period.ts'
export { billingPeriodAt, billingPeriods, billingPeriodsOfTerm, monthsOf } from './billing-period.ts'
export type { BusinessCalendar, DeadlineFacts, OpenHours, Weekday } from './business-hours.ts'
export { businessDeadline, WHOLE_BUSINESS_DAYS, workingWeek } from './business-hours.ts'
export type { CalendarMonth } from './calendar-month.ts'
export { calendarMonthAt, calendarMonthOf, calendarMonths } from './calendar-month.ts'
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
  MS_PER_MINUTE,
  MS_PER_SECOND,
  startOfDay,
} from './instant.ts'
export { addMonths, addMonthsStrictly, addYears, addYearsStrictly, monthsBetween } from './months.ts'
export { compareWindows, isOpenAt, mergeWindows, windowsOverlap } from './window.ts'
export type { ZonedMoment, ZonedWindow } from './zone.ts'
export { instantAt, instantInZone, isZone, windowInZone } from './zone.ts'
