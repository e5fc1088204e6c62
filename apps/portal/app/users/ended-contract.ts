import type { Day } from '@seatkeeper/rules'
import { formatDay, type Viewer } from '@seatkeeper/wording'

/** What it means that the contract is over: when, what stays, and whom to ask. */
export function endedContractText(endedOn: Day, { locale }: Viewer) {
  return {
    title: `Your contract ended on ${formatDay(endedOn, locale)}`,
    text: 'There are no seats or seasons to give until a new term begins, so nobody can be added and no type or season changed. Your users and their history stay. Ask your vendor’s account team for a new term.',
  }
}
