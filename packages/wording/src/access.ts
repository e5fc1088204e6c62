import type { AccessDecision, AccessReason, AccessStep } from '@seatkeeper/rules'
import { formatInstant, formatWindow, inOneLine } from './dates.ts'
import { memberStatusName } from './names.ts'
import { refusalSentence } from './refusals.ts'
import { standingSentence } from './standing.ts'
import { UTC_VIEWER, type Viewer } from './viewer.ts'

/** 'Access now' in a list (USER-01): as short as it can be. */
export const accessReasonName = {
  'member-removed': 'No: removed',
  deactivated: 'No: deactivated',
  'account-locked': 'No: account locked',
  'no-season': 'No: no season',
  'not-yet-open': 'No: not open yet',
  closed: 'No: closed',
  'not-signed-up': 'No: not signed up',
} as const satisfies Record<AccessReason, string>

export function accessName(decision: Pick<AccessDecision, 'kind'> | AccessDecision): string {
  return 'reason' in decision ? accessReasonName[decision.reason] : 'Yes'
}

/** For 'My access': may I sign in now, and until when or why not. */
export function accessSentence(decision: AccessDecision, viewer: Viewer = UTC_VIEWER): string {
  if (decision.kind === 'refuse') return refusalSentence(decision, viewer)
  return decision.closesAt === null
    ? 'You can sign in now.'
    : `You can sign in now, until ${inOneLine(formatInstant(decision.closesAt, viewer))}.`
}

/** USER-14: one step of the trace, in words for admins. */
export function accessStepSentence(step: AccessStep, viewer: Viewer = UTC_VIEWER): string {
  switch (step.check) {
    case 'membership':
      return `Status: ${memberStatusName[step.status].toLowerCase()}.`
    case 'account':
      // Whoever mends the first would find the next.
      return step.standings.length === 0
        ? 'The account is active.'
        : step.standings.map((standing) => standingSentence(standing, viewer)).join(' ')
    case 'season':
      if (!step.needed) return 'This type of user needs no season.'
      if (step.stay === null) return 'No season is assigned.'
      return `${step.passed ? 'A season is open' : 'No season is open'}: ${inOneLine(formatWindow(step.stay, viewer))}.`
    case 'sign-up':
      return step.signedUpAt === null
        ? 'They have not signed up yet.'
        : `Signed up at ${inOneLine(formatInstant(step.signedUpAt, viewer))}.`
  }
}

const checkName = {
  membership: 'User',
  account: 'Account',
  season: 'Season',
  'sign-up': 'Sign-up',
} as const satisfies Record<AccessStep['check'], string>

/** USER-14: the whole trace in words: the question, one answer after the other, and when the answer changes by itself. */
export interface AccessTrace {
  readonly title: string
  readonly steps: readonly { readonly check: string; readonly passed: boolean; readonly sentence: string }[]
  readonly next: string
}

export function accessTrace(
  { kind, trace, nextChange }: AccessDecision,
  viewer: Viewer = UTC_VIEWER,
): AccessTrace {
  return {
    title: `Why ${kind === 'grant' ? 'can' : 'can’t'} they sign in now?`,
    steps: trace.map((step) => ({
      check: checkName[step.check],
      passed: step.passed,
      sentence: accessStepSentence(step, viewer),
    })),
    next:
      nextChange === null
        ? 'The answer stays as it is until somebody changes something.'
        : `By itself the answer changes at ${inOneLine(formatInstant(nextChange, viewer))}.`,
  }
}
