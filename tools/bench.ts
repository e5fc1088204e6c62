import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runVisibly } from './checks/command.ts'

// `npm run bench [part of a package's name …]`: the benchmarks of every package that has some, one after the other,
// because two at once would measure each other.
const root = dirname(import.meta.dirname)
const wanted = process.argv.slice(2)

const packages = globSync('{apps,packages}/*/package.json', { cwd: root })
  .map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest)
  .filter(({ scripts }) => scripts?.['bench'] !== undefined)
  .map(({ name }) => name)
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .toSorted()

if (packages.length === 0) {
  console.error('No package with benchmarks has such a name.')
  process.exitCode = 1
}
for (const name of packages) {
  console.log(`\n${name}`)
  const code = await runVisibly('pnpm', ['--silent', '--filter', name, 'run', 'bench'], root)
  if (code !== 0) process.exitCode = 1
}

interface Manifest {
  readonly name: string
  readonly scripts?: Readonly<Record<string, string>>
}
