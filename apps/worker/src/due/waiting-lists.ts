import { nextLineAt, workLines } from '@seatkeeper/db'
import type { DueParts } from './all.ts'
import type { DueWork } from './due-work.ts'

/** SEAT-12: seats that come free by themselves go to whoever is next in line. */
export function waitingListsDue({ database }: DueParts): DueWork {
  return {
    name: 'waiting lists',
    nextAt: (after) => nextLineAt(database, after),
    run: (upTo) => workLines(database, upTo),
  }
}
