import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runChecks, type Tally } from './checks/run-checks.ts'
import { runVisibly } from './checks/command.ts'

// `npm test`: the checks, then all tests as projects of one vitest. Whatever follows `--` narrows the run
// to the test files that it names and leaves the checks out.
const root = dirname(import.meta.dirname)
const filters = process.argv.slice(2)

const checked = filters.length === 0 ? await runChecks(root) : { passed: 0, failed: 0 }
const tested = await runTests(filters)
const passed = checked.passed + tested.passed
const failed = checked.failed + tested.failed
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

async function runTests(args: readonly string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'seatkeeper-tally-'))
  const file = join(folder, 'tally.json')
  try {
    const code = await runVisibly(
      'vitest',
      ['run', '--reporter=default', '--reporter=./tools/vitest/tally-reporter.ts', ...args],
      root,
      { SEATKEEPER_TALLY: file },
    )
    const tally = readTally(file)
    // A run that ended badly without a failed test (it crashed, it found no files) has failed all the same.
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readTally(file: string): Tally {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally
  } catch {
    return { passed: 0, failed: 1 }
  }
}
