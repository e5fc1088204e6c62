import type { Window } from '@seatkeeper/rules'
import type { CalendarEvent } from './mail-content.ts'

/** A stay as an entry in the reader's calendar. */
export function accessEvent(
  window: Window,
  { product, organization }: { readonly product: string; readonly organization: string },
): CalendarEvent {
  return {
    id: `access-${window.opensAt}-${encodeURIComponent(organization).replaceAll('%', '')}@seatkeeper`,
    title: `${product}: access for ${organization}`,
    window,
  }
}
