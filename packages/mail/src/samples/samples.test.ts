import { expect, test } from 'vitest'
import { mailSamples } from './samples.ts'

test.each(mailSamples.map((sample) => [sample.title, sample] as const))(
  'MAIL-06 %s: the same in HTML and plain text, and nothing is loaded from anywhere',
  async (_title, { render }) => {
    const { subject, html, text } = await render({ zone: 'America/New_York' })
    expect(subject).not.toBe('')
    const words = html
      .replace(/<(style|title)[\s\S]*?<\/\1>/g, ' ')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll('&#x27;', "'")
      .replaceAll('&amp;', '&')
      .replaceAll(/\s+/g, ' ')
    const parts = text.split(/\n+/).map((line) => line.trim().replace(/:$/, '').replaceAll(/\s+/g, ' '))
    for (const part of parts.filter((line) => line !== '' && line !== '--' && !line.includes(': '))) {
      expect(words).toContain(part)
    }
    expect(html).not.toMatch(/<(img|script|link|iframe|object)\b/i)
    expect(html).not.toMatch(/url\(|@import/i)
    expect(html).toMatch(/<html[^>]* lang="en"/)
    expect(`${html}${text}`).not.toMatch(/undefined|\[object|[\ue000\ue001]/)
  },
)

test('MAIL-06 samples have names of their own', () => {
  expect(new Set(mailSamples.map(({ id }) => id)).size).toBe(mailSamples.length)
})
