import type { LineFault } from '@seatkeeper/testkit/payment-stand-in'

/** What a process does to the world outside it: a statement to the database, or a request to the payment processor. */
export interface Step {
  readonly kind: 'statement' | 'request'
  /** What it is, without what differs from run to run. */
  readonly name: string
}

/**
 * What becomes of a step. `before`: the process dies as it sends it, and nobody ever gets it. `after`: it is carried out, and the
 * process dies before it hears so. The rest is what happens to a request whose process lives on: a line that loses it, or the
 * processor's own 500, 429 with a time to come back (`busy`), and 409 for a key whose first request still runs (`in-use`).
 */
export type Fate = 'pass' | 'before' | 'after' | LineFault | 'busy' | 'in-use'

/** Counts the steps of one process and says what becomes of each. */
export class Steps {
  readonly seen: Step[] = []
  killed = false
  #fateOf: ((n: number) => Fate) | null = null
  readonly #kill: () => void

  /** @param kill Kills the process for good, at once. */
  constructor(kill: () => void = () => {}) {
    this.#kill = kill
  }

  /** From here on steps count, from 0. */
  begin(fateOf: (n: number) => Fate): this {
    this.#fateOf = fateOf
    return this
  }

  take(step: Step): Fate {
    // What a dead process has sent already reaches nobody.
    if (this.killed) return 'before'
    if (this.#fateOf === null) return 'pass'
    const fate = this.#fateOf(this.seen.push(step) - 1)
    if (fate === 'before') this.die()
    return fate
  }

  die(): void {
    this.killed = true
    this.#kill()
  }
}
