import type { MemberStatus } from '@seatkeeper/rules'
import type { Tone } from '~/components/badge.tsx'

/** Colour is kept for what may need somebody's attention. */
export const statusTone = {
  invited: 'coming',
  'invitation-expired': 'warn',
  active: 'plain',
  deactivated: 'plain',
  removed: 'plain',
} as const satisfies Record<MemberStatus, Tone>
