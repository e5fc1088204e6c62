import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, invite, signIn, signUp } from '../../test/people.ts'
import { type RunningPortal, runPortal } from '../../test/running-portal.ts'
import type { Visitor } from '../../test/visitor.ts'

let portal: RunningPortal
let account: TestAccount
beforeAll(async () => {
  portal = await runPortal()
  account = await buildAccount(portal.db.url, { fullTimeSeats: 20 })
})
afterAll(() => portal?.close())

let made = 0

async function person(): Promise<{ readonly visitor: Visitor; readonly email: string }> {
  const email = `profile${++made}@example.com`
  const { link } = await invite(portal, account, { email })
  const visitor = portal.visitor()
  await signUp(visitor, link)
  return { visitor, email }
}

const send = (visitor: Visitor, fields: Record<string, string>) => visitor.fill('/profile?index', fields)
const newPassword = 'nine yellow lanterns swing'

const sessionsOf = (email: string) =>
  portal.db.query<{ id: string }>(
    'select s.id from session s join person p on p.id = s.person_id where p.email = $1 order by s.started_at, s.id',
    [email],
  )

describe('USER-12 about oneself', () => {
  test('USER-12 name, time zone and formats are saved, and each organization notes it', async () => {
    const { visitor, email } = await person()
    const saved = await send(visitor, {
      intent: 'profile',
      name: '  Ada Lovelace ',
      timeZone: 'Asia/Tokyo',
      locale: 'en-US',
    })
    expect(saved.headers.location).toBe('/profile?done=profile')
    const page = await visitor.get('/profile?done=profile')
    expect(page.text).toContain('Your profile is saved.')
    expect(page.text).toContain('value="Ada Lovelace"')
    expect(page.text).toContain('Jun 10, 2026')
    expect(page.text).toMatch(/Jun 10, 2026, (?:17:00|0?5:00 PM)/)
    const [row] = await portal.db.query<{ name: string; member: string; audit: object }>(
      `select p.name, m.name as member, a.after as audit from person p join member m on m.person_id = p.id
       join audit a on a.subject_id = p.id and a.action = 'profile.changed' where p.email = $1`,
      [email],
    )
    // What an organization calls them stays its own.
    expect(row).toEqual({
      name: 'Ada Lovelace',
      member: 'Pat Person',
      audit: { name: 'Ada Lovelace', timeZone: 'Asia/Tokyo', locale: 'en-US' },
    })
  })

  test.each([
    ['no name', { name: ' ', timeZone: 'UTC', locale: 'en-GB' }, 'Enter your name.'],
    [
      'no such zone',
      { name: 'A', timeZone: 'Mars/Base', locale: 'en-GB' },
      'Choose a time zone from the list.',
    ],
    ['no such format', { name: 'A', timeZone: 'UTC', locale: '../..' }, 'Choose a format from the list.'],
  ])('USER-12 %s is said at the field', async (_what, fields, said) => {
    const { visitor } = await person()
    const answer = await send(visitor, { intent: 'profile', ...fields })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(said)
  })
})

describe('USER-12 the password', () => {
  test('USER-12 it is changed with the one before; every other browser is signed out, this one is not', async () => {
    const { visitor, email } = await person()
    const other = portal.visitor()
    await signIn(other, email)
    const answer = await send(visitor, { intent: 'password', password: goodPassword, newPassword })
    expect(answer.headers.location).toBe('/profile?done=password')
    expect((await visitor.get('/my-access')).status).toBe(200)
    expect((await other.get('/my-access')).status).toBe(302)
    expect((await signIn(portal.visitor(), email)).status).toBe(422)
    expect((await signIn(portal.visitor(), email, newPassword)).status).toBe(303)
  })

  test('USER-12 a wrong one changes nothing, and guesses end in a pause', async () => {
    const { visitor, email } = await person()
    for (let i = 0; i < 8; i++) {
      const answer = await send(visitor, { intent: 'password', password: 'a wrong guess', newPassword })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('That is not your password.')
      expect(answer.text).not.toContain('a wrong guess')
    }
    const answer = await send(visitor, { intent: 'password', password: goodPassword, newPassword })
    expect(answer.status).toBe(429)
    await portal.db.query('delete from rate_limit')
    expect((await signIn(portal.visitor(), email)).status).toBe(303)
  })

  test('USER-12 one that is easy to guess is refused in words', async () => {
    const { visitor } = await person()
    const weak = { intent: 'password', password: goodPassword, newPassword: 'password1234' }
    const answer = await send(visitor, weak)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('easy to guess')
  })
})

describe('USER-12 where one is signed in', () => {
  test('USER-12 the list names each browser, and any but this one can be ended', async () => {
    const { visitor, email } = await person()
    const other = portal.visitor()
    await signIn(other, email)
    const third = portal.visitor()
    await signIn(third, email)
    const page = await visitor.get('/profile')
    expect(page.text.match(/>End</g)).toHaveLength(2)
    expect(page.text.match(/This browser/g)).toHaveLength(1)
    const [own, second] = await sessionsOf(email)
    await send(visitor, { intent: 'end', sessionId: second!.id })
    expect((await other.get('/my-access')).status).toBe(302)
    await send(visitor, { intent: 'end', sessionId: own!.id })
    expect((await visitor.get('/my-access')).status).toBe(200)
    await send(visitor, { intent: 'end-others' })
    expect((await third.get('/my-access')).status).toBe(302)
    expect((await visitor.get('/my-access')).status).toBe(200)
  })

  test('USER-12 nobody ends the session of somebody else', async () => {
    const [mine, theirs] = [await person(), await person()]
    const [session] = await sessionsOf(theirs.email)
    const answer = await send(mine.visitor, { intent: 'end', sessionId: session!.id })
    expect(answer.status).toBe(303)
    expect((await theirs.visitor.get('/my-access')).status).toBe(200)
  })
})
