import { randomUUID } from 'node:crypto'
import { askForEmailChange, changeOwnPassword, type ClaimedEvent } from '@seatkeeper/db'
import { buildAccount, createTestDatabase, TEST_NOW, type TestDatabase } from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobContext } from '../delivery/job.ts'
import { deliverEmailChange } from './deliver-email-change.ts'
import { deliverSecurityNotice } from './deliver-security-notice.ts'

let world: TestDatabase
beforeAll(async () => {
  world = await createTestDatabase()
})
afterAll(() => world.drop())

test('USER-12 a new address and a new password: who is mailed, with which link, and not once it is pointless', async () => {
  const { owner, ownerEmail } = await buildAccount(world.url, { passwordHash: 'old' })
  const { personId } = owner
  const identity = { em: world.database.identity(), now: TEST_NOW, wallNow: TEST_NOW }
  await askForEmailChange(identity, { personId, email: 'new@example.com', sessionId: randomUUID() })
  await changeOwnPassword(identity, { personId, from: 'old', to: 'new', keptSessionId: randomUUID() })
  const context = {
    em: world.database.worker(),
    now: TEST_NOW,
    wallNow: TEST_NOW,
    installation: {
      productName: 'Seatkeeper',
      portalUrl: 'https://seats.example.com',
      productUrl: 'https://product.example.com',
      appSecret: 'a secret of the tests',
    },
  } as unknown as JobContext
  const events = await world.query<ClaimedEvent>(
    `select id, type, payload from outbox where type in ('email-change', 'security-notice')
     order by type, payload ->> 'mail' desc`,
  )
  const mails = async () =>
    Promise.all(
      events.map(async (event) => {
        const prepared =
          event.type === 'email-change'
            ? await deliverEmailChange(context, event)
            : await deliverSecurityNotice(context, event as ClaimedEvent & { type: 'security-notice' })
        if (prepared.kind !== 'send') return [prepared.kind, prepared.reason]
        const { to, subject, text } = prepared.mail
        return [to.email, subject, /https:\/\/seats\.example\.com\/([\w-]+)/.exec(text)![1]]
      }),
    )
  const password = [ownerEmail, 'Your password was changed (Seatkeeper)', 'forgotten-password']
  // The new password has ended the change that waited (0127).
  expect(await mails()).toEqual([['skip', 'replaced'], ['skip', 'replaced'], password])
  await world.query('update email_change set replaced_at = null')
  expect(await mails()).toEqual([
    ['new@example.com', 'Confirm your new e-mail address for Seatkeeper', 'confirm-email'],
    [ownerEmail, 'Your e-mail address for Seatkeeper is about to change', 'stop-email-change'],
    password,
  ])
  await world.query('update email_change set stopped_at = now()')
  expect(await mails()).toEqual([['skip', 'stopped'], ['skip', 'stopped'], password])
})
