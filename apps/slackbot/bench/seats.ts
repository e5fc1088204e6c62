import { inFlight, percentile, seatsCommand, setStage } from '../load/stage.ts'
import { send } from '../test/sender.ts'

/**
 * SLK-08: `/seats` with 50 commands in flight against one bot process, from the signed request to the whole answer. Fails when the
 * 99th percentile of the acknowledgement is 300 ms or more, or when an answer is not the seats.
 */
const COMMANDS = 3_000
const IN_FLIGHT = 50
const LIMIT_MS = 300

const stage = await setStage(Array.from({ length: 12 }, (_, i) => ({ name: `Season ${i}`, seats: 50 })))
try {
  const url = await stage.bot()
  const people = await stage.people(IN_FLIGHT)
  const ask = (n: number) => send(url, seatsCommand(people[n % people.length] ?? ''))
  await inFlight(500, IN_FLIGHT, async (n) => void (await ask(n)))

  const took: number[] = []
  let wrong = 0
  const processorBefore = stage.processorMs()
  const started = performance.now()
  await inFlight(COMMANDS, IN_FLIGHT, async (n) => {
    const answer = await ask(n)
    took.push(answer.took)
    if (!answer.text.includes('Seats of Load')) wrong++
  })
  const seconds = (performance.now() - started) / 1000
  const processor = stage.processorMs()

  const ms = (share: number) => `${Math.round(percentile(took, share))} ms`
  console.log(
    `/seats, ${IN_FLIGHT} in flight, ${COMMANDS} commands, 12 seasons: ` +
      `p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)}, worst ${ms(1)}; ${Math.round(COMMANDS / seconds)} a second; ` +
      `${wrong} not answered at once; ${processorText(processor, processorBefore)}`,
  )
  if (percentile(took, 0.99) >= LIMIT_MS || wrong > 0) {
    console.error(
      `The 99th percentile has to stay below ${LIMIT_MS} ms, and every answer has to be the seats.`,
    )
    process.exitCode = 1
  }
} finally {
  await stage.close()
}

/** What a command costs whatever else the machine is busy with. */
function processorText(after: number | null, before: number | null): string {
  if (after === null || before === null) return 'processor time unknown'
  return `${((after - before) / COMMANDS).toFixed(2)} ms of processor time of the bot for each`
}
