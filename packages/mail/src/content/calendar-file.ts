import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import type { Attachment, CalendarEvent } from './mail-content.ts'

/** MAIL-08: the stays as a file that calendars read. They take up nobody's time: the reader's day stays free. */
export function calendarFile(events: readonly CalendarEvent[], sender: string): Attachment {
  const calendar = ical({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: sender, product: 'access', language: 'EN' },
  })
  for (const { id, title, window } of events) {
    calendar.createEvent({
      id,
      summary: title,
      start: new Date(window.opensAt),
      end: new Date(window.closesAt),
      // The file says what it says, whenever it is made: a stamp of now would differ in every copy.
      stamp: new Date(window.opensAt),
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  }
  return {
    filename: 'access.ics',
    contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
    content: calendar.toString(),
  }
}
