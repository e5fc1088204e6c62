import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/**
 * Writes how many tests passed and failed to the file that `SEATKEEPER_TALLY` names. A file that fails before it has
 * declared a test, a group whose preparation fails, and an error outside any test count as one failure each: a run
 * that could not look must never read as a run that found nothing.
 */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['SEATKEEPER_TALLY']
    if (file === undefined) return
    let passed = 0
    let failed = unhandled.length
    let skipped = 0
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1
      // A hook that fails lets its tests count as skipped.
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed += 1
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        else if (state === 'skipped') skipped += 1
        else failed += 1
      }
    }
    writeFileSync(file, JSON.stringify({ passed, failed, skipped }))
  }
}
