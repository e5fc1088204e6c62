import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@seatkeeper/db'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import { createMailer, type OutgoingMail, windowOpened } from '@seatkeeper/mail'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount } from '@seatkeeper/testkit/account'
import { crowd } from '@seatkeeper/testkit/crowd'
import { pino } from 'pino'
import { deliverBatch } from '../src/delivery/delivery-loop.ts'
import { allDueWork } from '../src/due/all.ts'
import { Spent } from './spent.ts'

/**
 * Midnight of a large season: everybody's notice is queued and sent to a mail server on this machine, beside a bare loop
 * that sends as many of the same mails through the same library and keeps no books. `--people=5000` is for trying the bench itself.
 */
const people = Number(/^--people=(\d+)$/.exec(process.argv[2] ?? '')?.[1] ?? 100_000)
const CONNECTIONS = 8
const ROUNDS = 3
const AIM = 0.6

const dataDir = join(tmpdir(), `seatkeeper-bench-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
const sink = fork(new URL('quick-sink.ts', import.meta.url))
const [{ port }] = (await once(sink, 'message')) as [{ port: number }]
const smtpUrl = `smtp://127.0.0.1:${port}`
const database = await createDatabase({ url: server.url, applicationName: 'bench' })
try {
  await migrate(server.url)
  const now = Date.now() as Instant
  const account = await buildAccount(server.url, {
    now,
    seasons: [{ name: 'Rush', from: 0, to: 30, seats: people }],
  })
  const { poolId } = account.seasons[0]!
  await crowd(server.url, account, { poolId, count: people })

  const log = pino({ level: 'silent' })
  const wallNow = () => Date.now() as Instant
  const notices = allDueWork({ database, wallNow, log }).find(({ name }) => name === 'notices')
  const memory = watchMemory()
  const queueing = new Spent()
  await queueing.during(() => notices!.run(now))

  const mailer = createMailer({ smtpUrl, from: 'Seatkeeper <seats@example.com>', connections: CONNECTIONS })
  const parts = {
    database,
    mailer,
    clocks: { businessNow: () => now, wallNow },
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://app.example.com',
      appSecret: 'a secret of thirty-two characters or more',
    },
    random: Math.random,
    log,
  }
  // Turn by turn, so that a machine that is busy now and then is busy for both.
  let sent = 0
  const ours = new Spent()
  const bare = new Spent()
  const share = Math.ceil(people / ROUNDS)
  for (let round = 0; round < ROUNDS; round++) {
    await bare.during(() => sendBare(Math.min(share, people - round * share), round * share))
    const goal = Math.min(people, (round + 1) * share)
    await ours.during(async () => {
      while (sent < goal) {
        const claimed = await deliverBatch(parts)
        if (claimed === 0) break
        sent += claimed
      }
    })
  }
  mailer.close()
  const flat = memory.stop()

  const perSecond = (spent: Spent) => Math.round(people / spent.seconds)
  const cpu = (spent: Spent) => (spent.cpuMs / people).toFixed(2)
  console.log('| A season opens | a second | worker’s CPU, ms each |\n|---|---|---|')
  console.log(`| ${people} notices queued | ${perSecond(queueing)} | ${cpu(queueing)} |`)
  console.log(`| sent, with books kept | ${perSecond(ours)} | ${cpu(ours)} |`)
  console.log(`| bare pooled nodemailer | ${perSecond(bare)} | ${cpu(bare)} |`)
  const whole = bare.seconds / (ours.seconds + queueing.seconds)
  console.log(`| sending as a fraction of bare | ${(bare.seconds / ours.seconds).toFixed(2)} | |`)
  console.log(`| queueing and sending as a fraction of bare (aim ${AIM}) | ${whole.toFixed(2)} | |`)
  console.log(`| memory in the second and in the last tenth, MB | ${flat} | |`)
  if (sent !== people) {
    console.error(`${people - sent} notices were not sent.`)
    process.exitCode = 1
  }
} finally {
  sink.disconnect()
  await database.close()
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

/** The same mails, made beforehand but for name, link and address; nothing is read, nothing is written down. */
async function sendBare(count: number, from: number): Promise<void> {
  const mailer = createMailer({ smtpUrl, from: 'Seatkeeper <seats@example.com>', connections: CONNECTIONS })
  const window = { opensAt: Date.UTC(2026, 5, 1) as Instant, closesAt: Date.UTC(2026, 6, 1) as Instant }
  const season = { id: 's', name: 'Rush', firstDay: '2026-06-01', lastDay: '2026-06-30' } as const
  const mail = await windowOpened({
    product: 'Seatkeeper',
    organization: 'Account 1',
    name: 'User 12345',
    reader: { zone: 'UTC' },
    window,
    seasons: [season as never],
    link: {
      kind: 'sign-up',
      url: `https://seats.example.com/sign-up/${'a'.repeat(80)}`,
      expiresAt: window.closesAt,
    },
  })
  let next = from
  const lane = async () => {
    while (next < from + count) {
      const n = next++
      const one: OutgoingMail = {
        ...mail,
        id: `bare-${n}`,
        to: { name: `User ${n}`, email: `crowd${n}@example.com` },
      }
      const result = await mailer.send(one)
      if (result.kind !== 'accepted') throw new Error(result.error)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, lane))
  mailer.close()
}

/** Samples what this process holds; gives the medians of the first tenth after warming up and of the last. */
function watchMemory() {
  const samples: number[] = []
  const timer = setInterval(() => samples.push(process.memoryUsage().rss / 1e6), 200)
  return {
    stop() {
      clearInterval(timer)
      const tenth = Math.max(1, Math.floor(samples.length / 10))
      const median = (part: readonly number[]) =>
        part.toSorted((a, b) => a - b)[Math.floor(part.length / 2)] ?? 0
      return `${Math.round(median(samples.slice(tenth, 2 * tenth)))} → ${Math.round(median(samples.slice(-tenth)))}`
    },
  }
}
