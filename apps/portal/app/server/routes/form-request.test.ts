import { expect, test } from 'vitest'
import { answerForm } from './form-request.ts'

test.each([
  ['busy', 503],
  ['too-many-requests', 429],
  ['duplicate-email', 422],
] as const)('SEAT-08 a form that is refused as %s comes back with %i', async (reason, status) => {
  const read = { ok: true, data: new FormData(), input: {} } as const
  const answer = await answerForm({}, read, {}, async () => ({ kind: 'refuse', reason }) as const)
  expect(answer).toMatchObject({ init: { status }, data: { reply: { formErrors: [expect.any(String)] } } })
})
