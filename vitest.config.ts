import { defineConfig } from 'vitest/config'

const ignored = ['**/node_modules/**', '**/build/**']

/**
 * One root run for all tests: one PostgreSQL, one migrated template, one count.
 * `*.test.ts` is pure, `*.db.test.ts` has a real PostgreSQL, `*.e2e.ts` a real browser besides.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', ...ignored],
        },
      },
      {
        test: {
          name: 'db',
          include: ['{apps,packages}/**/*.db.test.{ts,tsx}'],
          exclude: ignored,
          globalSetup: ['./packages/testkit/src/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
