import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { added, buildAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApi, runApi } from '../../test/running-api.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/api.md'), 'utf8')
const examples = [...page.matchAll(/```sh\n(?<command>.*?)```\s+```json\n(?<answer>.*?)```/gs)].map(
  ({ groups }) => {
    const { command = '', answer = '' } = groups ?? {}
    return { command, answer, what: /\$SEATS(\S+)/.exec(command)?.[1] ?? command }
  },
)

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version'])
    return true
  } catch {
    return false
  }
})()

let api: RunningApi
let variables: Record<string, string>
beforeAll(async () => {
  api = await runApi()
  const account = await buildAccount(api.db.url, { seasons: [{ name: 'Summer', from: 2, to: 10, seats: 5 }] })
  const seasonIds = [account.seasons[0]!.id]
  const ana = await added(api.db.database, account, { email: 'ana@example.com', seasonIds })
  const bo = await added(api.db.database, account, { email: 'bo@example.com' })
  await api.db.query(
    `update member set email = 'olive@example.com', email_key = 'olive@example.com' where id = $1`,
    [account.owner.memberId],
  )
  // The documented reports are of half a minute ago.
  await api.db.query(`update member set created_at = created_at - interval '1 day' where id = any($1)`, [
    [ana.memberId, bo.memberId],
  ])
  await api.db.query(`update seat_assignment set started_at = started_at - interval '1 day'`)
  const key = await api.key(account, 'access.evaluate', 'sign-ins.report')
  variables = { SEATS: api.origin, KEY: key, ORGANIZATION: account.organizationId }
})
afterAll(() => api.close())

const withoutIdentities = (text: string): unknown =>
  JSON.parse(text.replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'an identity'))

test('ECO-01 the page has an example for each address', () => {
  expect(examples.map(({ what }) => what)).toEqual([
    '/access/v1/evaluation',
    '/access/v1/evaluations',
    '/access/v1/sign-ins',
    '/access/v1/evaluation',
  ])
})

test.runIf(hasCurl).each(examples)(
  'ECO-01 docs/api.md: $what answers as documented',
  async ({ command, answer }) => {
    const { stdout } = await promisify(execFile)('sh', ['-c', command], {
      env: { ...process.env, ...variables },
    })
    expect(withoutIdentities(stdout)).toEqual(withoutIdentities(answer))
  },
)
