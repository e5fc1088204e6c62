import { daysInMonth } from './civil.ts'
import { civilOf, type Day, dayOfCivil } from './day.ts'
import { dayAt, type Instant, MS_PER_DAY, startOfDay, type Window } from './instant.ts'
import { addMonths } from './months.ts'

/**
 * A UTC calendar month, by which storage is measured (CAL-07). Contract months are billing periods, and no function
 * serves both (D-29).
 */
export interface CalendarMonth extends Window {
  readonly firstDay: Day
  readonly lastDay: Day
}

/** The UTC calendar month in which a day lies. `closesAt` is the first instant of the next month (D-10). */
export function calendarMonthOf(day: Day): CalendarMonth {
  const { year, month } = civilOf(day)
  const firstDay = dayOfCivil(year, month, 1)
  const lastDay = dayOfCivil(year, month, daysInMonth(year, month))
  return {
    firstDay,
    lastDay,
    opensAt: startOfDay(firstDay),
    closesAt: (startOfDay(lastDay) + MS_PER_DAY) as Instant,
  }
}

/** The UTC calendar month in which an instant lies. */
export function calendarMonthAt(at: Instant): CalendarMonth {
  return calendarMonthOf(dayAt(at))
}

/** The months from the one of `from` up to and including the one of `to`; none where `to` lies in an earlier month. */
export function calendarMonths(from: Day, to: Day): CalendarMonth[] {
  const months: CalendarMonth[] = []
  const last = calendarMonthOf(to).firstDay
  for (let first = calendarMonthOf(from).firstDay; first <= last; first = addMonths(first, 1)) {
    months.push(calendarMonthOf(first))
  }
  return months
}
