import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Instant } from '@seatkeeper/rules'
import { buildAccount } from '@seatkeeper/testkit/account'
import { crowd } from '@seatkeeper/testkit/crowd'
import { inspect } from '@seatkeeper/testkit/inspect'
import { startSmtpSink } from '@seatkeeper/testkit/smtp-sink'
import type { VictimOrders } from './victim.ts'

export interface KillPlan {
  readonly notices: number
  readonly kills: number
}

export interface KillResult extends KillPlan {
  /** As the outbox has them in the end. */
  readonly delivered: number
  readonly unknown: number
  readonly other: number
  /** Notices that a killed worker had in hand: without any, nothing was shown. */
  readonly interrupted: number
  /** Members of whom nothing is recorded. */
  readonly lost: number
  /** Of the unknown, those that the mail server had taken after all. */
  readonly unknownTaken: number
  /** Mails that somebody got twice. */
  readonly twice: number
  /** Recorded as delivered, and never came. */
  readonly untrue: number
  readonly seconds: number
}

const SPARE = 2
const LONGEST_LIFE_MS = 60
const PATIENCE_MS = 10_000
const LEASE_MS = 1_500
/** After so long without headway what is left waits for a pause to end: the next worker's clock is further ahead. */
const STUCK_MS = 2_500

/**
 * MAIL-04, D-41: while a season's notices fall due, two workers at once are killed again and again, at random points of
 * their work; others take over. In the end each notice was sent once, or it stands as unknown; none is lost.
 */
export async function runKills(url: string, plan: KillPlan): Promise<KillResult> {
  const began = performance.now()
  const now = Date.now() as Instant
  const account = await buildAccount(url, {
    now,
    seasons: [{ name: 'Rush', from: 0, to: 30, seats: plan.notices }],
  })
  await crowd(url, account, { poolId: account.seasons[0]!.poolId, count: plan.notices })
  await using sink = await disposableSink()
  const orders: VictimOrders = { databaseUrl: url, smtpUrl: sink.url, leaseMs: LEASE_MS, aheadMs: 0 }
  const stable = new Stable()
  try {
    await Promise.all([1, 2].map(() => killAgainAndAgain(stable, orders, Math.ceil(plan.kills / 2))))
    await finish(url, stable, orders)
  } finally {
    stable.close()
  }
  return { ...plan, ...(await examine(url, sink.mails)), seconds: (performance.now() - began) / 1000 }
}

/** Workers that are loaded and wait for their orders: what is killed is work, not starting up. */
class Stable {
  readonly #ready: Promise<ChildProcess>[] = []
  readonly #alive = new Set<ChildProcess>()
  constructor() {
    for (let i = 0; i < SPARE; i++) this.#ready.push(this.#start())
  }
  async take(orders: VictimOrders): Promise<ChildProcess> {
    this.#ready.push(this.#start())
    const victim = await this.#ready.shift()!
    victim.send(orders)
    await once(victim, 'message')
    return victim
  }
  close(): void {
    for (const victim of this.#alive) victim.kill('SIGKILL')
  }
  async #start(): Promise<ChildProcess> {
    const victim = fork(new URL('victim.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#alive.add(victim)
    victim.once('exit', () => this.#alive.delete(victim))
    await once(victim, 'message')
    return victim
  }
}

async function killAgainAndAgain(stable: Stable, orders: VictimOrders, kills: number) {
  for (let i = 0; i < kills; i++) {
    const victim = await stable.take(orders)
    await inHand(orders.databaseUrl)
    await sleep(Math.random() * LONGEST_LIFE_MS)
    victim.kill('SIGKILL')
    await once(victim, 'exit')
  }
}

/** Waits until somebody has mails in hand, so that there is something to interrupt; in vain when all is done. */
async function inHand(url: string): Promise<void> {
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS;) {
    const [row] = await inspect<{ some: boolean }>(
      url,
      `select exists (select from outbox where state = 'sending' and leased_until > now()) as some`,
    )
    if (row!.some) return
    await sleep(5)
  }
}

/** One worker that nobody kills does the rest; its clock is ahead of every lease and every pause. */
async function finish(url: string, stable: Stable, orders: VictimOrders): Promise<void> {
  for (let ahead = 2; (await waiting(url)) > 0; ahead *= 4) {
    const worker = await stable.take({ ...orders, aheadMs: ahead * 3_600_000 })
    for (let left = await waiting(url), since = Date.now(); left > 0 && Date.now() - since < STUCK_MS;) {
      await sleep(200)
      const now = await waiting(url)
      if (now < left) since = Date.now()
      left = now
    }
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  }
}

async function waiting(url: string): Promise<number> {
  const [row] = await inspect<{ count: number }>(
    url,
    `select (select count(*) from outbox where state in ('pending', 'sending', 'retry'))
       + (select count(*) from notice_review) + (select count(*) from season s where s.first_day <= current_date
          and not exists (select from notice_boundary b where b.season_id = s.id))::integer as count`,
  )
  return Number(row!.count)
}

async function examine(
  url: string,
  mails: readonly { readonly messageId?: string | undefined; readonly to?: unknown }[],
): Promise<Omit<KillResult, keyof KillPlan | 'seconds'>> {
  const rows = await inspect<{ id: string; state: string; attempts: number }>(
    url,
    `select id, state, attempts from outbox where type = 'notice'`,
  )
  const [members] = await inspect<{ lost: number }>(
    url,
    `select count(*)::integer as lost from member m where m.type = 'seasonal'
     and not exists (select from notice n join outbox o on o.id = n.id where n.member_id = m.id)`,
  )
  const arrived = new Map<string, number>()
  for (const { messageId } of mails) {
    const id = messageId?.slice(1, 37) ?? ''
    arrived.set(id, (arrived.get(id) ?? 0) + 1)
  }
  const count = (state: string) => rows.filter((row) => row.state === state)
  const [delivered, unknown] = [count('delivered'), count('unknown')]
  return {
    delivered: delivered.length,
    unknown: unknown.length,
    other: rows.length - delivered.length - unknown.length,
    interrupted: rows.filter(({ state, attempts }) => attempts > 1 || state === 'unknown').length,
    lost: members!.lost,
    unknownTaken: unknown.filter(({ id }) => arrived.has(id)).length,
    twice: [...arrived.values()].filter((times) => times > 1).length,
    untrue: delivered.filter(({ id }) => !arrived.has(id)).length,
  }
}

async function disposableSink() {
  const sink = await startSmtpSink()
  return { url: sink.url, mails: sink.mails, [Symbol.asyncDispose]: () => sink.stop() }
}

/** What must not be. */
export function faultsOf(result: KillResult): readonly string[] {
  const { notices, delivered, unknown, other, interrupted, lost, twice, untrue } = result
  return [
    ...(interrupted === 0 ? ['no kill interrupted anything: nothing was shown'] : []),
    ...(twice > 0 ? [`${twice} mails came twice`] : []),
    ...(lost > 0 ? [`${lost} notices are lost`] : []),
    ...(untrue > 0 ? [`${untrue} are recorded as delivered and never came`] : []),
    ...(other > 0 ? [`${other} are neither delivered nor unknown`] : []),
    ...(delivered + unknown !== notices
      ? [`${delivered + unknown} of ${notices} notices are accounted for`]
      : []),
  ]
}
