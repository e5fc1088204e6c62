import { defineConfig } from 'vitest/config'

// One root run for all tests: one PostgreSQL, one template database, one count.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages}/*/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**', '**/build/**'],
        },
      },
    ],
  },
})
