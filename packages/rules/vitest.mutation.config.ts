import process from 'node:process'
import { defineConfig } from 'vitest/config'

/**
 * What `pnpm --filter @seatkeeper/rules mutate` runs against each mutant: this package's own tests. `FOLDER=seat` takes
 * those of one folder only, to be given along with `--mutate 'src/seat/**'`.
 */
const folder = process.env['FOLDER'] ?? ''

export default defineConfig({
  test: {
    include: [`src/${folder}/**/*.test.ts`],
    pool: 'threads',
    testTimeout: 60_000,
    isolate: false,
    setupFiles: ['test/mutation-setup.ts'],
  },
})
