import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { checkInvariants } from '@seatkeeper/db'
import { addThroughForm, inFlight, percentile, setStage } from '../load/stage.ts'
import type { LaneAnswer, PortalLane } from './portal-lane.ts'

/**
 * SEAT-07 through both doors: `pnpm --filter @seatkeeper/slackbot race`. 10,000 adds on a season of 500 seats, half as signed forms
 * to four bot processes, half as the portal's use case in four processes, 25 at a time each. Smaller: `race 2000 100`.
 */
const ADDS = Number(process.argv[2] ?? 10_000)
const SEATS = Number(process.argv[3] ?? 500)
const PROCESSES = 4
const EACH = 25

const stage = await setStage([{ name: 'Rush', seats: SEATS }])
let failed = false
try {
  const seasonId = stage.account.seasons[0]?.id ?? ''
  const people = await stage.people(40)
  const bots = await Promise.all(Array.from({ length: PROCESSES }, () => stage.bot()))
  const throughForms: LaneAnswer[] = []
  const throughUseCase: LaneAnswer[] = []
  let toldToWait = 0
  const share = ADDS / 2 / PROCESSES

  const throughBot = (url: string, bot: number) =>
    inFlight(share, EACH, async (n) => {
      const userId = people[n % people.length] ?? ''
      const email = `bot${bot}-${n}@example.com`
      const { text, took, waited } = await addThroughForm(stage.slack, url, { userId, email, seasonId })
      if (waited) toldToWait++
      throughForms.push({ outcome: outcomeOf(text), took })
    })
  const throughPortal = (lane: number) =>
    new Promise<void>((resolve, reject) => {
      const child = fork(fileURLToPath(new URL('./portal-lane.ts', import.meta.url)))
      child.on('message', (answer: LaneAnswer) => throughUseCase.push(answer))
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A lane ended with ${code}`))))
      child.send({
        url: stage.databaseUrl,
        actor: stage.account.owner,
        seasonId,
        connections: EACH,
        adds: share,
        name: `portal${lane}`,
      } satisfies PortalLane)
    })

  const started = performance.now()
  await Promise.all([...bots.map(throughBot), ...bots.map((_, lane) => throughPortal(lane))])
  const seconds = (performance.now() - started) / 1000

  const { rows } = await stage.database.query<{ taken: number }>(
    'select count(*)::integer as taken from seat where holder_id is not null and kind = $1',
    ['seasonal'],
  )
  const breaches = await checkInvariants(stage.databaseUrl)
  const answers = [...throughForms, ...throughUseCase]
  const outcomes = Object.groupBy(answers, ({ outcome }) => outcome)
  const counts = Object.fromEntries(Object.entries(outcomes).map(([name, list]) => [name, list?.length ?? 0]))
  console.log(
    `${answers.length} adds on ${SEATS} seats through both doors: ${JSON.stringify(counts)}, ` +
      `${rows[0]?.taken} seats taken; ${Math.round(ADDS / seconds)} a second; ${breaches.length} invariants broken\n` +
      `the bot's half, from the form to its outcome: ${times(throughForms)}; ${toldToWait} saw 'One moment' first\n` +
      `the portal's half, the use case alone: ${times(throughUseCase)}`,
  )
  failed =
    rows[0]?.taken !== SEATS ||
    counts['grant'] !== SEATS ||
    counts['season-full'] !== ADDS - SEATS ||
    breaches.length > 0
} finally {
  await stage.close()
}
process.exitCode = failed ? 1 : 0

/** What the bot said of a form, in the terms of the use case. */
function outcomeOf(text: string): string {
  if (text.includes('User added')) return 'grant'
  if (text.includes('Every seat of Rush is taken')) return 'season-full'
  return `other: ${text.slice(0, 200)}`
}

function times(answers: readonly LaneAnswer[]): string {
  const took = answers.map((answer) => answer.took)
  const ms = (share: number) => `${Math.round(percentile(took, share))} ms`
  return `p50 ${ms(0.5)}, p99 ${ms(0.99)}, worst ${ms(1)}`
}
