import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** What a browser loads for a function, minified and gzipped: everything that it draws in, nothing else. */

const IMPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['season windows and phases', ['seasonWindow', 'seasonPhase']],
  ['availability and choices', ['poolAvailability', 'offeredSeasons', 'offeredTypes']],
  ['what a change of seats takes and frees', ['decideSeatChange']],
  ['an access decision', ['decideAccess']],
  ['an e-mail', ['normalizeEmail']],
  ['a quote while typing', ['quoteChange']],
  [
    'all of the above',
    [
      'seasonPhase',
      'offeredSeasons',
      'offeredTypes',
      'decideSeatChange',
      'decideAccess',
      'normalizeEmail',
      'quoteChange',
    ],
  ],
  ['a window in a zone, with Temporal', ['windowInZone']],
]

async function gzippedBytes(names: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { ${names.join(', ')} } from '../src/index.ts'`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

console.log('\nWhat a browser loads (kB gz)')
for (const [what, names] of IMPORTS) {
  const size = ((await gzippedBytes(names)) / 1000).toFixed(1).padStart(6)
  console.log(`${size}  ${what}: ${names.join(', ')}`)
}
