import type { Instant } from '@seatkeeper/rules'

const FIRST_MS = 30_000
const LONGEST_MS = 3_600_000

/** Tried so often, about sixteen hours after the first attempt, a mail is given up. */
export const MOST_ATTEMPTS = 20

/**
 * An attempt that said nothing about the mail itself (the server is away, the account locked, the worker stopped) counts no
 * further than this: the pause is the longest by then, and there is room for all that the mail server may still say.
 */
export const attemptsWithoutVerdict = (attempt: number): number => Math.min(attempt, MOST_ATTEMPTS / 2)

/**
 * When to try again after the given attempt (1 was the first): half a minute, doubling up to an hour, each moved
 * by up to a fifth either way, so that mails that failed together do not all come back together.
 *
 * @param random from 0 to 1
 */
export function retryAt(wallNow: Instant, attempt: number, random: number): Instant {
  const pause = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS)
  return Math.round(wallNow + pause * (0.8 + 0.4 * random)) as Instant
}
