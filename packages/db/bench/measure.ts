export interface Measure {
  readonly perSecond: number
  /** Median of one call, in milliseconds. */
  readonly milliseconds: number
  /** This process's CPU for one call, in milliseconds. */
  readonly cpu: number
}

/** Runs `work` so many times with so many in flight. */
export async function measure(
  times: number,
  inFlight: number,
  work: (n: number) => Promise<unknown>,
): Promise<Measure> {
  const taken: number[] = []
  let next = 0
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < times) {
        const begin = performance.now()
        await work(next++)
        taken.push(performance.now() - begin)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  taken.sort((a, b) => a - b)
  return {
    perSecond: times / seconds,
    milliseconds: taken[Math.floor(taken.length / 2)] ?? 0,
    cpu: (user + system) / 1000 / times,
  }
}

/** Rounds of both, turn by turn, so that a machine that is busy now and then is busy for both; medians of the rounds. */
export async function compare(
  rounds: number,
  ours: () => Promise<Measure>,
  floor: () => Promise<Measure>,
): Promise<{ readonly ours: Measure; readonly floor: Measure }> {
  const pairs: { ours: Measure; floor: Measure }[] = []
  for (let round = 0; round < rounds; round++) pairs.push({ floor: await floor(), ours: await ours() })
  return { ours: median(pairs.map((pair) => pair.ours)), floor: median(pairs.map((pair) => pair.floor)) }
}

function median(measures: readonly Measure[]): Measure {
  return measures.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(measures.length / 2)]!
}
