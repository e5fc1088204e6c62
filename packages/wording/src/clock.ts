import { counted } from './counts.ts'

/** OPS-04: why the demo's clock stays where it is, or goes on as it does; the same words at both of its pages. */
export const clockRefusalText = {
  'no-movable-clock': 'The clock can’t be moved here.',
  'clock-backwards': 'The clock goes forward only: choose a time that is still to come.',
  'clock-moving': 'The clock has a hundred presses before it. Wait until it has arrived.',
  'clock-too-far': 'That is too far: at most three years at a time.',
} as const satisfies Record<string, string>

/** `to`: where it is going to rest, in words; null: at an event. `there`: it has come there, and what falls due there is being done. */
export function clockMovingText({
  to,
  there,
}: {
  readonly to: string | null
  readonly there: boolean
}): string {
  if (there) return 'doing what falls due now…'
  return to === null ? 'on its way to the next event…' : `on its way to ${to}…`
}

/**
 * What is said before the answer to the presses of a clock bar is there: one press of a clock at rest by where it goes, others by
 * how many they are. No date is named: the clock goes on meanwhile, and what words dates is too much for every page to load.
 */
export function clockPressedText({
  presses,
  go,
  moving,
}: {
  readonly presses: number
  readonly go: string
  readonly moving: boolean
}): string {
  if (moving || presses > 1) return `${counted(presses, 'press', 'presses')} to come…`
  if (go === 'day') return 'on its way: +1 day…'
  if (go === 'week') return 'on its way: +1 week…'
  if (go === 'next-event') return clockMovingText({ to: null, there: false })
  return 'on its way…'
}
