import { createHash, randomUUID } from 'node:crypto'
import { type ImportRow, type Instant, MS_PER_HOUR } from '@seatkeeper/rules'
import {
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
  added,
  buildAccount,
  createTestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkInvariants } from '../invariants/index.ts'
import { importPage, recentImports } from '../queries/imports.ts'
import { seatCounts } from '../queries/seat-counts.ts'
import { deactivateUser } from '../use-cases/deactivate-user.ts'
import { checkImport, recheckImport } from './check-import.ts'
import { claimImport, renewImport } from './claim-import.ts'
import { commitImport } from './commit-import.ts'
import type { ImportMode } from './import.ts'
import { runImport } from './run-import.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterEach(async () => expect(await checkInvariants(world.url)).toEqual([]))
afterAll(() => world.drop())

const fileHash = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

async function scene(options: Parameters<typeof buildAccount>[1] = {}) {
  const account = await buildAccount(world.url, { fullTimeSeats: 3, ...options })
  return { account, context: { em: world.database.tenant(), actor: account.owner, now: TEST_NOW } }
}

type Scene = Awaited<ReturnType<typeof scene>>

const row = (n: number, more: Partial<ImportRow> = {}): ImportRow => ({
  line: n + 1,
  email: `row${n}@example.com`,
  name: `Row ${n}`,
  type: 'full-time',
  ...more,
})

async function checked({ context }: Scene, rows: readonly ImportRow[], file = JSON.stringify(rows)) {
  const importId = randomUUID()
  const made = await checkImport(context, {
    importId,
    fileName: 'people.csv',
    fileHash: fileHash(file),
    encoding: 'UTF-8',
    separator: ',',
    rows,
  })
  expect(made).toEqual({ kind: 'grant', importId })
  return importId
}

async function page({ context }: Scene, importId: string) {
  return (await importPage(context, { importId, page: 0, size: 500 }))!
}

async function commit(it: Scene, importId: string, mode: ImportMode) {
  const { details } = await page(it, importId)
  const { fileHash, checkedAt } = details
  return commitImport(it.context, { importId, mode, fileHash, checkedAt })
}

let wall = TEST_NOW as number

/** The worker's part, as it is; `steps`: after so many it is killed. */
async function work(steps = Infinity, now = TEST_NOW) {
  wall += MS_PER_HOUR
  const wallNow = wall as Instant
  const claim = await claimImport(world.database.worker(), { wallNow, leaseMs: MS_PER_HOUR / 60 })
  if (!claim) return null
  let left = steps
  const goOn = async (progress: number) =>
    left-- > 1 &&
    (await renewImport(world.database.worker(), claim, { wallNow, leaseMs: MS_PER_HOUR / 60, progress }))
  return runImport({ database: world.database, businessNow: () => now, goOn }, claim)
}

const membersOf = (account: TestAccount) =>
  world.query<{ email: string; name: string; type: string }>(
    `select email, name, type from member where organization_id = $1 and removed_at is null and role <> 'owner' order by email`,
    [account.organizationId],
  )

describe('USER-09 the dry run', () => {
  test('USER-09 says of each row what it would do, and does nothing', async () => {
    const it = await scene({ seasons: [{ name: 'June', from: -5, to: 10, seats: 1 }] })
    const ada = await added(world.database, it.account, { email: 'ada@example.com', name: 'Ada' })
    const before = await membersOf(it.account)
    const importId = await checked(it, [
      row(1),
      row(2, { type: 'seasonal', seasons: ['June'] }),
      row(3, { type: 'seasonal', seasons: ['June'] }),
      { line: 5, email: 'ADA@example.com', name: 'Ada Lovelace' },
      { line: 6, email: ada.email },
      { line: 7, email: account2Owner, name: 'Foreigner', type: 'collaborator' },
      row(7, { fault: 'too-many-cells' }),
    ])
    const { details, lines } = await page(it, importId)
    expect(lines.map(({ plan }) => plan)).toEqual([
      'add',
      'add',
      'refuse',
      'change',
      'refuse',
      'add',
      'refuse',
    ])
    expect(lines.flatMap(({ why }) => why ?? [])).toEqual([
      expect.objectContaining({ reason: 'season-full', season: 'June' }),
      { fault: 'repeated', line: 5 },
      { fault: 'too-many-cells' },
    ])
    expect(details).toMatchObject({
      state: 'checked',
      rows: 7,
      own: true,
      doneBefore: null,
      counts: { add: 3, change: 1, same: 0, refuse: 3 },
    })
    expect(await membersOf(it.account)).toEqual(before)
    expect(await recentImports(it.context)).toMatchObject([{ importId, fileName: 'people.csv' }])
  })

  test('USER-09 the same file sent twice by one form is one import; another file under its key is a fault', async () => {
    const it = await scene()
    const input = {
      importId: randomUUID(),
      fileName: 'a.csv',
      fileHash: fileHash('a'),
      encoding: 'UTF-8',
      separator: ',',
      rows: [row(1)],
    }
    const answers = await Promise.all([checkImport(it.context, input), checkImport(it.context, input)])
    expect(answers.map(({ kind }) => kind)).toEqual(['grant', 'grant'])
    expect(await recentImports(it.context)).toHaveLength(1)
    await expect(checkImport(it.context, { ...input, fileHash: fileHash('b') })).rejects.toThrow(
      'another file',
    )
  })

  test('USER-09 it is looked at again as things stand now', async () => {
    const it = await scene({ fullTimeSeats: 1 })
    const importId = await checked(it, [row(1)])
    await added(world.database, it.account)
    expect(await recheckImport(it.context, importId)).toEqual({ kind: 'grant' })
    expect((await page(it, importId)).lines[0]).toMatchObject({
      plan: 'refuse',
      why: { reason: 'no-full-time-seat' },
    })
  })
})

const account2Owner = 'elsewhere@example.com'

describe('USER-09 carrying it out', () => {
  test('USER-09 valid rows only: what can be is done, in order, and each row says what came of it', async () => {
    const it = await scene({ seasons: [{ name: 'June', from: -5, to: 10, seats: 1 }] })
    await added(world.database, it.account, { email: 'ada@example.com', name: 'Ada' })
    const importId = await checked(it, [
      { line: 2, email: 'ada@example.com', type: 'seasonal', seasons: ['June'] },
      row(2),
      row(3),
      row(4),
      row(5),
    ])
    expect((await page(it, importId)).details.counts).toEqual({ add: 3, change: 1, same: 0, refuse: 1 })
    expect(await commit(it, importId, 'all-or-nothing')).toMatchObject({ reason: 'changed-meanwhile' })
    expect(await commit(it, importId, 'valid-rows')).toEqual({ kind: 'grant' })
    expect(await commit(it, importId, 'valid-rows')).toEqual({ kind: 'grant' })
    expect(await recheckImport(it.context, importId)).toMatchObject({ reason: 'not-found' })
    expect(await work()).toBe('done')
    expect(await work()).toBeNull()
    const { details, lines } = await page(it, importId)
    expect(details).toMatchObject({
      state: 'done',
      progress: 5,
      results: { added: 3, changed: 1, refused: 0 },
    })
    expect(lines.map(({ result }) => result)).toEqual(['changed', 'added', 'added', 'added', null])
    expect(await membersOf(it.account)).toHaveLength(4)
    const audit = await world.query<{ action: string; channel: string; actor_id: string }>(
      `select action, channel, actor_id from audit where organization_id = $1 and channel = 'job'`,
      [it.account.organizationId],
    )
    expect(audit.map(({ action }) => action).sort()).toEqual([
      'user.added',
      'user.added',
      'user.added',
      'user.edited',
    ])
    expect(new Set(audit.map(({ actor_id }) => actor_id))).toEqual(new Set([it.account.owner.memberId]))
  })

  test('USER-09 each row is decided anew: a seat that went meanwhile is refused, and nobody else suffers', async () => {
    const it = await scene({ fullTimeSeats: 2 })
    const ada = await added(world.database, it.account, { type: 'collaborator' })
    const importId = await checked(it, [
      row(1),
      { line: 3, email: ada.email, type: 'full-time' },
      row(3, { type: 'collaborator' }),
    ])
    expect((await page(it, importId)).details.counts).toMatchObject({ add: 2, change: 1 })
    await commit(it, importId, 'valid-rows')
    await added(world.database, it.account)
    expect(await work()).toBe('done')
    const { lines } = await page(it, importId)
    expect(lines.map(({ result }) => result)).toEqual(['added', 'refused', 'added'])
    expect(lines[1]!.resultWhy).toMatchObject({ reason: 'no-full-time-seat' })
  })

  test('USER-09 a change that would meanwhile take other seats than shown is not made', async () => {
    const it = await scene({ seasons: [{ name: 'June', from: -5, to: 10, seats: 9 }] })
    const ada = await added(world.database, it.account)
    const importId = await checked(it, [{ line: 2, email: ada.email, type: 'seasonal', seasons: ['June'] }])
    await commit(it, importId, 'valid-rows')
    await deactivateUser(it.context, { memberId: ada.memberId })
    expect(await work()).toBe('done')
    expect((await page(it, importId)).lines[0]).toMatchObject({ result: 'refused' })
  })

  test('USER-09 all or nothing: one that cannot be any more keeps all others out and says why', async () => {
    const it = await scene({ fullTimeSeats: 3 })
    const ada = await added(world.database, it.account, { type: 'collaborator', name: 'Ada' })
    const importId = await checked(it, [
      row(1),
      { line: 3, email: ada.email, name: 'Ada L.' },
      row(3),
      row(4),
    ])
    const before = await membersOf(it.account)
    expect(await commit(it, importId, 'all-or-nothing')).toEqual({ kind: 'grant' })
    await added(world.database, it.account, { email: 'row4@example.com', type: 'collaborator' })
    expect(await work()).toBe('refused')
    const { details, lines } = await page(it, importId)
    expect(details).toMatchObject({ state: 'refused', results: { added: 0, changed: 0, refused: 1 } })
    expect(lines.at(-1)).toMatchObject({ result: 'refused', resultWhy: { reason: 'duplicate-email' } })
    expect(await membersOf(it.account)).toHaveLength(before.length + 1)
    expect((await seatCounts(it.context))[0]!.availability).toMatchObject({ assigned: 0 })
  })

  test('USER-09 all or nothing: adds and changes together, in the order of the file', async () => {
    const it = await scene({ fullTimeSeats: 2 })
    const ada = await added(world.database, it.account)
    const importId = await checked(it, [row(1), { line: 3, email: ada.email, type: 'collaborator' }, row(3)])
    await commit(it, importId, 'all-or-nothing')
    expect(await work()).toBe('done')
    expect((await page(it, importId)).lines.map(({ result }) => result)).toEqual([
      'added',
      'changed',
      'added',
    ])
    expect((await seatCounts(it.context))[0]!.availability).toMatchObject({ assigned: 2 })
    const mails = await world.query(
      `select id from outbox where organization_id = $1 and type = 'invitation'`,
      [it.account.organizationId],
    )
    // Ada's own, and hers again with the new seat, and two others.
    expect(mails).toHaveLength(4)
  })

  test.each<ImportMode>(['valid-rows', 'all-or-nothing'])(
    'USER-09 %s: killed in the middle again and again, it is gone on with, and nothing happens twice',
    async (mode) => {
      const it = await scene({ fullTimeSeats: 200 })
      const rows = Array.from({ length: 60 }, (_, i) => row(i + 1))
      const importId = await checked(it, rows)
      await commit(it, importId, mode)
      // Done, and not noted: the moment at which a kill hurts most.
      for (let kills = 0; kills < 2; kills++) {
        expect(await work(1)).toBe('left')
        await world.query(`update user_import_row set result = null where import_id = $1`, [importId])
      }
      expect(await work()).toBe('done')
      expect(await membersOf(it.account)).toHaveLength(60)
      const { details } = await page(it, importId)
      expect(details).toMatchObject({ state: 'done', results: { added: 60, changed: 0, refused: 0 } })
      const [counts] = await world.query(
        `select (select count(*)::int from outbox where organization_id = $1) as mails,
           (select count(*)::int from audit where organization_id = $1 and channel = 'job') as audit`,
        [it.account.organizationId],
      )
      expect(counts).toEqual({ mails: 60, audit: 60 })
    },
  )

  test('USER-09 two workers at once do each row once', async () => {
    const it = await scene({ fullTimeSeats: 200 })
    const importId = await checked(
      it,
      Array.from({ length: 30 }, (_, i) => row(i + 1)),
    )
    await commit(it, importId, 'valid-rows')
    // Each takes the lease from the other while that one is still at it.
    await Promise.all([work(), work()])
    await work()
    expect((await page(it, importId)).details).toMatchObject({ state: 'done', results: { added: 30 } })
    expect(await membersOf(it.account)).toHaveLength(30)
  })

  test('USER-09 it is bound to the file and the dry run that were seen, and to whoever brought it', async () => {
    const it = await scene()
    const importId = await checked(it, [row(1)])
    const { details } = await page(it, importId)
    const seen = {
      importId,
      mode: 'valid-rows',
      fileHash: details.fileHash,
      checkedAt: details.checkedAt,
    } as const
    const other = { ...seen, fileHash: '00' }
    expect(await commitImport(it.context, other)).toMatchObject({ reason: 'changed-meanwhile' })
    const later = { ...it.context, now: (TEST_NOW + 1000) as Instant }
    await recheckImport(later, importId)
    expect(await commitImport(it.context, seen)).toMatchObject({ reason: 'changed-meanwhile' })
    const stranger = await scene()
    expect(await commitImport(stranger.context, seen)).toMatchObject({ reason: 'not-found' })
    expect(await importPage(stranger.context, { importId, page: 0, size: 10 })).toBeNull()
  })

  test('USER-09 the same file again says when it was carried out', async () => {
    const it = await scene()
    const first = await checked(it, [row(1)], 'the file')
    await commit(it, first, 'valid-rows')
    await work()
    const second = await checked(it, [row(1)], 'the file')
    const { details } = await page(it, second)
    expect(details).toMatchObject({ doneBefore: TEST_NOW, counts: { same: 1 } })
  })
})
