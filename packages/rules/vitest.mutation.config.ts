import { defineConfig } from 'vitest/config'

/** What `pnpm --filter @seatkeeper/rules mutate` runs against each mutant: this package's own tests. */
export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'test/**/*.test.ts'], pool: 'threads', testTimeout: 60_000 },
})
