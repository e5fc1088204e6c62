import type { NoticeFilter, NoticesPageParams } from '@seatkeeper/db'
import type { NoticeKind } from '@seatkeeper/rules'

export const listedStates = [
  'queued',
  'sent',
  'unknown',
  'failed',
  'skipped',
] as const satisfies NoticeFilter[]
export const listedKinds = ['invitation', 'opened', 'continues', 'closed'] as const satisfies NoticeKind[]

/** The list that an address asks for; what makes no sense in it is left out instead of refused. */
export function noticesParams(address: URLSearchParams): NoticesPageParams {
  const state = listedStates.find((one) => one === address.get('state'))
  const kind = listedKinds.find((one) => one === address.get('kind'))
  const cursor = address.get('cursor')
  return { ...(state && { state }), ...(kind && { kind }), ...(cursor && { cursor }) }
}

/** The same list, at another place of it. */
export function addressAt(address: URLSearchParams, cursor: string | null): string | null {
  if (cursor === null) return null
  const to = new URLSearchParams(address)
  to.delete('done')
  to.set('cursor', cursor)
  return `?${to}`
}
