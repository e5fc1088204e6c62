import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, TEST_NOW, buildAccount, createTestDatabase } from '@seatkeeper/testkit'
import { addUser } from './add-user.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

describe('adding a user', () => {
  test('SEAT-02 a seasonal user takes a seat of each season chosen', async () => {
    const account = await buildAccount(world.url, { seasons: [{ name: 'June', from: -5, to: 10, seats: 2 }] })
    const context = { em: world.database.tenant(), actor: account.owner, now: TEST_NOW }
    const decision = await addUser(context, {
      email: 'Ada@Example.com',
      name: 'Ada',
      type: 'seasonal',
      seasonIds: [account.seasons[0]!.id],
      permissionSetId: null,
    })
    expect(decision).toMatchObject({ kind: 'grant', returned: false, warnings: [] })
  })
})
