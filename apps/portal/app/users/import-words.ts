import type { ImportState } from '@seatkeeper/db'

/** How a file stands, as its badge says it. */
export const importStateName = {
  checked: { label: 'Not carried out', tone: 'plain' },
  queued: { label: 'Waiting', tone: 'plain' },
  running: { label: 'Under way', tone: 'plain' },
  done: { label: 'Done', tone: 'good' },
  refused: { label: 'Nothing done', tone: 'bad' },
} as const satisfies Record<ImportState, { readonly label: string; readonly tone: string }>
