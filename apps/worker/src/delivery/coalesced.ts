/**
 * Makes one call out of many: those that come while a call is under way wait for it and then go together. So what is
 * done side by side costs one round trip to the database instead of one each, and nobody waits for a round to fill.
 */
export function coalesced<In, Out>(
  run: (items: readonly In[]) => Promise<readonly Out[]>,
): (item: In) => Promise<Out> {
  let waiting: {
    readonly item: In
    readonly done: (out: Out) => void
    readonly failed: (why: unknown) => void
  }[] = []
  let underWay = false

  async function drain(): Promise<void> {
    underWay = true
    // What is asked for at one and the same moment goes in the first round already.
    await Promise.resolve()
    while (waiting.length > 0) {
      const round = waiting
      waiting = []
      try {
        const results = await run(round.map(({ item }) => item))
        for (const [index, { done }] of round.entries()) done(results[index] as Out)
      } catch (error) {
        for (const { failed } of round) failed(error)
      }
    }
    underWay = false
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed })
      if (!underWay) void drain()
    })
}
