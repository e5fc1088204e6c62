import { type ChildProcess, fork } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkImport, commitImport, createDatabase, importPage } from '@seatkeeper/db'
import { startEmbedded } from '@seatkeeper/db/embedded'
import { migrate } from '@seatkeeper/db/migrate'
import type { ImportRow, Instant } from '@seatkeeper/rules'
import { buildAccount } from '@seatkeeper/testkit/account'
import { inspect } from '@seatkeeper/testkit/inspect'

/**
 * USER-09 at full size: `pnpm --filter @seatkeeper/worker import-test`. Ten thousand rows with every kind of fault, and full
 * seasons in the middle; the worker is killed again and again; in both modes.
 */
const ROWS = 10_000
const KILLS = 12

const dataDir = join(tmpdir(), `seatkeeper-import-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
try {
  await migrate(server.url)
  for (const mode of ['valid-rows', 'all-or-nothing'] as const) await measure(mode)
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

async function measure(mode: 'valid-rows' | 'all-or-nothing'): Promise<void> {
  const now = Date.now() as Instant
  const account = await buildAccount(server.url, {
    now,
    name: mode,
    fullTimeSeats: 4_000,
    seasons: [
      { name: 'June', from: -5, to: 30, seats: 3_000 },
      { name: 'Full', from: 5, to: 30, seats: 500 },
    ],
  })
  const database = await createDatabase({ url: server.url, applicationName: 'import-test' })
  const context = { em: database.tenant(), actor: account.owner, now }
  const all = rowsOf(mode)
  const rows = mode === 'valid-rows' ? all : all.slice(0, 7_000)
  const importId = randomUUID()
  let began = performance.now()
  await checkImport(context, {
    importId,
    fileName: 'all.csv',
    fileHash: new Uint8Array(createHash('sha256').update(mode).digest()),
    encoding: 'UTF-8',
    separator: ',',
    rows,
  })
  const checked = performance.now() - began
  began = performance.now()
  const { details } = (await importPage(context, { importId, page: 0, size: 100 }))!
  const page = performance.now() - began
  const { fileHash, checkedAt, counts } = details
  const queued = await commitImport(context, { importId, mode, fileHash, checkedAt })
  if (queued.kind === 'refuse') throw new Error(queued.reason)

  began = performance.now()
  let kills = 0
  let state: string = 'queued'
  while (state !== 'done' && state !== 'refused') {
    const victim = fork(new URL('import-victim.ts', import.meta.url), [server.url], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await once(victim, 'message')
    state = await watch(importId, kills < KILLS ? 400 + Math.random() * 1_500 : Infinity)
    await kill(victim)
    kills++
  }
  const took = performance.now() - began
  const [found] = await inspect<Record<string, number>>(
    server.url,
    `select (select count(*)::int from member where account_id = '${account.accountId}' and role <> 'owner') as members,
       (select count(distinct payload ->> 'memberId')::int from outbox where account_id = '${account.accountId}') as invited,
       (select count(*)::int from outbox where account_id = '${account.accountId}') as mails,
       (select count(*)::int from audit where account_id = '${account.accountId}' and action = 'user.added' and channel = 'job') as audited`,
  )
  const { members, invited, mails, audited } = found!
  console.log(
    `${mode}: ${rows.length} rows (${JSON.stringify(counts)}); dry run ${ms(checked)}, a page of it ${ms(page)}; ` +
      `${state} in ${ms(took)} with ${kills - 1} kills; ${members} members, ${mails} mails to ${invited}, ${audited} audit entries`,
  )
  if (state !== 'done' || [members, invited, mails, audited].some((count) => count !== counts.add)) {
    console.error(`Expected ${counts.add} of each`)
    process.exitCode = 1
  }
  await database.close()
}

function ms(time: number): string {
  return `${(time / 1000).toFixed(2)} s`
}

/** How the import stands when it is over, or after so long. */
async function watch(importId: string, longestMs: number): Promise<string> {
  const until = performance.now() + longestMs
  for (;;) {
    const [row] = await inspect<{ state: string }>(
      server.url,
      `select state from user_import where id = '${importId}'`,
    )
    if (row!.state === 'done' || row!.state === 'refused' || performance.now() > until) return row!.state
    await sleep(100)
  }
}

async function kill(victim: ChildProcess): Promise<void> {
  victim.kill('SIGKILL')
  await once(victim, 'exit')
}

/** For all or nothing no row may be at fault; the first 7,000 are not. */
function rowsOf(mode: string): ImportRow[] {
  const season = { type: 'Seasonal', seasons: ['June'] }
  return Array.from({ length: ROWS }, (_, i): ImportRow => {
    const row = { line: i + 2, email: `user${i}@${mode}.example`, name: `User ${i}`, type: 'Full-time' }
    if (i < 7_000) return i % 7 < 3 ? { ...row, ...season } : row
    switch (i % 8) {
      case 0:
        return { ...row, email: `user${i - 7_000}@${mode.toUpperCase()}.example` }
      case 1:
        return { ...row, email: 'nobody' }
      case 2:
        return { ...row, type: 'Emperor' }
      case 3:
        return { ...row, fault: 'too-many-cells' }
      case 4:
        return { ...row, type: 'Seasonal', seasons: ['Lent'] }
      case 5:
        return { line: row.line, email: row.email }
      default:
        return { ...row, type: 'Seasonal', seasons: ['Full'] }
    }
  })
}
