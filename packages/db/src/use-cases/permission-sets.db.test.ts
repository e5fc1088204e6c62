import { randomUUID } from 'node:crypto'
import type { Role } from '@seatkeeper/rules'
import {
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { IdempotencyConflict } from '../faults.ts'
import { permissionSets } from '../queries/permission-sets.ts'
import { addUser } from './add-user.ts'
import { changePermissionSet } from './change-permission-set.ts'
import { createPermissionSet } from './create-permission-set.ts'
import { deletePermissionSet } from './delete-permission-set.ts'
import { removeUser } from './remove-user.ts'

let world: TestDatabase
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())
beforeEach(async () => {
  account = await buildAccount(world.url, { fullTimeSeats: 8 })
})

const context = (by = account) => ({ em: world.database.tenant(), actor: by.owner, now: TEST_NOW })
const rights = [{ key: 'tickets.reply', description: 'Answers tickets' }]

async function made(name = 'Agent', by = account) {
  const decision = await createPermissionSet(context(by), { name, rights })
  if (decision.kind === 'refuse') throw new Error(decision.reason)
  return decision.permissionSetId
}

const join = (permissionSetId: string, name: string) =>
  addUser(context(), {
    name,
    email: `${randomUUID()}@example.com`,
    type: 'full-time',
    seasonIds: [],
    permissionSetId,
  })

const stored = async () => (await permissionSets(context())).map(({ digest: _, ...set }) => set)
const entries = (id: string) =>
  world.query<{ action: string; before: unknown; after: unknown }>(
    'select action, before, after from audit where subject_id = $1 order by id',
    [id],
  )

test('USER-08 a set is defined, changed and deleted, and each is noted with before and after', async () => {
  const permissionSetId = await made()
  expect(await stored()).toEqual([{ permissionSetId, name: 'Agent', rights, users: 0 }])
  const seen = (await permissionSets(context()))[0]!.digest
  const change = { permissionSetId, name: 'Senior agent', rights: [], seen }
  expect(await changePermissionSet(context(), change)).toEqual({ kind: 'grant' })
  expect(await stored()).toEqual([{ permissionSetId, name: 'Senior agent', rights: [], users: 0 }])
  expect(await deletePermissionSet(context(), { permissionSetId })).toEqual({
    kind: 'grant',
    name: 'Senior agent',
  })
  expect(await stored()).toEqual([])
  expect(await entries(permissionSetId)).toEqual([
    { action: 'permission-set.created', before: null, after: { name: 'Agent', rights } },
    {
      action: 'permission-set.changed',
      before: { name: 'Agent', rights },
      after: { name: 'Senior agent', rights: [] },
    },
    { action: 'permission-set.deleted', before: { name: 'Senior agent', rights: [] }, after: null },
  ])
})

test('USER-08 a form that is sent twice defines one set; with other contents it is a conflict', async () => {
  const twice = { ...context(), idempotencyKey: randomUUID() }
  const first = await createPermissionSet(twice, { name: 'Agent', rights })
  expect(await createPermissionSet(twice, { name: 'Agent', rights })).toEqual(first)
  expect(await stored()).toHaveLength(1)
  await expect(createPermissionSet(twice, { name: 'Lead', rights })).rejects.toThrow(IdempotencyConflict)
})

test('USER-08 a set that somebody has stays, and the refusal says who; whoever was removed does not count', async () => {
  const permissionSetId = await made()
  for (const name of ['Cy', 'Ada', 'Bo', 'Fay', 'Eve', 'Dan']) await join(permissionSetId, name)
  expect(await deletePermissionSet(context(), { permissionSetId })).toEqual({
    kind: 'refuse',
    reason: 'permission-set-in-use',
    name: 'Agent',
    users: 6,
    names: ['Ada', 'Bo', 'Cy', 'Dan', 'Eve'],
  })
  expect(await stored()).toMatchObject([{ users: 6 }])
  const members = await world.query<{ id: string }>('select id from member where permission_set_id = $1', [
    permissionSetId,
  ])
  for (const { id } of members) await removeUser(context(), { memberId: id })
  expect((await deletePermissionSet(context(), { permissionSetId })).kind).toBe('grant')
})

describe('who may, and on what', () => {
  test.each<Role>(['user-manager', 'team-lead', 'member'])(
    'USER-08 a %s defines, changes and deletes nothing',
    async (role) => {
      const permissionSetId = await made()
      await world.query('update member set role = $2 where id = $1', [account.owner.memberId, role])
      const no = { kind: 'refuse', reason: 'not-permitted' }
      expect(await createPermissionSet(context(), { name: 'X', rights })).toEqual(no)
      expect(await changePermissionSet(context(), { permissionSetId, name: 'X', rights, seen: '' })).toEqual(
        no,
      )
      expect(await deletePermissionSet(context(), { permissionSetId })).toEqual(no)
    },
  )

  test('OPS-05 USER-08 another organization’s set is not there, and its name is free', async () => {
    const other = await buildAccount(world.url)
    const permissionSetId = await made('Agent', other)
    const nothing = { kind: 'refuse', reason: 'not-found' }
    expect(await deletePermissionSet(context(), { permissionSetId })).toEqual(nothing)
    expect(await changePermissionSet(context(), { permissionSetId, name: 'X', rights, seen: '' })).toEqual(
      nothing,
    )
    expect(await deletePermissionSet(context(), { permissionSetId: 'none' })).toEqual(nothing)
    expect((await createPermissionSet(context(), { name: 'Agent', rights })).kind).toBe('grant')
  })
})

describe('races', () => {
  test('USER-08 of many who define the same name at once one does, and the others are told', async () => {
    const answers = await Promise.all(
      ['Agent', 'agent', 'AGENT', 'Agent', 'aGent'].map((name) =>
        createPermissionSet(context(), { name, rights }),
      ),
    )
    expect(answers.filter(({ kind }) => kind === 'grant')).toHaveLength(1)
    expect(
      answers.filter((answer) => 'reason' in answer && answer.reason === 'permission-set-exists'),
    ).toHaveLength(4)
  })

  test('USER-08 of two who change the same set one is told that it is another now', async () => {
    const permissionSetId = await made()
    const seen = (await permissionSets(context()))[0]!.digest
    const answers = await Promise.all(
      ['One', 'Two'].map((name) => changePermissionSet(context(), { permissionSetId, name, rights, seen })),
    )
    expect(answers.map((answer) => ('reason' in answer ? answer.reason : answer.kind)).sort()).toEqual([
      'changed-meanwhile',
      'grant',
    ])
  })

  test('USER-08 whoever gives a set while it is deleted is told that it is gone, or keeps it from going', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 6; round++) {
      const permissionSetId = await made(`Agent ${round}`)
      const [deleted, joined] = await Promise.all([
        deletePermissionSet(context(), { permissionSetId }),
        join(permissionSetId, 'Ada'),
      ])
      const outcome = [deleted, joined].map((answer) => ('reason' in answer ? answer.reason : answer.kind))
      expect([
        ['grant', 'not-found'],
        ['permission-set-in-use', 'grant'],
      ]).toContainEqual(outcome)
      outcomes.add(outcome.join())
    }
    expect(outcomes.size).toBeGreaterThan(0)
  })
})
