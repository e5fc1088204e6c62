import type { AuditPageParams, Channel } from '@seatkeeper/db'
import { type Day, isDay } from '@seatkeeper/rules'
import { auditAreaName } from '@seatkeeper/wording'

export const listedChannels = ['portal', 'slack', 'api', 'command', 'job'] as const satisfies Channel[]
const areas = Object.keys(auditAreaName)

/** The part of the log that an address asks for; what makes no sense in it is left out instead of refused. */
export function auditParams(address: URLSearchParams): AuditPageParams {
  const person = address.get('q')?.trim()
  const area = areas.find((one) => one === address.get('what'))
  const channel = listedChannels.find((one) => one === address.get('channel'))
  const [from, to] = [dayOf(address.get('from')), dayOf(address.get('to'))]
  const cursor = address.get('cursor')
  return {
    ...(person && { person }),
    ...(area && { area }),
    ...(channel && { channel }),
    ...(from && { from }),
    ...(to && { to }),
    ...(cursor && { cursor }),
  }
}

/** Within the years that a date can be reckoned on from. */
function dayOf(text: string | null): Day | null {
  return text !== null && isDay(text) && text >= '1970-01-01' && text <= '9998-12-31' ? text : null
}

/** The same part of the log, at another place of it. */
export function addressAt(address: URLSearchParams, cursor: string | null): string | null {
  if (cursor === null) return null
  const to = new URLSearchParams(address)
  to.set('cursor', cursor)
  return `?${to}`
}
