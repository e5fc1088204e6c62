import { defineConfig } from 'vitest/config'

const everywhere = (suffix: string) => [`{apps,packages,tools}/**/*.${suffix}`]
const database = './packages/testkit/src/global-setup.ts'
const common = {
  exclude: ['**/node_modules/**', '**/build/**'],
  // A busy machine is not a broken one.
  testTimeout: 30_000,
  expect: { poll: { timeout: 10_000 } },
  setupFiles: ['./tools/vitest/no-unexpected-errors.ts'],
  // A file leaves nothing behind that another could trip over: loading the same modules for each of them cost a third of the run.
  isolate: false,
}

/**
 * One root run for all tests: one PostgreSQL, one migrated template, one count.
 * `*.test.ts` is pure, `*.db.test.ts` has a real PostgreSQL, `*.e2e.ts` a real browser besides.
 */
export default defineConfig({
  test: {
    // One for each core. The usual one fewer leaves half of a small machine idle: most of these tests wait for PostgreSQL or a browser.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: everywhere('test.{ts,tsx}'),
          exclude: [...common.exclude, '**/*.db.test.ts'],
        },
      },
      {
        test: {
          ...common,
          name: 'database',
          include: everywhere('db.test.ts'),
          globalSetup: [database],
          // Some kill and start real processes.
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...common,
          name: 'browser',
          include: everywhere('e2e.ts'),
          globalSetup: [database],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
