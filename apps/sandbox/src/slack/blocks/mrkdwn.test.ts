import { describe, expect, test } from 'vitest'
import { mrkdwn, plainText } from './mrkdwn.ts'

const shown = async (source: string) => String(await mrkdwn(source, 'America/New_York'))

describe('SLK-09 Slack’s markup is shown as Slack shows it', () => {
  test.each([
    ['bold', '*6 left* of 20', '<strong>6 left</strong> of 20'],
    ['italic, struck and code', '_a_ ~b~ `c`', '<em>a</em> <s>b</s> <code>c</code>'],
    ['styles within styles', '*bold _and_ more*', '<strong>bold <em>and</em> more</strong>'],
    ['nothing styled within code', '`*a*`', '<code>*a*</code>'],
    ['names with underscores as they are', 'first_name and last_name', 'first_name and last_name'],
    ['sums as they are', '2*3*4', '2*3*4'],
    ['a lone star', 'a * b * c', 'a * b * c'],
    ['an unclosed style', '*never closed', '*never closed'],
    ['lines', 'a\nb', 'a<br>b'],
    ['the three escapes, decoded once', '&lt;b&gt; &amp;amp;', '&lt;b&gt; &amp;amp;'],
    ['foreign markup as text', '&lt;b onclick="x"&gt;', '&lt;b onclick=&quot;x&quot;&gt;'],
    ['a person', '<@U0LEAD0001>', '<span class="mention">@Tomás Ferreira</span>'],
    ['an unknown person', '<@U999999999>', '<span class="mention">@U999999999</span>'],
    ['a channel', '<#C0CUSTCARE>', '<span class="mention">#customer-care</span>'],
    ['everybody here', '<!here>', '<span class="mention">@here</span>'],
    ['an emoji with its name', ':warning:', '<span role="img" aria-label="warning">⚠️</span>'],
    ['an unknown emoji', ':no_such_thing:', ':no_such_thing:'],
    ['a time that is no emoji', 'at 10:30:15', 'at 10:30:15'],
    ['fenced code', '```\na < b\n```', '<pre><code>a &lt; b</code></pre>'],
    ['a quotation', '> said\n> again\nthen', '<blockquote>said<br>again</blockquote>then'],
    ['a quotation with Slack’s escape', '&gt; said', '<blockquote>said</blockquote>'],
  ])('%s', async (_, source, expected) => {
    expect(await shown(source)).toBe(expected)
  })

  test('a link opens elsewhere and tells the target nothing', async () => {
    expect(await shown('<http://localhost:3000/a?b=1&amp;c=2|Open>')).toBe(
      '<a href="http://localhost:3000/a?b=1&amp;c=2" target="_blank" rel="noreferrer noopener">Open</a>',
    )
    expect(await shown('<mailto:a@b.example>')).toContain('href="mailto:a@b.example"')
  })

  test('an address that would run a script is shown, not linked', async () => {
    expect(await shown('<javascript:alert(1)|Press>')).toBe('Press')
  })

  test('a date is written in the reader’s zone, with the fallback as tooltip', async () => {
    const source = '<!date^1797033600^{date_short} {time}|12 Dec 00:00 UTC>'
    expect(await shown(source)).toBe(
      '<time datetime="2026-12-12T00:00:00.000Z" title="12 Dec 00:00 UTC">Dec 11, 2026 7:00 PM</time>',
    )
    expect(String(await mrkdwn(source, 'Asia/Kolkata'))).toContain('Dec 12, 2026 5:30 AM')
  })

  test('plain text knows lines and emoji, no styles', async () => {
    expect(String(await plainText('*a*\n:lock:'))).toBe('*a*<br><span role="img" aria-label="lock">🔒</span>')
    expect(String(await plainText(':lock:', false))).toBe(':lock:')
  })
})
