import { randomUUID } from 'node:crypto'
import { makeQuote, purchaseView, submitPurchase } from '@seatkeeper/db'
import { buildAccount, type TestAccount } from '@seatkeeper/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { essence, goodPassword, invite, signIn, signUp } from '../../../test/people.ts'
import { portalBuild } from '../../../test/portal-build.ts'
import { type RunningPortal, runPortal } from '../../../test/running-portal.ts'
import type { Answer, Fields, Visitor } from '../../../test/visitor.ts'
import { hashPassword } from '../identity/password-hash.ts'
import { granted } from '../billing/granted.ts'
import { entryOf } from './built.ts'

const portal: RunningPortal = await runPortal()
afterAll(() => portal.close())

const { routes } = await portalBuild()
const handlers = Object.values(routes).flatMap((route) => {
  const { loader, action } = route!.module
  return [
    { route: route!.id, path: pathOf(route!.id), kind: 'loader' as const, handler: loader },
    { route: route!.id, path: pathOf(route!.id), kind: 'action' as const, handler: action },
  ].filter(({ handler }) => handler !== undefined)
})

function pathOf(id: string): string {
  const route = routes[id]
  const above = route?.parentId ? pathOf(route.parentId) : ''
  return route?.path ? `${above}/${route.path}` : above
}

describe('USER-07 who may enter', () => {
  test.each(handlers.map(({ route, kind, handler }) => [route, kind, handler] as const))(
    'USER-07 %s says who may enter its %s',
    (_route, _kind, handler) => {
      expect(entryOf(handler)).not.toBeNull()
    },
  )

  test('USER-07 what everyone may enter is named here: a new open door is a decision', () => {
    const open = handlers.filter(({ handler }) => entryOf(handler)?.to === 'everyone')
    expect(new Set(open.map(({ route }) => route))).toEqual(
      new Set([
        'root',
        'routes/$',
        'routes/demo.clock',
        'routes/confirm-email.$token',
        'routes/forgotten-password',
        'routes/passkey-options',
        'routes/reset-password.$token',
        'routes/sign-in',
        'routes/sign-in-again',
        'routes/sign-in-again_.second-step',
        'routes/sign-in_.passkey',
        'routes/sign-in_.second-step',
        'routes/sign-out',
        'routes/sign-up.$token',
        'routes/sign-up.$token_.fresh-link',
        'routes/stop-email-change.$token',
      ]),
    )
  })
})

describe('USER-07 whoever is asked for a second factor and has none', () => {
  const settingUp = [
    'routes/confirm-identity',
    'routes/profile.second-step._index',
    'routes/profile.second-step.app',
  ]
  const guarded = handlers.filter(({ handler }) => entryOf(handler)?.to !== 'everyone')
  const isOpen = ({ handler }: (typeof handlers)[number]) => {
    const entry = entryOf(handler)
    return entry?.to === 'signed-in' && entry.settingUpFactor
  }

  test('USER-07 what sets one up is named here: everything else is closed', () => {
    expect(new Set(guarded.filter(isOpen).map(({ route }) => route))).toEqual(new Set(settingUp))
  })

  test('USER-07 every page and form behind the sign-in leads the owner of such an organization to it', async () => {
    const account = await buildAccount(portal.db.url, { passwordHash: await hashPassword(goodPassword) })
    const visitor = portal.visitor()
    await signIn(visitor, account.ownerEmail, goodPassword, '/')
    await visitor.get('/profile')
    await portal.db.query('update organization set admins_need_second_factor = true where id = $1', [
      account.organizationId,
    ])
    const led: unknown[] = []
    for (const one of guarded.filter((handler) => !isOpen(handler))) {
      const path = `/${one.path.replaceAll(/:\w+/g, () => randomUUID()).replace(/^\/+/, '')}`
      const index = one.route.endsWith('_index') ? '?index' : ''
      const answer = await (one.kind === 'loader' ? visitor.get(path) : visitor.post(`${path}${index}`, {}))
      led.push([one.route, one.kind, answer.status, answer.headers.location])
    }
    expect(led).toEqual(
      guarded
        .filter((handler) => !isOpen(handler))
        .map(({ route, kind }) => [route, kind, 303, '/profile/second-step']),
    )
    expect((await visitor.get('/profile/second-step')).status).toBe(200)
  })
})

/** The identities of things that belong to one account. */
interface Things {
  readonly memberId: string
  readonly seasonId: string
  readonly permissionSetId: string
  readonly organizationId: string
  readonly invitationId: string
  readonly apiKeyId: string
  /** A Slack workspace that is bound, in which `U1` acts for the owner. */
  readonly slackTeam: string
  /** A place in the line for the season. */
  readonly waitingId: string
  /** An invitation's mail, delivered. */
  readonly mailId: string
  /** A quote that may be submitted, a purchase that was, and its invoice. */
  readonly quoteId: string
  readonly purchaseId: string
  readonly invoiceId: string
  /** A change that was asked for at renewal, and a season that was offered. */
  readonly changeId: string
  readonly offerId: string
  /** A file of users, looked at and not carried out. */
  readonly importId: string
}

interface Probe {
  readonly path: string
  /** Sent as a form; without, the page is read. */
  readonly form?: Fields
}

const user = { name: 'Pat Person', type: 'seasonal', role: 'member', email: 'new.person@example.com' }

/** For each route all the ways in which a request can name somebody else's things. */
const matrix: Readonly<
  Record<string, 'names nothing' | ((things: Things, mine: Things) => readonly Probe[])>
> = {
  root: 'names nothing',
  'routes/$': 'names nothing',
  'routes/_index': 'names nothing',
  'routes/demo.clock': 'names nothing',
  // Answers the same for every e-mail; and whoever holds a link is the one whose password it sets.
  'routes/forgotten-password': 'names nothing',
  'routes/reset-password.$token': 'names nothing',
  'routes/my-access': 'names nothing',
  // Whose session it is, profile.db.test.ts looks at.
  'routes/profile._index': ({ memberId }) => [
    { path: '/profile?index', form: { intent: 'end', sessionId: memberId } },
  ],
  // A link is for whoever reads the mail that it came with; nobody's change can be named without it.
  'routes/confirm-email.$token': ({ memberId }) => [
    { path: `/confirm-email/${memberId}.${'A'.repeat(43)}` },
    { path: `/confirm-email/${memberId}.${'A'.repeat(43)}`, form: {} },
  ],
  'routes/stop-email-change.$token': ({ memberId }) => [
    { path: `/stop-email-change/${memberId}.${'A'.repeat(43)}` },
    { path: `/stop-email-change/${memberId}.${'A'.repeat(43)}`, form: {} },
  ],
  'routes/profile.email': 'names nothing',
  'routes/profile.second-step._index': ({ memberId }) => [
    { path: '/profile/second-step?index', form: { intent: 'remove-passkey', passkeyId: memberId } },
  ],
  'routes/profile.second-step.app': 'names nothing',
  'routes/confirm-identity': 'names nothing',
  // Whose halfway sign-in it is, a cookie says; whose passkey, its signature (second-step.db.test.ts).
  'routes/passkey-options': 'names nothing',
  'routes/sign-in_.passkey': 'names nothing',
  'routes/sign-in_.second-step': 'names nothing',
  'routes/sign-in-again_.second-step': 'names nothing',
  'routes/sign-in': 'names nothing',
  // An organization that one is not in is not chosen.
  'routes/sign-in-again': 'names nothing',
  'routes/sign-out': 'names nothing',
  // Whoever holds the link is the one whom it invites: there is no other account that it could be tried from.
  'routes/sign-up.$token': 'names nothing',
  // Who knows an invitation, but has not the link, gets no mail sent.
  'routes/sign-up.$token_.fresh-link': ({ invitationId }) => [
    { path: `/sign-up/${invitationId}.${'A'.repeat(43)}/fresh-link`, form: {} },
    { path: `/sign-up/${invitationId}/fresh-link`, form: {} },
  ],
  'routes/organizations': ({ organizationId }) => [{ path: '/organizations', form: { organizationId } }],
  // Links that the bot sends are for whoever holds them, and open nothing in an organization that one is not in.
  'routes/link-slack.$token': ({ memberId }) => [
    { path: `/link-slack/${memberId}.x` },
    { path: `/link-slack/${memberId}.x`, form: { mine: 'yes' } },
  ],
  'routes/settings.slack.bind.$token': ({ memberId }) => [
    { path: `/settings/slack/bind/${memberId}.x` },
    { path: `/settings/slack/bind/${memberId}.x`, form: { mine: 'yes' } },
  ],
  'routes/link-slack._index': ({ slackTeam }) => [
    { path: '/link-slack?index', form: { slackTeam, slackUser: 'U1' } },
  ],
  'routes/settings.slack._index': ({ slackTeam }) => [
    { path: `/settings/slack?leave=${slackTeam}` },
    { path: '/settings/slack?index', form: { intent: 'unbind', slackTeam } },
    { path: '/settings/slack?index', form: { intent: 'unlink', slackTeam, slackUser: 'U1' } },
  ],
  'routes/settings.api-keys._index': ({ apiKeyId }) => [
    { path: `/settings/api-keys?revoke=${apiKeyId}` },
    { path: '/settings/api-keys?index', form: { intent: 'revoke', keyId: apiKeyId } },
  ],
  'routes/settings.api-keys.new': 'names nothing',
  'routes/settings.security': 'names nothing',
  'routes/settings.audit._index': ({ memberId }) => [{ path: `/settings/audit?cursor=${memberId}` }],
  'routes/settings.audit.export': ({ memberId }) => [{ path: `/settings/audit/export?cursor=${memberId}` }],
  'routes/settings.seasons._index': 'names nothing',
  'routes/settings.seasons.$seasonId': ({ seasonId }, mine) => [
    { path: `/settings/seasons/${seasonId}` },
    { path: `/settings/seasons/${seasonId}?idle=yes` },
    { path: `/settings/seasons/${seasonId}`, form: { toSeasonId: mine.seasonId } },
    { path: `/settings/seasons/${mine.seasonId}`, form: { toSeasonId: seasonId } },
  ],
  'routes/settings.permission-sets._index': 'names nothing',
  'routes/settings.permission-sets.new': 'names nothing',
  'routes/settings.permission-sets.$permissionSetId': ({ permissionSetId }) => [
    { path: `/settings/permission-sets/${permissionSetId}` },
    { path: `/settings/permission-sets/${permissionSetId}?confirm=delete` },
    { path: `/settings/permission-sets/${permissionSetId}`, form: { intent: 'delete' } },
    {
      path: `/settings/permission-sets/${permissionSetId}`,
      form: { intent: 'save', name: 'Mine', seen: 'x' },
    },
  ],
  'routes/settings.billing._index': 'names nothing',
  'routes/settings.billing.seats': 'names nothing',
  'routes/settings.billing.details': 'names nothing',
  'routes/settings.billing.card': 'names nothing',
  // What a session of the processor's brings is looked at there; here there is no processor.
  'routes/settings.billing.card_.back': 'names nothing',
  'routes/settings.billing.cancel': 'names nothing',
  'routes/settings.billing.reactivate': 'names nothing',
  'routes/settings.billing.renewal': ({ changeId }) => [
    { path: '/settings/billing/renewal', form: { changeId } },
  ],
  'routes/settings.billing.plan-request': ({ memberId }) => [
    { path: '/settings/billing/plan-request', form: { 'full-time': '3', people: memberId } },
  ],
  'routes/settings.billing.offers.$offerId': ({ offerId }) => [
    { path: `/settings/billing/offers/${offerId}` },
    { path: `/settings/billing/offers/${offerId}`, form: { intent: 'accept' } },
    { path: `/settings/billing/offers/${offerId}`, form: { intent: 'decline' } },
  ],
  'routes/settings.billing.invoices._index': 'names nothing',
  'routes/settings.billing.invoices.$invoiceId': ({ invoiceId }) => [
    { path: `/settings/billing/invoices/${invoiceId}` },
  ],
  'routes/settings.billing.invoices.$invoiceId_.back': ({ invoiceId }) => [
    { path: `/settings/billing/invoices/${invoiceId}/back` },
  ],
  'routes/settings.billing.invoices.$invoiceId_.pdf': ({ invoiceId }) => [
    { path: `/settings/billing/invoices/${invoiceId}/pdf` },
  ],
  'routes/settings.billing.quotes.$quoteId': ({ quoteId }) => [
    { path: `/settings/billing/quotes/${quoteId}` },
    { path: `/settings/billing/quotes/${quoteId}`, form: { intent: 'submit' } },
    { path: `/settings/billing/quotes/${quoteId}`, form: { intent: 'again' } },
  ],
  'routes/settings.billing.purchases.$purchaseId': ({ purchaseId }) => [
    { path: `/settings/billing/purchases/${purchaseId}` },
    { path: `/settings/billing/purchases/${purchaseId}`, form: { intent: 'give-up' } },
    { path: `/settings/billing/purchases/${purchaseId}`, form: { intent: 'again' } },
  ],
  'routes/settings.billing.purchases.$purchaseId_.back': ({ purchaseId }) => [
    { path: `/settings/billing/purchases/${purchaseId}/back` },
  ],
  'routes/settings.notices': ({ mailId }) => [
    { path: `/settings/notices?cursor=${mailId}` },
    { path: '/settings/notices', form: { notice: mailId } },
  ],
  'routes/settings.users._index': ({ seasonId, memberId }) => [
    { path: `/settings/users?season=${seasonId}` },
    { path: `/settings/users?added=${memberId}` },
    { path: `/settings/users?gone=${memberId}` },
    { path: `/settings/users?cursor=${memberId}` },
  ],
  'routes/settings.users.new': ({ seasonId, permissionSetId }, mine) => [
    { path: '/settings/users/new', form: { ...user, seasonIds: seasonId, permissionSetId: 'none' } },
    {
      path: '/settings/users/new',
      form: { ...user, seasonIds: [mine.seasonId, seasonId], permissionSetId: 'none' },
    },
    { path: '/settings/users/new', form: { ...user, type: 'full-time', permissionSetId } },
  ],
  'routes/settings.users.waiting': ({ seasonId, waitingId }) => [
    { path: '/settings/users/waiting', form: { intent: 'join', seasonId, wants: 'seat' } },
    { path: '/settings/users/waiting', form: { intent: 'leave', entryId: waitingId } },
  ],
  'routes/settings.users.export': ({ seasonId }) => [{ path: `/settings/users/export?season=${seasonId}` }],
  'routes/settings.users.import._index': 'names nothing',
  'routes/settings.users.import.$importId': ({ importId }) => [
    { path: `/settings/users/import/${importId}` },
    { path: `/settings/users/import/${importId}`, form: { intent: 'recheck' } },
    {
      path: `/settings/users/import/${importId}`,
      form: { intent: 'commit', mode: 'valid-rows', fileHash: '00', checkedAt: '0' },
    },
  ],
  'routes/settings.users.import.$importId_.rows': ({ importId }) => [
    { path: `/settings/users/import/${importId}/rows?show=refuse` },
  ],
  'routes/settings.users.$memberId': ({ memberId, seasonId, permissionSetId }, mine) => [
    { path: `/settings/users/${memberId}` },
    { path: `/settings/users/${memberId}?confirm=remove` },
    ...[memberId, mine.memberId].flatMap((target) => [
      ...(target === memberId
        ? ['change', 'resend', 'deactivate', 'remove', 'withdraw'].map((intent) => ({
            path: `/settings/users/${target}`,
            form: { intent },
          }))
        : []),
      { path: `/settings/users/${target}`, form: { intent: 'reactivate', seasonIds: seasonId } },
      {
        path: `/settings/users/${target}`,
        form: { ...user, intent: 'save', seasonIds: seasonId, permissionSetId: 'none' },
      },
      {
        path: `/settings/users/${target}`,
        form: { ...user, intent: 'save', type: 'full-time', permissionSetId },
      },
    ]),
  ],
  'routes/settings.users.$memberId_.hand-over': ({ memberId }) => [
    { path: `/settings/users/${memberId}/hand-over` },
    { path: `/settings/users/${memberId}/hand-over`, form: { password: 'a wrong guess' } },
    { path: `/settings/users/${memberId}/hand-over`, form: { password: goodPassword } },
  ],
  'routes/settings.users.$memberId_.swap': ({ memberId, permissionSetId }, mine) => [
    { path: `/settings/users/${memberId}/swap` },
    { path: `/settings/users/${memberId}/swap`, form: { ...user, permissionSetId: 'none' } },
    { path: `/settings/users/${mine.memberId}/swap`, form: { ...user, permissionSetId } },
  ],
  'routes/settings.users.$memberId_.preview': ({ memberId, seasonId }, mine) => [
    { path: `/settings/users/${memberId}/preview?type=full-time` },
    { path: `/settings/users/${mine.memberId}/preview?type=seasonal&seasonIds=${seasonId}` },
  ],
}

const randomTeam = () => `T${randomUUID().replaceAll('-', '').slice(0, 20).toUpperCase()}`

describe('OPS-05 the things of another account', () => {
  let mine: Things
  let theirs: Things
  let visitor: Visitor
  let theirAccount: TestAccount

  beforeAll(async () => {
    const myAccount = await buildAccount(portal.db.url, {
      name: 'Larkspur Outfitters',
      invoiced: true,
      seasons: [{ name: 'Summer', from: -5, to: 10, seats: 10 }],
      passwordHash: await hashPassword(goodPassword),
    })
    theirAccount = await buildAccount(portal.db.url, {
      name: 'Fernhill Bank',
      invoiced: true,
      seasons: [{ name: 'Quarter end', from: -5, to: 10, seats: 10 }],
    })
    mine = await thingsOf(myAccount, 'mine@example.com')
    theirs = await thingsOf(theirAccount, 'theirs@example.com')
    visitor = portal.visitor()
    await signIn(visitor, myAccount.ownerEmail)
  })

  async function thingsOf(account: TestAccount, email: string): Promise<Things> {
    const { memberId } = await invite(portal, account, { email })
    const permissionSetId = randomUUID()
    await portal.db.query(
      'insert into permission_set (id, organization_id, account_id, name, created_at) values ($1, $2, $3, $4, now())',
      [permissionSetId, account.organizationId, account.accountId, 'Agents'],
    )
    const slackTeam = randomTeam()
    const { organizationId, accountId, owner } = account
    await portal.db.query(
      `with bound as (
         insert into slack_workspace (team_id, organization_id, account_id, name, bound_at, bound_by)
         values ($1, $2, $3, 'care', now(), $4))
       insert into slack_link (team_id, slack_user_id, organization_id, account_id, member_id, slack_name, linked_at)
       values ($1, 'U1', $2, $3, $4, 'Olive', now())`,
      [slackTeam, organizationId, accountId, owner.memberId],
    )
    const apiKeyId = randomUUID()
    await portal.db.query(
      `insert into api_key (id, organization_id, account_id, name, prefix, secret_hash, scopes, created_at, created_by)
       values ($1, $2, $3, 'Product', 'seat_12345678', sha256($4), '{access.evaluate}', now(), $5)`,
      [apiKeyId, organizationId, accountId, Buffer.from(apiKeyId), owner.memberId],
    )
    const waitingId = randomUUID()
    await portal.db.query(
      `insert into waiting_entry (id, organization_id, account_id, pool_id, member_id, wants, asked_at)
       values ($1, $2, $3, $4, $5, 'news', now())`,
      [waitingId, organizationId, accountId, account.seasons[0]!.poolId, owner.memberId],
    )
    const importId = randomUUID()
    await portal.db.query(
      `insert into user_import (id, organization_id, account_id, member_id, file_name, file_hash, encoding, separator,
         rows, state, created_at, checked_at)
       values ($1, $2, $3, $4, $5, sha256('a'), 'UTF-8', ',', 1, 'checked', now(), now())`,
      [importId, organizationId, accountId, owner.memberId, `${email}.csv`],
    )
    const [mail] = await portal.db.query<{ id: string }>(
      `update outbox set state = 'delivered', done_at = now() where payload ->> 'memberId' = $1 returning id`,
      [memberId],
    )
    const [invitation] = await portal.db.query<{ id: string }>(
      'select id from invitation where member_id = $1',
      [memberId],
    )
    return {
      memberId,
      invitationId: invitation!.id,
      seasonId: account.seasons[0]!.id,
      permissionSetId,
      organizationId,
      apiKeyId,
      slackTeam,
      waitingId,
      mailId: mail!.id,
      ...(await boughtBy(account)),
      ...(await waitsFor(account)),
      importId,
    }
  }

  async function waitsFor({ accountId, contractId }: TestAccount) {
    const [changeId, offerId] = [randomUUID(), randomUUID()]
    await portal.db.query(
      `insert into scheduled_change (id, account_id, contract_id, kind, from_plan, to_plan, effective_on, state, asked_at, asked_by)
       values ($1, $2, $3, 'plan', 'enterprise', 'business', current_date, 'requested', now(), 'm')`,
      [changeId, accountId, contractId],
    )
    await portal.db.query(
      `insert into season_offer (id, account_id, contract_id, name, first_day, last_day, blocks, seats, unit_price,
         offered_at, offered_by, expires_at, state)
       values ($1, $2, $3, 'Fair', current_date, current_date + 90, 1, 5, 5000, now(), 'vendor', '2030-01-01', 'offered')`,
      [offerId, accountId, contractId],
    )
    return { changeId, offerId }
  }

  /** By wire, so that nothing has to be collected first. */
  async function boughtBy({ accountId, owner }: TestAccount) {
    await portal.db.query(`update contract set payment = 'wire' where account_id = $1`, [accountId])
    const context = { em: portal.db.database.tenant(), actor: owner, now: portal.clock.business }
    const changes = [{ kind: 'quantity', item: 'full-time', by: 1 }] as const
    const first = granted(await makeQuote(context, { changes }))
    const { purchaseId } = granted(await submitPurchase(context, { quoteId: first.quoteId }))
    const { purchase } = granted(await purchaseView(context, purchaseId))
    const { quoteId } = granted(await makeQuote(context, { changes }))
    return { quoteId, purchaseId, invoiceId: purchase.invoiceId! }
  }

  /** All that the other account has, as the database holds it. */
  async function everythingOfTheirs(): Promise<string> {
    const tables = await portal.db.query<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'account_id' order by 1`,
    )
    const held = tables.map(({ name }) =>
      portal.db.query(
        `select to_jsonb(t) as row from "${name}" t where account_id = $1 order by to_jsonb(t)::text`,
        [theirAccount.accountId],
      ),
    )
    return JSON.stringify(await Promise.all(held))
  }

  async function ask(probe: Probe, asData: boolean): Promise<Answer> {
    const [path = '', search] = probe.path.split('?', 2)
    const address = `${path}${asData ? '.data' : ''}${search === undefined ? '' : `?${search}`}`
    if (probe.form === undefined) return visitor.get(address)
    // The form's token comes from a page of one's own.
    await visitor.get('/my-access')
    return visitor.post(address, { ...probe.form, idempotencyKey: randomUUID() })
  }

  test('OPS-05 every route has its line in the matrix', () => {
    expect(Object.keys(matrix).sort()).toEqual(Object.keys(routes).sort())
  })

  const lines = Object.entries(matrix).flatMap(([route, probes]) =>
    probes === 'names nothing' ? [] : [{ route, probes }],
  )
  test.each(lines)(
    'OPS-05 $route answers as if they did not exist, and nothing of theirs changes',
    async ({ probes }) => {
      const nowhere: Things = {
        memberId: randomUUID(),
        invitationId: randomUUID(),
        seasonId: randomUUID(),
        permissionSetId: randomUUID(),
        organizationId: randomUUID(),
        apiKeyId: randomUUID(),
        slackTeam: randomTeam(),
        waitingId: randomUUID(),
        mailId: randomUUID(),
        quoteId: randomUUID(),
        purchaseId: randomUUID(),
        invoiceId: randomUUID(),
        changeId: randomUUID(),
        offerId: randomUUID(),
        importId: randomUUID(),
      }
      const before = await everythingOfTheirs()
      const tried = probes(theirs, mine)
      const compared = probes(nowhere, mine)
      expect(tried.length).toBeGreaterThan(0)
      for (const [index, probe] of tried.entries()) {
        for (const asData of [false, true]) {
          const foreign = await ask(probe, asData)
          const missing = await ask(compared[index]!, asData)
          const asked = `${JSON.stringify(probe.form ?? 'GET')} ${probe.path}`
          expect([asked, essence(foreign)]).toEqual([asked, essence(missing)])
          expect([asked, foreign.status < 500]).toEqual([asked, true])
          for (const name of ['theirs@example.com', 'Fernhill', 'Quarter end'])
            expect(foreign.text).not.toContain(name)
        }
      }
      expect(await everythingOfTheirs()).toBe(before)
    },
  )

  test('OPS-05 a page of one’s own is shown: the comparison is not of two refusals for another reason', async () => {
    expect((await visitor.get(`/settings/users/${mine.memberId}`)).text).toContain('mine@example.com')
    expect((await visitor.get(`/settings/users?season=${mine.seasonId}`)).status).toBe(200)
  })
})

/** A page leads to the sign-in; a form is kept meanwhile; what a form asks in the background leads nowhere. */
function howTurnedAway({ status, headers, text }: Answer): string {
  if (status === 401 && /sessionEnded|Your session has ended/.test(text))
    return 'asked to sign in on the spot'
  if (status === 200 && text.includes('signed-out')) return 'told so'
  const leads = `${headers.location ?? ''}${text}`.includes('/sign-in')
  return [202, 302].includes(status) && leads ? 'sent to sign in' : `answered with ${status}`
}

describe('closed unless opened', () => {
  const path = (pattern: string) => pattern.replaceAll(/:(\w+)/g, () => randomUUID()) || '/'
  const kept = handlers.filter(({ handler }) => entryOf(handler)?.to !== 'everyone')

  test.each(kept)(
    'USER-07 strangers are sent away from the $kind of $route',
    async ({ path: pattern, kind }) => {
      for (const suffix of ['', '.data']) {
        const visitor = portal.visitor()
        await visitor.get('/sign-in')
        const address = suffix && pattern === '' ? '/_root.data' : `${path(pattern)}${suffix}`
        const answer =
          kind === 'loader' ? await visitor.get(address) : await visitor.post(address, { intent: 'remove' })
        expect(howTurnedAway(answer)).toBe(
          kind === 'action'
            ? 'asked to sign in on the spot'
            : pattern.endsWith('/preview')
              ? 'told so'
              : 'sent to sign in',
        )
      }
    },
  )

  const kept2 = handlers.flatMap((one) => {
    const entry = entryOf(one.handler)
    return entry?.to === 'members-with' ? [{ ...one, closed: entry.hidden ? 404 : 403 }] : []
  })
  test.each(kept2)(
    'USER-07 the $kind of $route is closed to a member without the right, or not there (BILL-01): $closed',
    async ({ path: pattern, kind, closed }) => {
      const account = await buildAccount(portal.db.url)
      const { link } = await invite(portal, account, { email: `${randomUUID()}@example.com` })
      const visitor = portal.visitor()
      await signUp(visitor, link)
      for (const suffix of ['', '.data']) {
        await visitor.get('/my-access')
        const address = `${path(pattern)}${suffix}`
        const answer =
          kind === 'loader' ? await visitor.get(address) : await visitor.post(address, { intent: 'remove' })
        expect(answer.status).toBe(closed)
      }
    },
  )
})
