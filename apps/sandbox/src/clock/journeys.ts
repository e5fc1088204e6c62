import type { ClockStep } from '@seatkeeper/db'
import type { Instant } from '@seatkeeper/rules'
import type { DatedMail } from '../mail/business-times.ts'
import type { Mail } from '../mail/mailbox.ts'

/** One move of the clock: from where to where, and what happened at which instant on the way. */
export interface Journey {
  readonly from: Instant
  /** Null: it is still on its way. */
  readonly to: Instant | null
  /** In order. An instant at which something fell due that sent no mail has none. */
  readonly stops: readonly { readonly at: Instant; readonly mails: readonly Mail[] }[]
}

/** Tells the steps of the clock as journeys, the latest first, each with the mails that arrived while it stood somewhere. */
export function journeysOf(steps: readonly ClockStep[], mails: readonly DatedMail[]): readonly Journey[] {
  const journeys: Journey[] = []
  let under: { from: Instant; wallAt: Instant; stops: Map<Instant, Mail[]> } | null = null
  const end = (to: Instant | null, until: number) => {
    if (under === null) return
    const { from, wallAt, stops } = under
    for (const mail of mails.toReversed()) {
      const at = mail.receivedAt.getTime()
      if (at >= wallAt && at < until)
        stops.set(mail.businessAt, [...(stops.get(mail.businessAt) ?? []), mail])
    }
    const inOrder = [...stops].sort(([a], [b]) => a - b).map(([at, mails]) => ({ at, mails }))
    // Where it only came to rest, nothing fell due.
    const told = inOrder.filter(({ at, mails }) => mails.length > 0 || (at !== to && at !== from))
    journeys.unshift({ from, to, stops: told })
    under = null
  }
  for (const { kind, businessAt, wallAt } of steps) {
    if (kind === 'left') {
      end(businessAt, wallAt)
      under = { from: businessAt, wallAt, stops: new Map([[businessAt, []]]) }
    } else if (kind === 'due') under?.stops.set(businessAt, [])
    else end(lastStop(under, businessAt), wallAt)
  }
  end(null, Infinity)
  return journeys
}

/** It runs on from where it stood last; reaching that took a moment. */
function lastStop(under: { stops: Map<Instant, Mail[]> } | null, arrivedAt: Instant): Instant {
  return under === null ? arrivedAt : ([...under.stops.keys()].at(-1) ?? arrivedAt)
}
