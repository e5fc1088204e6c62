import type { SlackIneligibility } from '@seatkeeper/rules'

/** D-33: why a Slack account cannot be used, and what would help. */
export const slackIneligibleText = {
  'other-workspace':
    'Seats can be seen and assigned only by people of the workspace itself, not from another one that shares a channel with it.',
  bot: 'Bots and apps cannot see or assign seats.',
  'deactivated-in-slack': 'This Slack account is deactivated.',
  guest: 'Guests of a workspace cannot see or assign seats. Ask for a full membership, or use the portal.',
  'unconfirmed-email':
    'Your e-mail address is not confirmed in Slack yet. Confirm it in your Slack settings, then try again.',
} as const satisfies Record<SlackIneligibility, string>
