import { join } from 'node:path'
import { removeUser, runBilling, sealAudit } from '@seatkeeper/db'
import { asVendor, settleMember } from '@seatkeeper/db/set-up'
import { addDays, dayAt, type Instant } from '@seatkeeper/rules'
import {
  added,
  buildAccount,
  createTestDatabase,
  TEST_NOW,
  type TestAccount,
  type TestDatabase,
} from '@seatkeeper/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runQuietly } from './checks/command.ts'

const root = join(import.meta.dirname, '..')
const secret = 'a secret of thirty-two characters or more'

// Each runs a command, which loads the whole data layer; a busy machine needs its time for that.
vi.setConfig({ testTimeout: 120_000 })

let world: TestDatabase
let account: TestAccount
beforeAll(async () => {
  world = await createTestDatabase()
  account = await buildAccount(world.url, { name: 'Larkspur Outfitters' })
})
afterAll(() => world.drop())

/** A command as an operator runs it: npm hands over to this very file. */
const run = (command: string, ...args: readonly string[]) =>
  runQuietly(process.execPath, [join(root, 'tools/bootstrap.mjs'), command, ...args], root, {
    DATABASE_URL: world.url,
    APP_SECRET: secret,
  })

test('USER-10 erase-person refuses whoever is still a user and says where, and erases whoever was removed', async () => {
  const { memberId, email } = await added(world.database, account, { name: 'Greta Gone' })
  const here = await run('erase-person', '--email', email)
  expect(here).toMatchObject({
    code: 1,
    output: expect.stringContaining('still a user of Larkspur Outfitters: remove them there first'),
  })
  await removeUser({ em: world.database.tenant(), actor: account.owner, now: TEST_NOW }, { memberId })
  await sealAudit(world.database.worker(), { secret })
  const gone = await run('erase-person', '--email', email)
  expect(gone).toMatchObject({
    code: 0,
    output: expect.stringContaining('Erased from 1 organization and 1 entry of the audit log.'),
  })
  expect(await world.query('select name from member where id = $1', [memberId])).toEqual([
    { name: 'Erased person' },
  ])
})

test('USER-10 check-audit is content with what was written, and names the entry that somebody forged as superuser', async () => {
  const { memberId } = await added(world.database, account, { name: 'Ada Byron' })
  await sealAudit(world.database.worker(), { secret })
  const before = await run('check-audit')
  expect(before).toMatchObject({ code: 0 })
  expect(before.output).toContain('The audit log is what it was')
  expect(before.output).toContain('1 with a person erased')

  const forgery = `update audit set after = jsonb_set(after, '{name}', '"Eve"') where subject_id = $1 returning id`
  await expect(world.query(forgery, [memberId])).rejects.toThrow('append-only')
  // Whoever owns the database can switch its triggers off.
  await world.query('alter table audit disable trigger user')
  const [entry] = await world.query<{ id: string }>(forgery, [memberId])
  await world.query('alter table audit enable trigger user')

  const after = await run('check-audit')
  expect(after.code).toBe(1)
  expect(after.output).toMatch(
    new RegExp(
      `^✗ Larkspur Outfitters: the entry at place \\d+ \\(user\\.added at 2026-06-10 08:00:00\\+00, id ${entry!.id}\\) says something else than when it was sealed$`,
      'm',
    ),
  )
  expect(after.output).toContain('1 fault: ')
})

test('USER-07 recover-owner makes an active user the owner, and nobody else', async () => {
  const invited = await added(world.database, account, { name: 'Ida Invited' })
  const early = await run('recover-owner', '--email', invited.email)
  expect(early).toMatchObject({
    code: 1,
    output: expect.stringContaining('only an active user can be owner'),
  })
  const email = 'active@example.com'
  await asVendor(world.url, (db) =>
    settleMember(
      db,
      account,
      {
        email,
        name: 'Anna Active',
        type: 'full-time',
        role: 'member',
        invitedAt: TEST_NOW,
        person: {
          passwordHash: 'no password',
          timeZone: 'Europe/Vienna',
          locale: 'en-GB',
          joinedAt: TEST_NOW,
          lastSignedInAt: TEST_NOW,
        },
        poolIds: [],
        mail: false,
      },
      TEST_NOW,
    ),
  )
  // A demo that has been led a year ahead: what a command does is noted at its time.
  await world.query(`insert into business_clock (mode, ahead_ms) values ('demo', 365 * 86400000::bigint)`)
  const recovered = await run('recover-owner', '--email', email)
  await world.query('delete from business_clock')
  expect(recovered).toMatchObject({
    code: 0,
    output: expect.stringContaining('Anna Active owns Larkspur Outfitters now. Olive Owner, who did before'),
  })
  expect(
    await world.query(`select name from member where organization_id = $1 and role = 'owner'`, [
      account.organizationId,
    ]),
  ).toEqual([{ name: 'Anna Active' }])
  const [noted] = await world.query<{ ahead: boolean }>(
    `select at > now() + interval '364 days' as ahead from audit
     where organization_id = $1 and action = 'user.made-owner'`,
    [account.organizationId],
  )
  expect(noted).toEqual({ ahead: true })
})

test('USER-12 reset-factor takes away what somebody has lost, once; nobody else’s, and says when there is nothing', async () => {
  const { ownerEmail, owner } = account
  await world.query(
    `insert into authenticator_app (person_id, sealed_secret, made_at, confirmed_at, last_step) values ($1, 'x', now(), now(), 1)`,
    [owner.personId],
  )
  const nobody = await run('reset-factor', '--email', 'nobody@example.com')
  expect(nobody).toMatchObject({ code: 1, output: expect.stringContaining('Nobody here signs in with this') })
  const reset = await run('reset-factor', '--email', ownerEmail)
  expect(reset).toMatchObject({ code: 0, output: expect.stringContaining('needs only their password now') })
  expect(await run('reset-factor', '--email', ownerEmail)).toMatchObject({
    code: 1,
    output: expect.stringContaining('They have no second factor'),
  })
  expect(
    await world.query(`select payload ->> 'what' as what from outbox where payload ->> 'personId' = $1`, [
      owner.personId,
    ]),
  ).toEqual([{ what: 'factors-reset' }])
})

test('BILL-04 BILL-06 CLS-07 the vendor agrees to a change, offers a season and says whose classic billing is', async () => {
  const now = Date.now() as Instant
  const { accountId, contractId } = await buildAccount(world.url, { name: 'Fernhill Bank', now })
  await world.query(
    `insert into scheduled_change (id, account_id, contract_id, kind, item, from_value, to_value, effective_on, state,
       asked_at, asked_by)
     select uuidv7(), account_id, id, 'quantity', 'full-time', 5, 3, ends_on, 'requested', now(), 'm'
     from contract where id = $1`,
    [contractId],
  )
  const of = ['--account', 'fernhill bank']
  const fair = ['--name', 'Fair', '--first-day', addDays(dayAt(now), 9), '--seats', '4', '--price', '6000']
  const [agreed, offered, registered] = [
    await run('accept-change', ...of),
    await run('offer-season', ...of, ...fair),
    await run('billing-email', ...of, '--email', 'Books@example.com'),
  ]
  expect(agreed.output).toContain('Fernhill Bank: full-time 5 → 3 on')
  expect(offered.output).toContain('Fernhill Bank finds Fair')
  expect(registered.output).toContain('belongs to books@example.com from now on')
  const [is] = await world.query(
    `select (select state from scheduled_change where account_id = $1) as change,
       (select state from season_offer where account_id = $1) as offer,
       (select billing_email from account where id = $1) as email`,
    [accountId],
  )
  expect(is).toEqual({ change: 'scheduled', offer: 'offered', email: 'books@example.com' })
  const withdrawn = await run('offer-season', ...of, '--name', 'fair', '--withdraw')
  expect(withdrawn.output).toContain('Fernhill Bank is not offered fair any more.')
  expect(await run('accept-change', ...of)).toMatchObject({
    code: 1,
    output: expect.stringContaining('Nothing of this account waits for an answer.'),
  })
  expect(await run('agree-season', ...of)).toMatchObject({
    code: 0,
    output: expect.stringContaining('Nothing is proposed to Fernhill Bank.'),
  })
  expect(await run('billing-terms', 'Fernhill Bank', '--payment', 'wire', '--net-days', '14')).toMatchObject({
    code: 0,
    output: expect.stringContaining('pays by wire from its next invoice on, within 14 days.'),
  })
})

test('D-02 D-24 an invoice taken back, a contract reduced at once, an invoiced season made larger: planned, done, and what is wrong said', async () => {
  const now = Date.now() as Instant
  const name = 'Marigold Press'
  const contract = {
    billingInterval: 'monthly',
    startsOn: dayAt(now),
    endsOn: addDays(dayAt(now), 360),
  } as const
  const seasons = [{ name: 'Fair', from: 3, to: 12, seats: 2 }]
  const { accountId } = await buildAccount(world.url, { name, now, fullTimeSeats: 10, contract, seasons })
  await runBilling(world.database.worker(), { upTo: now })
  const documents = async () =>
    (
      await world.query<{ kind: string }>(
        `select case when voided_at is null then kind else 'voided' end as kind from invoice where account_id = $1 order by number`,
        [accountId],
      )
    ).map(({ kind }) => kind)
  const fewer = ['reduce-now', name, '--seats', '8'] as const
  const larger = ['change-season', name, 'Fair', '--seats', '3'] as const
  const first = ['void-invoice', name, '1', '--reason', 'Two seats too many'] as const

  const [plan, season, back, unknown] = await Promise.all([
    run(...fewer, '--dry-run'),
    run(...larger, '--dry-run'),
    run(...first, '--again', '--dry-run'),
    run('void-invoice', name, '1', '--reson', 'Two'),
  ])
  expect(plan).toMatchObject({
    code: 0,
    output: expect.stringMatching(/nothing has been written.*10 → 8\./s),
  })
  expect(plan.output).toMatch(
    /Invoice 1 is not paid: .* collected in full\..* void-invoice -- 'Marigold Press' 1 --again/,
  )
  expect(season).toMatchObject({ code: 0, output: expect.stringContaining('Nothing has been written.') })
  expect(back).toMatchObject({ code: 0, output: expect.stringContaining('is invoiced anew by the next') })
  expect(unknown).toMatchObject({ code: 1, output: expect.stringMatching(/^Unknown option '--reson'\.$/m) })
  expect(unknown.output).not.toContain('node:')
  expect(await documents()).toEqual(['invoice'])

  const [reduced, enlarged] = await Promise.all([run(...fewer), run(...larger)])
  expect(reduced.output).toContain('Nothing is credited')
  expect(enlarged.output).toContain('What is more is invoiced by itself')
  expect(await run(...first, '--again')).toMatchObject({
    code: 1,
    output: expect.stringContaining('Invoice 2 charges a higher plan, or more of a season'),
  })
  expect(await run(...first)).toMatchObject({
    code: 0,
    output: expect.stringContaining('taken back by credit note 3'),
  })
  expect(await documents()).toEqual(['voided', 'invoice', 'credit-note'])
})

test('D-24 USER-14 the vendor makes a season smaller once somebody is named, and reads why they cannot sign in now', async () => {
  const now = Date.now() as Instant
  const seasons = [{ name: 'Launch', from: -5, to: 10, seats: 2 }]
  const care = await buildAccount(world.url, { name: 'Blue Harbor Care', now, seasons })
  const wish = { seasonIds: [care.seasons[0]!.id] }
  const [ada, bo] = [
    await added(world.database, care, { ...wish, name: 'Ada Adams' }, now),
    await added(world.database, care, { ...wish, name: 'Bo Berg' }, now),
  ]
  const launch = ['blue harbor care', 'launch', '--seats', '1']
  const refused = await run('change-season', ...launch)
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining(`Bo Berg <${bo.email}>`) })
  const until = addDays(dayAt(now), 12)
  const done = await run('change-season', ...launch, '--until', until, '--give-up', ada.email)
  expect(done.code).toBe(0)
  expect(done.output).toContain(`to ${until} now, 1 seat.`)
  expect(done.output).toContain(`Gave up a seat:\n  Ada Adams <${ada.email}>`)
  const why = await run('why', ada.email.toUpperCase())
  expect(why.code).toBe(0)
  expect(why.output).toContain(`Blue Harbor Care: Ada Adams <${ada.email}>`)
  expect(why.output).toContain('✗ Season: No season is assigned.')
})
