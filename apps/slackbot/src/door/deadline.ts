/** Whether work was done in time; where not, it goes on and can be awaited by whoever began it. */
export type InTime<T> = { readonly done: true; readonly value: T } | { readonly done: false }

/** Waits for work until `deadline`, in terms of `performance.now()`. The work must not reject. */
export async function doneBy<T>(deadline: number, work: Promise<T>): Promise<InTime<T>> {
  const { promise: tooLate, resolve } = Promise.withResolvers<InTime<T>>()
  const timer = setTimeout(() => resolve({ done: false }), Math.max(0, deadline - performance.now()))
  try {
    return await Promise.race([work.then((value) => ({ done: true, value }) as const), tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** SLK-08: Slack waits three seconds for an acknowledgement; undecided after two, it is told that we are at it. */
export const ACKNOWLEDGE_WITHIN_MS = 2_000
/** A trigger for a modal lives three seconds from the press, and opening one is a call of its own. */
export const OPEN_WITHIN_MS = 1_500
/** Slack takes in the answer to a request before a later call overtakes it. */
export const SETTLE_MS = 400
