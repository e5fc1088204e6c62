import { describe, expect, test } from 'vitest'
import { Workspace } from '../workspace/workspace.ts'
import { ResponseUrls } from './response-urls.ts'

const lead = 'U0LEAD0001'
const other = 'U0LEAD0002'
const channelId = 'C0CUSTCARE'

function office() {
  let now = 1_000_000
  const workspace = new Workspace(() => now)
  const urls = new ResponseUrls(
    workspace,
    () => '',
    () => now,
  )
  const routes = urls.routes()
  return {
    workspace,
    urls,
    pass: (minutes: number) => {
      now += minutes * 60_000
    },
    say: async (url: string, body: unknown) =>
      (
        await routes.request(url.replace('/respond', ''), { method: 'POST', body: JSON.stringify(body) })
      ).text(),
    seenBy: (person: string) => workspace.seenBy(person, channelId).map(({ text }) => text),
  }
}

describe('SLK-09 an answer at a response address', () => {
  test('is only for whoever asked, unless the app says otherwise', async () => {
    const { urls, say, seenBy } = office()
    const url = urls.make({ personId: lead, channelId })
    expect(await say(url, { text: 'yours' })).toBe('ok')
    expect(await say(url, { text: 'for all', response_type: 'in_channel' })).toBe('ok')
    expect(seenBy(lead)).toEqual(['yours', 'for all'])
    expect(seenBy(other)).toEqual(['for all'])
  })

  test.each([true, 'true'])('replaces or removes the message pressed where it says so: %j', async (flag) => {
    const { workspace, urls, say, seenBy } = office()
    const pressed = workspace.post({ channelId, from: { kind: 'bot' }, text: 'before' })
    const url = urls.make({ personId: lead, channelId, messageId: pressed.id })
    await say(url, { text: 'after', replace_original: flag })
    expect(seenBy(other)).toEqual(['after'])
    await say(url, { delete_original: flag })
    expect(seenBy(other)).toEqual([])
  })

  test('is taken five times', async () => {
    const { urls, say, seenBy } = office()
    const url = urls.make({ personId: lead, channelId })
    const answers = []
    for (const text of ['1', '2', '3', '4', '5', '6']) answers.push(await say(url, { text }))
    expect(answers).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'used_url'])
    expect(seenBy(lead)).toEqual(['1', '2', '3', '4', '5'])
  })

  test('is taken for half an hour', async () => {
    const { urls, say, pass } = office()
    const url = urls.make({ personId: lead, channelId })
    pass(29)
    expect(await say(url, { text: 'in time' })).toBe('ok')
    pass(1)
    expect(await say(url, { text: 'late' })).toBe('not_found')
  })

  test.each([
    ['nothing to show', {}, 'invalid_blocks'],
    ['blocks that Slack would refuse', { text: 'x', blocks: [{ type: 'header' }] }, 'invalid_blocks'],
    ['no object', null, 'invalid_payload'],
  ])('is refused with %s', async (_, body, expected) => {
    const { urls, say, seenBy } = office()
    expect(await say(urls.make({ personId: lead, channelId }), body)).toBe(expected)
    expect(seenBy(lead)).toEqual([])
  })
})
