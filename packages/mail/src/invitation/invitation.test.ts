import type { Day, Instant, Season } from '@seatkeeper/rules'
import { describe, expect, test } from 'vitest'
import { invitation, type InvitationProps } from './invitation.ts'

const june: Season = {
  id: 's',
  name: 'June rush',
  firstDay: '2026-06-01' as Day,
  lastDay: '2026-06-30' as Day,
}
const signUp = {
  kind: 'sign-up',
  url: 'https://seats.example.com/sign-up/abc',
  expiresAt: Date.parse('2026-06-15T09:30Z') as Instant,
} as const
const props: InvitationProps = {
  product: 'Seatkeeper',
  organization: 'Larkspur Outfitters',
  name: 'Ada Byron',
  seasons: [june],
  access: signUp,
  reader: { zone: 'America/New_York' },
}

describe('MAIL-01 the invitation', () => {
  test.each(['html', 'text'] as const)(
    'names organization, season and its dates in UTC and in the reader’s zone: %s',
    async (form) => {
      const said = (await invitation(props))[form]
      expect(said).toContain('Larkspur Outfitters')
      expect(said).toContain('June rush')
      expect(said).toContain('1 Jun 2026, 00:00 UTC')
      expect(said).toContain('31 May 2026, 20:00 EDT')
      expect(said).toContain('1 Jul 2026, 00:00 UTC')
      expect(said).toContain(signUp.url)
      expect(said).toContain('15 Jun 2026, 09:30 UTC (15 Jun 2026, 05:30 EDT)')
    },
  )

  test('UTC stands before the reader’s own time (CAL-02)', async () => {
    const { text } = await invitation(props)
    expect(text.indexOf('00:00 UTC')).toBeLessThan(text.indexOf('20:00 EDT'))
  })

  test('a reader whose zone is not known reads UTC once', async () => {
    const { text } = await invitation({ ...props, reader: { zone: 'UTC' } })
    expect(text).toContain('Opens: 1 Jun 2026, 00:00 UTC\n')
  })

  test.each(['html', 'text'] as const)(
    'before opening there is no address in it at all: %s',
    async (form) => {
      const mail = await invitation({
        ...props,
        access: { kind: 'later', opensAt: Date.parse('2026-06-01') as Instant },
      })
      const said = mail[form]
      expect(said).not.toMatch(/https?:/)
      expect(said).toContain('when the season opens')
    },
  )

  test('the plain text as a whole', async () => {
    expect((await invitation(props)).text).toMatchInlineSnapshot(`
      "Larkspur Outfitters keeps a seat for you

      Hello Ada Byron,

      Larkspur Outfitters has added you to Seatkeeper for this season:

      June rush, 1 – 30 Jun 2026
        Opens: 1 Jun 2026, 00:00 UTC (31 May 2026, 20:00 EDT)
        Closes: 1 Jul 2026, 00:00 UTC (30 Jun 2026, 20:00 EDT)

      Sign up:
      https://seats.example.com/sign-up/abc

      The link is for you alone and works once, until 15 Jun 2026, 09:30 UTC (15 Jun 2026, 05:30 EDT).

      --
      You get this mail because an admin of Larkspur Outfitters entered your address. If you do not know why, ignore it: nothing happens without you.
      Seatkeeper
      "
    `)
  })
})

describe('MAIL-06 what people typed stays text', () => {
  const nasty = '<img src=x onerror=alert(1)> & "Söhne"\r\nBcc: everyone@example.com\u202e'

  test('in the HTML it is escaped', async () => {
    const { html } = await invitation({ ...props, organization: nasty, name: nasty })
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Söhne&quot;')
  })

  test('in the subject it is one line without controls', async () => {
    expect((await invitation({ ...props, organization: nasty })).subject).toBe(
      '<img src=x onerror=alert(1)> & "Söhne" Bcc: everyone@example.com  invites you to Seatkeeper',
    )
  })

  test('what stands in a name cannot take the place of the link', async () => {
    const { text } = await invitation({ ...props, name: '\ue000url\ue001' })
    expect(text).toContain('Hello url,')
  })
})

test('MAIL-08 the calendar file holds the stay in UTC, and leaves the day free', async () => {
  const { attachments } = await invitation(props)
  expect(attachments).toHaveLength(1)
  expect(attachments![0]!.contentType).toMatch(/^text\/calendar/)
  expect(attachments![0]!.content).toContain('DTSTART:20260601T000000Z')
  expect(attachments![0]!.content).toContain('DTEND:20260701T000000Z')
  expect(attachments![0]!.content).toContain('TRANSP:TRANSPARENT')
})

test('two people get the same mail with their own name and link, rendered once', async () => {
  const [ada, eve] = await Promise.all([
    invitation(props),
    invitation({
      ...props,
      name: 'Eve & Söhne',
      access: { ...signUp, url: 'https://seats.example.com/x?a=1&b=2' },
    }),
  ])
  expect(ada.html).toContain('Hello Ada Byron,')
  expect(eve.html).toContain('Hello Eve &amp; Söhne,')
  expect(eve.html).toContain('href="https://seats.example.com/x?a=1&amp;b=2"')
  expect(eve.text).toContain('https://seats.example.com/x?a=1&b=2')
  expect(eve.html).not.toContain('Ada')
  expect(
    eve.html
      .replaceAll('Eve &amp; Söhne', 'Ada Byron')
      .replaceAll('https://seats.example.com/x?a=1&amp;b=2', signUp.url),
  ).toBe(ada.html)
})
