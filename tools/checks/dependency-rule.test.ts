import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forbiddenArrows, readManifests } from './arrows.ts'
import { checks } from './checks.ts'
import { runQuietly, type Outcome } from './command.ts'

const root = join(import.meta.dirname, '../..')

/** The very commands that `npm test` runs. */
function command(name: string): readonly [string, ...string[]] {
  const check = checks.find((candidate) => candidate.name === name)
  if (check === undefined) throw new Error(`There is no check called ${name}`)
  return check.command
}

// A copy of the repository's manifests and settings without its sources: what fails in it fails for the sample's sake.
let samples: string

beforeAll(() => {
  samples = mkdtempSync(join(tmpdir(), 'seatkeeper-samples-'))
  const kept = [
    '.gitignore',
    '.oxlintrc.json',
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'tsconfig.base.json',
    'turbo.json',
    ...globSync('{apps,packages}/*/{package,tsconfig}.json', { cwd: root }),
    ...globSync('tools/{package,tsconfig}.json', { cwd: root }),
  ]
  for (const file of kept) cpSync(join(root, file), join(samples, file))
})

afterAll(() => rmSync(samples, { recursive: true, force: true }))

/** Puts one file into the copy, runs one of the checks over it, and takes it out again. */
async function check(name: string, file: string, source: string): Promise<Outcome> {
  const path = join(samples, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, source)
  try {
    const [program, ...args] = command(name)
    return await runQuietly(program, args, samples)
  } finally {
    rmSync(path)
  }
}

describe('lint refuses', () => {
  test.each([
    ['rules that read the clock', 'packages/rules/src/time/now.ts', 'export const now = Date.now()', 'Date'],
    [
      'rules that read Temporal’s clock',
      'packages/rules/src/time/now.ts',
      "import { Temporal } from 'temporal-polyfill'\nexport const now = Temporal.Now.instant()",
      'Temporal.Now',
    ],
    [
      'rules that throw dice',
      'packages/rules/src/seat/pick.ts',
      'export const pick = Math.random()',
      'Math.random',
    ],
    [
      'rules that read files',
      'packages/rules/src/read.ts',
      "import { readFileSync } from 'node:fs'\nexport const read = readFileSync",
      'node:fs',
    ],
    [
      'rules that read the environment',
      'packages/rules/src/mode.ts',
      'export const mode = process.env',
      'process',
    ],
    [
      'rules that fetch',
      'packages/rules/src/fetch.ts',
      "export const answer = fetch('https://example.com')",
      'fetch',
    ],
    ['rules that print', 'packages/rules/src/print.ts', "console.error('hello')", 'console'],
    [
      'rules that know the database',
      'packages/rules/src/up.ts',
      "export { addUser } from '@seatkeeper/db'",
      '@seatkeeper/db',
    ],
    [
      'rules that know another field’s library',
      'packages/rules/src/zod.ts',
      "export { z } from 'zod'",
      'zod',
    ],
    [
      'wording that knows the database',
      'packages/wording/src/up.ts',
      "export { addUser } from '@seatkeeper/db'",
      '@seatkeeper/db',
    ],
    [
      'a data layer that charges cards',
      'packages/db/src/pay.ts',
      "export { default } from 'stripe'",
      'stripe',
    ],
    [
      'a data layer that chats',
      'packages/db/src/chat.ts',
      "export { WebClient } from '@slack/web-api'",
      '@slack/web-api',
    ],
    [
      'a data layer that mails',
      'packages/db/src/mail.ts',
      "export { createTransport } from 'nodemailer'",
      'nodemailer',
    ],
    [
      'a data layer that words',
      'packages/db/src/word.ts',
      "export { formatDay } from '@seatkeeper/wording'",
      '@seatkeeper/wording',
    ],
    [
      'mail that knows the database',
      'packages/mail/src/up.ts',
      "export { addUser } from '@seatkeeper/db'",
      '@seatkeeper/db',
    ],
    [
      'an app that speaks to the mapper',
      'apps/worker/src/orm.ts',
      "export { MikroORM } from '@mikro-orm/postgresql'",
      '@mikro-orm/postgresql',
    ],
    [
      'an app that speaks SQL past the data layer',
      'apps/portal/app/sql.ts',
      "export { default } from 'pg'",
      'pg',
    ],
    [
      'an app that ships the test kit',
      'apps/portal/app/test.ts',
      "export { startSmtpSink } from '@seatkeeper/testkit/smtp-sink'",
      '@seatkeeper/testkit/smtp-sink',
    ],
  ])('%s', async (_name, file, source, culprit) => {
    const { code, output } = await check('lint', file, `${source}\n`)
    expect(output).toContain(culprit)
    expect(code).not.toBe(0)
  })

  test('nothing where the sample is innocent', async () => {
    const { code, output } = await check('lint', 'packages/rules/src/innocent.ts', 'export const one = 1\n')
    expect(output).toContain('0 errors')
    expect(code).toBe(0)
  })
})

describe('turbo refuses', () => {
  test.each([
    [
      'an import of what the package does not declare',
      'packages/rules/src/up.ts',
      "export { addUser } from '@seatkeeper/db'",
      'not a dependency',
    ],
    [
      'a path that leaves the package',
      'packages/wording/src/up.ts',
      "export * from '../../db/src/index.ts'",
      'leaves the package',
    ],
    [
      'an app that imports another',
      'apps/worker/src/up.ts',
      "export * from '../../portal/server/main.ts'",
      'leaves the package',
    ],
  ])('%s', async (_name, file, source, culprit) => {
    const { code, output } = await check('dependency rule', file, `${source}\n`)
    expect(output).toContain(culprit)
    expect(code).not.toBe(0)
  })

  test('nothing where the sample is innocent', async () => {
    const { code, output } = await check(
      'dependency rule',
      'packages/rules/src/one.ts',
      'export const one = 1\n',
    )
    expect(output).toContain('no issues found')
    expect(code).toBe(0)
  })
})

describe('the compiler refuses, in rules,', () => {
  test.each([
    ['the process', 'export const mode = process.env', "'process'"],
    ['the network', "export const answer = fetch('https://example.com')", "'fetch'"],
    ['the console', "console.error('hello')", "'console'"],
  ])('%s', async (_name, source, culprit) => {
    const file = join(samples, 'packages/rules/src/sample.ts')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${source}\nexport {}\n`)
    const { code, output } = await runQuietly('tsc', ['-p', join(samples, 'packages/rules')], root)
    rmSync(file)
    expect(output).toContain(culprit)
    expect(code).not.toBe(0)
  })
})

describe('arrows point down', () => {
  test('in every package of the workspace', () => {
    const manifests = readManifests(root)
    expect(manifests.length).toBeGreaterThan(7)
    expect(forbiddenArrows(manifests)).toEqual([])
  })

  test.each([
    ['packages/rules', 'wording'],
    ['packages/wording', 'db'],
    ['packages/db', 'mail'],
    ['packages/mail', 'db'],
    ['apps/portal', 'testkit'],
    ['apps/worker', 'portal'],
  ])('%s may not declare %s', (folder, name) => {
    expect(forbiddenArrows([{ folder, declares: ['zod', `@seatkeeper/${name}`] }])).toEqual([
      `${folder} may not depend on ${name}`,
    ])
  })

  test('a package without a place is refused, so that nobody forgets to give it one', () => {
    expect(forbiddenArrows([{ folder: 'packages/new', declares: [] }])).toHaveLength(1)
  })
})
