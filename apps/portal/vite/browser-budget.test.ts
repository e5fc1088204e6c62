import { expect, test } from 'vitest'
import { overweight, routeWeights, serverModules } from './browser-budget.ts'

const chunk = (
  fileName: string,
  facade: string | null,
  code: string,
  imports: string[] = [],
  modules: string[] = [],
) => ({
  type: 'chunk' as const,
  fileName,
  code,
  facadeModuleId: facade,
  imports,
  modules: Object.fromEntries(modules.map((id) => [id, { renderedLength: 1 }])),
})

/** Text that does not compress. */
const noise = (length: number) => {
  let seed = 1
  return Array.from({ length }, () =>
    String.fromCharCode(33 + ((seed = (seed * 48_271) % 2_147_483_647) % 90)),
  ).join('')
}

test('a page’s weight is the shell and all that it imports, its own only what no other page uses', () => {
  const weights = routeWeights([
    chunk('entry.js', '/x/app/entry.client.tsx', noise(1000), ['react.js']),
    chunk('react.js', null, noise(5000)),
    chunk('root.js', '/x/app/root.tsx?__remix', noise(1000), ['react.js']),
    chunk('shared.js', null, noise(2000), ['react.js']),
    chunk('a.js', '/x/app/routes/a.tsx?__remix', noise(500), ['shared.js']),
    chunk('b.js', '/x/app/routes/b/route.tsx?__remix', noise(700), ['shared.js', 'only-b.js']),
    chunk('only-b.js', null, noise(300)),
  ])
  const [a, b] = weights
  expect(a?.route).toBe('a')
  expect(b?.route).toBe('b')
  expect(b!.own).toBeGreaterThan(a!.own)
  expect(b!.firstPage - a!.firstPage).toBe(b!.own - a!.own)
  expect(overweight(weights, { firstPageKb: 100, furtherPageKb: 100 })).toEqual([])
  expect(overweight(weights, { firstPageKb: 1, furtherPageKb: 0.1 })).toHaveLength(4)
})

test('server code among the browser’s modules is found', () => {
  const modules = [
    '/w/apps/portal/app/server/forms/read-form.ts',
    '/w/packages/db/src/index.ts',
    '/w/apps/portal/app/root.tsx',
  ]
  expect(serverModules([chunk('a.js', null, '', [], modules)])).toEqual(modules.slice(0, 2))
})
