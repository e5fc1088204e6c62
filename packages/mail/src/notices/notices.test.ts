import type { Day, Instant, Season, Window } from '@seatkeeper/rules'
import { expect, test } from 'vitest'
import type { NoticeProps } from './notice-mail.ts'
import { windowClosed } from './window-closed.ts'
import { windowContinues } from './window-continues.ts'
import { windowOpened } from './window-opened.ts'

const at = (iso: string) => Date.parse(iso) as Instant
const props: NoticeProps = {
  product: 'Seatkeeper',
  organization: 'Larkspur Outfitters',
  name: 'Ada Byron',
  reader: { zone: 'America/Los_Angeles' },
}
const season = (name: string, firstDay: string, lastDay: string): Season => ({
  id: name,
  name,
  firstDay: firstDay as Day,
  lastDay: lastDay as Day,
})
const june: Window = { opensAt: at('2026-06-01'), closesAt: at('2026-07-01') }
const signUp = {
  kind: 'sign-up',
  url: 'https://seats.example.com/sign-up/abc',
  expiresAt: june.closesAt,
} as const

test('MAIL-02 the window is open, with the sign-up link', async () => {
  const mail = await windowOpened({
    ...props,
    window: june,
    seasons: [season('June rush', '2026-06-01', '2026-06-30')],
    link: signUp,
  })
  expect(mail.subject).toBe('Your Seatkeeper access window is open!')
  expect(mail.text).toMatchInlineSnapshot(`
    "Your access window is open

    Hello Ada Byron,

    Your access to Seatkeeper for Larkspur Outfitters is open from now on.

    June rush, 1 – 30 Jun 2026
      Opens: 1 Jun 2026, 00:00 UTC (31 May 2026, 17:00 PDT)
      Closes: 1 Jul 2026, 00:00 UTC (30 Jun 2026, 17:00 PDT)

    Sign up once and choose a password; after that you log in with it.

    Sign up:
    https://seats.example.com/sign-up/abc

    The link is for you alone and works once, until 1 Jul 2026, 00:00 UTC (30 Jun 2026, 17:00 PDT).

    --
    You get this mail because Larkspur Outfitters has given you a seat in Seatkeeper for a limited time.
    Seatkeeper
    "
  `)
  expect(mail.html).toContain('href="https://seats.example.com/sign-up/abc"')
  expect(mail.attachments?.[0]?.content).toContain('DTEND:20260701T000000Z')
})

test('MAIL-02 at a later season: a link to log in, to the address of the product', async () => {
  const mail = await windowOpened({
    ...props,
    window: june,
    seasons: [season('June rush', '2026-06-01', '2026-06-15'), season('Harvest', '2026-06-16', '2026-06-30')],
    link: { kind: 'log-in', url: 'https://app.example.com/' },
  })
  expect(mail.text).toContain('June rush, Harvest')
  expect(mail.text).toContain('Log in:\nhttps://app.example.com/')
  expect(mail.text).not.toContain('Sign up')
})

test('D-16 it continues: the new end, and nothing to do', async () => {
  const mail = await windowContinues({ ...props, window: june })
  expect(mail.text).toMatchInlineSnapshot(`
    "Your access continues

    Hello Ada Byron,

    One season of yours at Larkspur Outfitters has ended, and the next goes on without a break. You stay signed in, and there is nothing to do.

    Your access
      Now closes: 1 Jul 2026, 00:00 UTC (30 Jun 2026, 17:00 PDT)

    --
    You get this mail because Larkspur Outfitters has given you a seat in Seatkeeper for a limited time.
    Seatkeeper
    "
  `)
})

test.each([
  ['with the next opening', at('2026-09-01'), 'Opens again: 1 Sept 2026, 00:00 UTC (31 Aug 2026, 17:00 PDT)'],
  ['with whom to ask where there is none', null, 'ask an admin of Larkspur Outfitters'],
])('MAIL-03 it has closed, %s', async (_name, nextOpensAt, said) => {
  const mail = await windowClosed({ ...props, window: june, nextOpensAt })
  expect(mail.subject).toBe('Your Seatkeeper access window has closed')
  expect(mail.text).toContain('Closed: 1 Jul 2026, 00:00 UTC (30 Jun 2026, 17:00 PDT)')
  expect(mail.text).toContain(said)
  expect(mail.text).not.toContain('http')
})

test('CAL-02 a window that crosses a change of clocks names both', async () => {
  const mail = await windowOpened({
    ...props,
    window: { opensAt: at('2026-10-20'), closesAt: at('2026-11-11') },
    seasons: [season('Autumn', '2026-10-20', '2026-11-10')],
    link: signUp,
  })
  expect(mail.text).toContain('17:00 PDT')
  expect(mail.text).toContain('16:00 PST')
})
