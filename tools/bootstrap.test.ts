import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

// A clone in which nothing is installed yet, below a path with a space.
let clone: string
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'seatkeeper clone '))
  clone = join(folder, 'seatkeeper')
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tools/bootstrap.mjs'])
    cpSync(join(root, file), join(clone, file))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function bootstrap(options: { node?: string[]; command?: string; env?: Record<string, string> }) {
  const { node = [], command = 'start', env = {} } = options
  const { status, stderr } = spawnSync(
    process.execPath,
    [...node, join(clone, 'tools/bootstrap.mjs'), command],
    {
      env: { PATH: process.env['PATH'], HOME: folder, ...env },
      encoding: 'utf8',
    },
  )
  return { status, lastLine: stderr.trim().split('\n').at(-1) }
}

describe('OPS-01 what keeps a fresh clone from starting is one sentence', () => {
  test('a Node that is too old', () => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.0' })`
    expect(bootstrap({ node: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`] })).toEqual({
      status: 1,
      lastLine: expect.stringMatching(/^Seatkeeper needs Node 20 or newer .*https:\/\/nodejs\.org\.$/),
    })
  })

  test('a Node without npm', () => {
    const bin = join(folder, 'only node')
    mkdirSync(bin)
    symlinkSync(process.execPath, join(bin, 'node'))
    expect(bootstrap({ env: { PATH: bin } })).toEqual({
      status: 1,
      lastLine: '`npx` was not found: it comes with npm, which comes with Node from https://nodejs.org.',
    })
  })

  test('no network', () => {
    expect(
      bootstrap({ env: { npm_config_registry: 'http://127.0.0.1:1/', npm_config_fetch_retries: '0' } }),
    ).toEqual({
      status: 1,
      lastLine: expect.stringMatching(/^The package registry cannot be reached: /),
    })
  })

  test('a command that there is not', () => {
    expect(bootstrap({ command: 'fly' })).toEqual({
      status: 1,
      lastLine: expect.stringMatching(/^There is no command "fly"; there are: start, .*\.$/),
    })
  })
})
