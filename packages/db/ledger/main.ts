import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbedded } from '../src/embedded/index.ts'
import { migrate } from '../src/migrations/index.ts'
import { runLedger } from './run-ledger.ts'
import { runPurchases } from './run-purchases.ts'

// BILL-09 at full size: `pnpm --filter @seatkeeper/db ledger`; `--operations 1000000 --purchases 5000 --seed 1` unless told.
const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '1000000' },
    purchases: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed)
const dataDir = join(tmpdir(), `seatkeeper-ledger-${process.pid}`, 'postgres')
const server = await startEmbedded({ dataDir, mode: 'fast' })
try {
  await migrate(server.url)
  const bought = await runPurchases(server.url, { purchases: Number(values.purchases), seed })
  tell(
    `${bought.purchases} purchases through the use cases (${Object.entries(bought.outcomes)
      .map(([outcome, times]) => `${times} ${outcome}`)
      .join(', ')}): every invoice says what its quote said; ${Math.round(bought.seconds)} s`,
    bought.faults,
  )
  const { operations, accounts, entries, postings, seconds, faults } = await runLedger(server.url, {
    operations: Number(values.operations),
    seed,
  })
  tell(
    `${operations} operations on ${accounts} accounts, ${entries} entries, ${postings} postings: debits equal credits, and balances rebuilt ` +
      `from the log are what was added up; ${Math.round(seconds)} s, seed ${seed}`,
    faults,
  )
} finally {
  await server.stop()
  rmSync(join(server.dataDir, '..'), { recursive: true, force: true })
}

function tell(line: string, faults: readonly string[]): void {
  console.log(faults.length === 0 ? line : `${faults.length} faults in: ${line}`)
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`)
  if (faults.length > 0) process.exitCode = 1
}
